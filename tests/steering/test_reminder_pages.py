"""Pages of reminders: planned ones with their mail, the own ones, the own settings, the ladders."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from core.enums import Role
from steering.domain.ladders import give_own_ladder, save_reminder_settings
from steering.domain.reminders import queue_due_reminders
from steering.enums import Confidentiality
from steering.models import AgendaItem, Ladder, LadderStep, ReminderSettings
from tests.factories import OrganisationFactory
from tests.people import person
from tests.steering.clock import set_clock
from tests.steering.factories import CommitteeFactory, follow_up
from tests.steering.reminding import MONDAY, lead_follow_up, mails, order_measure, reminder, step

pytestmark = pytest.mark.django_db
OPENED = MONDAY - timedelta(days=14)
ON_DAY = ("due", 0, "person")
STEP = {"trigger": "due", "side": "after", "days": "7", "audience": "office", "channel": "mail"}


@pytest.fixture(autouse=True)
def _clock(db):
    set_clock(OPENED)


@pytest.fixture
def office(sign_in):
    user = person(Role.COMMITTEE_OFFICE)
    sign_in(user)
    return user


def page(client, name, *args, **query):
    return client.get(reverse(f"steering:{name}", args=args), query)


# --- Planned reminders ------------------------------------------------------------------------------------


def test_the_office_sees_what_is_planned_and_exports_the_same(client, office):
    row = lead_follow_up(order_measure(due_on=MONDAY))
    assert row.subject in page(client, "reminder_list").content.decode()
    exported = page(client, "reminder_list", format="csv", show="planned").content.decode()
    assert exported.count(row.code) == row.reminders.planned().count()


def test_referrals_never_stand_in_the_offices_list(client, office):
    row = follow_up(due_on=MONDAY, subject="Vermittlung")
    assert list(page(client, "reminder_list", show="planned").context["object_list"]) == []
    assert page(client, "reminder_detail", reminder(row, *ON_DAY).pk).status_code == 404


def test_the_preview_shows_the_mail_and_to_whom_it_goes(client, office):
    row = lead_follow_up(order_measure(due_on=MONDAY))
    text = page(client, "reminder_detail", reminder(row, *ON_DAY).pk).content.decode()
    assert str(row.unit) in text
    assert row.subject in text
    assert row.get_absolute_url() in text
    assert mails() == []


def test_it_says_when_the_scheduler_has_never_been_seen(client, office):
    assert page(client, "reminder_list").context["works"].is_silent


def test_the_list_costs_the_same_for_one_and_for_thirty(client, office, query_count):
    lead_follow_up(order_measure(due_on=MONDAY))
    query_count("steering:reminder_list", lambda: page(client, "reminder_list", per_page=100))
    for _each in range(30):
        order_measure(due_on=MONDAY)
    query_count("steering:reminder_list", lambda: page(client, "reminder_list", per_page=100))
    shown = page(client, "reminder_list", per_page=100).context["object_list"]
    assert len({row.follow_up_id for row in shown}) >= 30


# --- My reminders -----------------------------------------------------------------------------------------


def test_the_entry_is_there_before_any_mail(client, sign_in):
    staff = person(Role.DEPARTMENT_STAFF)
    row = follow_up(due_on=MONDAY, unit=staff.memberships.get().organisation, subject="Sprechstunde")
    set_clock(MONDAY, time(6, 30))
    queue_due_reminders()
    sign_in(staff)
    assert row.subject in page(client, "notice_list").content.decode()
    assert mails() == []


def test_nobody_sees_the_entries_of_another_unit(client, sign_in):
    row = follow_up(due_on=MONDAY, subject="Sprechstunde im Nachbarreferat")
    set_clock(MONDAY)
    queue_due_reminders()
    sign_in(person(Role.DEPARTMENT_STAFF))
    assert row.subject not in page(client, "notice_list", show="all").content.decode()


def test_staff_do_not_see_entries_about_what_has_become_confidential(client, sign_in):
    staff = person(Role.DEPARTMENT_STAFF)
    measure = order_measure(due_on=MONDAY, unit=staff.memberships.get().organisation)
    set_clock(MONDAY)
    queue_due_reminders()
    sign_in(staff)
    assert "Sprechstunde" in page(client, "notice_list").content.decode()
    AgendaItem.objects.filter(decisions=measure.decision).update(confidentiality=Confidentiality.CONFIDENTIAL)
    assert "Sprechstunde" not in page(client, "notice_list").content.decode()


def test_the_own_list_costs_the_same_for_one_and_for_thirty(client, sign_in, query_count):
    staff = person(Role.DEPARTMENT_STAFF)
    unit = staff.memberships.get().organisation
    follow_up(due_on=MONDAY, unit=unit)
    set_clock(MONDAY)
    queue_due_reminders()
    sign_in(staff)
    query_count("steering:notice_list", lambda: page(client, "notice_list", per_page=100))
    for _each in range(30):
        follow_up(due_on=MONDAY, unit=unit)
    queue_due_reminders()
    query_count("steering:notice_list", lambda: page(client, "notice_list", per_page=100))
    assert len(page(client, "notice_list", per_page=100).context["object_list"]) >= 30


# --- My settings ------------------------------------------------------------------------------------------


def save(client, **changes):
    data = {"time_of_day": "10:00", "weekdays": ["1", "3"], "delivery": "digest", "weekly": "on"} | changes
    return client.post(reverse("steering:reminder_settings"), data)


def test_a_person_chooses_hour_and_days(client, sign_in):
    staff = person(Role.DEPARTMENT_STAFF)
    sign_in(staff)
    assert save(client).status_code == 302
    row = ReminderSettings.objects.get(user=staff)
    assert (row.time_of_day, row.weekdays) == (time(10), [1, 3])


@pytest.mark.parametrize(
    "changes", [{"time_of_day": "23:00"}, {"weekdays": ["6"]}, {"weekdays": []}, {"delivery": "never"}]
)
def test_nothing_beyond_what_the_committee_allows_can_be_chosen(client, sign_in, changes):
    sign_in(person(Role.DEPARTMENT_STAFF))
    assert save(client, **changes).status_code == 422
    assert not ReminderSettings.objects.exists()


def head_who_wants(**wishes):
    head = person(Role.DEPARTMENT_HEAD, OrganisationFactory(inbox_email=""))
    usual = {"time_of_day": time(8), "weekdays": [0, 1, 2, 3, 4], "delivery": "digest", "weekly": True}
    save_reminder_settings(head, **(usual | wishes))
    return head, head.memberships.get().organisation


def test_the_mail_waits_for_the_chosen_day_and_hour():
    _head, unit = head_who_wants(time_of_day=time(10), weekdays=[1])
    follow_up(due_on=MONDAY, unit=unit, opened_by=person(Role.SOCIAL_WORKER))
    set_clock(MONDAY, time(17))
    assert queue_due_reminders() == 1  # what fell due in the weeks before has had its Tuesdays
    set_clock(MONDAY + timedelta(days=1), time(9, 50))
    assert queue_due_reminders() == 0
    set_clock(MONDAY + timedelta(days=1), time(10, 5))
    assert queue_due_reminders() == 1


def test_an_escalation_waits_for_no_chosen_day():
    head, unit = head_who_wants(weekdays=[2])
    row = follow_up(due_on=MONDAY + timedelta(days=60), unit=unit)
    set_clock(OPENED + timedelta(days=7))
    queue_due_reminders()
    assert [mail.to_address for mail in mails()] == [head.email]
    assert row.reminders.get(mail__isnull=False).step.is_escalation


def test_who_wants_one_mail_for_each_follow_up_gets_that():
    _head, unit = head_who_wants(delivery="single")
    for _each in range(2):
        follow_up(due_on=MONDAY, unit=unit)
    set_clock(OPENED + timedelta(days=7))
    assert queue_due_reminders() == 2


# --- Ladders ----------------------------------------------------------------------------------------------


def test_everybody_reads_the_default_and_what_it_means_for_a_date(client, sign_in):
    sign_in(person(Role.DEPARTMENT_STAFF))
    ladder = Ladder.objects.default()
    answer = page(client, "ladder_detail", ladder.pk, opened_on="2027-07-19", due_on="2027-08-02")
    heard = {line.step.working_days: line.day for line in answer.context["heard"] if line.step.trigger == "due"}
    assert heard[0] == MONDAY
    assert heard[-5] == MONDAY - timedelta(days=7)
    assert reverse("steering:ladderstep_create", args=[ladder.pk]) not in answer.content.decode()


def test_the_office_adds_changes_and_removes_a_step(client, office):
    ladder = give_own_ladder(CommitteeFactory())
    client.post(reverse("steering:ladderstep_create", args=[ladder.pk]), STEP)
    added = ladder.steps.in_force().get(working_days=7)
    client.post(reverse("steering:ladderstep_update", args=[added.pk]), STEP | {"side": "before"})
    changed = ladder.steps.in_force().get(working_days=-7)
    client.post(reverse("steering:ladderstep_remove", args=[changed.pk]))
    assert not ladder.steps.in_force().filter(working_days__in=[7, -7]).exists()
    assert LadderStep.objects.filter(retired_at__isnull=False, ladder=ladder).count() == 2


def test_a_step_that_makes_no_sense_is_explained_and_nothing_typed_is_lost(client, office):
    url = reverse("steering:ladderstep_create", args=[Ladder.objects.default().pk])
    answer = client.post(url, STEP | {"trigger": "status_stale", "side": "before"})
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()


def test_a_retired_step_has_no_page(client, office):
    former = step(*ON_DAY)
    client.post(reverse("steering:ladderstep_remove", args=[former.pk]))
    assert page(client, "ladderstep_update", former.pk).status_code == 404
