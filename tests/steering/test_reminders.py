"""Reminders: planned once, handed over once, to somebody who is there."""

from datetime import date, timedelta

import pytest
from django.db import connection

from core import clock
from core.enums import Role
from core.models import Installation, OfficeClosure, OutgoingMail, Substitution
from steering.domain.followups import acknowledge_follow_up, answer_follow_up, change_due_date, withdraw_follow_up
from steering.domain.reminders import plan_missing_reminders, plan_reminders, queue_due_reminders
from steering.enums import OccurrenceState, Outcome
from steering.models import FollowUp, ReminderOccurrence
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.factories import follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def forward():
    """Set the clock of the product forward."""

    def do(**span):
        Installation.objects.update(is_demo=True, clock_offset=timedelta(**span))

    return do


def stages(row) -> dict[str, date]:
    return dict(row.reminders.values_list("stage", "local_date"))


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def test_the_ladder_counts_working_days():
    OfficeClosure.objects.create(day=date(2027, 12, 24), name="Heiligabend")
    row = follow_up(due_on=date(2027, 12, 23))
    # Five working days before Thursday 23 December 2027; three after it, past 24 December, a weekend and no holiday.
    assert stages(row) == {"before": date(2027, 12, 16), "on_day": date(2027, 12, 23), "overdue": date(2027, 12, 29)}


def test_a_date_on_a_weekend_is_reminded_on_the_last_working_day_before():
    assert stages(follow_up(due_on=date(2027, 6, 6)))["on_day"] == date(2027, 6, 4)


@pytest.mark.parametrize(("day", "utc"), [(date(2027, 1, 15), "07:00"), (date(2027, 7, 15), "06:00")])
def test_reminders_are_due_at_eight_in_summer_and_winter(day, utc):
    row = follow_up(due_on=day)
    assert f"{row.reminders.get(stage='on_day').due_at:%H:%M}" == utc


def test_a_stage_that_lies_in_the_past_is_not_sent():
    row = follow_up(due_on=clock.today() + timedelta(days=1))
    assert row.reminders.get(stage="before").state == OccurrenceState.CANCELLED


def test_nothing_is_sent_before_it_is_due():
    follow_up()
    assert queue_due_reminders() == 0
    assert mails() == []


def test_two_stages_due_at_once_make_one_mail_that_names_the_follow_up_once(forward):
    row = follow_up(subject="M-2026-900 Sprechstunde")
    forward(days=21)
    assert queue_due_reminders() == 1
    (mail,) = mails()
    assert mail.to_address == row.unit.inbox_email
    assert mail.text.count("M-2026-900 Sprechstunde") == 1
    assert row.get_absolute_url() in mail.text
    sent = row.reminders.filter(state=OccurrenceState.QUEUED)
    assert {(each.stage, each.mail_id, each.unit_id) for each in sent} == {
        ("before", mail.pk, row.unit_id),
        ("on_day", mail.pk, row.unit_id),
    }


def test_a_second_run_sends_nothing_again(forward):
    follow_up()
    forward(days=21)
    assert [queue_due_reminders(), queue_due_reminders()] == [1, 0]


def test_everything_for_one_unit_goes_into_one_mail(forward):
    unit = OrganisationFactory()
    subjects = ["Erstens", "Zweitens", "Drittens"]
    for subject in subjects:
        follow_up(unit=unit, subject=subject)
    forward(days=21)
    assert queue_due_reminders() == 1
    assert all(subject in mails()[0].text for subject in subjects)


@pytest.mark.parametrize(
    "end",
    [
        lambda row: answer_follow_up(row, user=UserFactory(), outcome=Outcome.DONE),
        lambda row: withdraw_follow_up(row, user=UserFactory()),
        lambda row: change_due_date(row, due_on=row.due_on + timedelta(days=60)),
    ],
    ids=["answered", "withdrawn", "moved"],
)
def test_no_mail_once_the_cause_is_gone(forward, end):
    end(follow_up())
    forward(days=21)
    assert queue_due_reminders() == 0


def test_a_follow_up_closed_behind_the_planners_back_is_not_sent(forward):
    row = follow_up()
    FollowUp.objects.filter(pk=row.pk).update(state="closed", closed_at=clock.now())
    forward(days=21)
    assert queue_due_reminders() == 0
    assert set(row.reminders.filter(stage__in=["before", "on_day"]).values_list("state", flat=True)) == {
        OccurrenceState.CANCELLED
    }


def test_the_head_hears_what_is_overdue(forward):
    head = person(Role.DEPARTMENT_HEAD)
    row = follow_up(unit=head.memberships.get().organisation)
    acknowledge_follow_up(row, user=head)
    forward(days=30)
    queue_due_reminders()
    assert {mail.to_address for mail in mails()} == {head.email, row.unit.inbox_email}
    assert row.reminders.get(stage="overdue").user == head


def test_the_substitute_receives_what_the_absent_head_would(forward):
    head, substitute = person(Role.DEPARTMENT_HEAD), UserFactory()
    Substitution.objects.create(absent=head, substitute=substitute, valid_from=date(2020, 1, 1))
    row = follow_up(unit=head.memberships.get().organisation)
    forward(days=30)
    queue_due_reminders()
    assert row.reminders.get(stage="overdue").user == substitute


def test_without_inbox_the_head_receives_the_reminder(forward):
    unit = OrganisationFactory(inbox_email="")
    head = person(Role.DEPARTMENT_HEAD, unit)
    follow_up(unit=unit)
    forward(days=21)
    queue_due_reminders()
    assert [mail.to_address for mail in mails()] == [head.email]


def test_an_address_that_cannot_receive_goes_to_the_office_instead(forward):
    office = person(Role.COMMITTEE_OFFICE)
    follow_up(unit=OrganisationFactory(inbox_email="kaputt@@example"))
    forward(days=21)
    queue_due_reminders()
    assert [mail.to_address for mail in mails()] == [office.email]


def test_a_reminder_for_nobody_is_visible_and_does_not_block_the_others(forward):
    lost, other = follow_up(unit=OrganisationFactory(inbox_email="")), follow_up()
    forward(days=21)
    assert queue_due_reminders() == 1
    assert lost.reminders.get(stage="on_day").state == OccurrenceState.UNDELIVERABLE
    assert other.reminders.get(stage="on_day").state == OccurrenceState.QUEUED


def test_the_sweep_plans_what_is_missing_and_nothing_twice():
    row = follow_up()
    ReminderOccurrence.objects.all().delete()
    FollowUp.objects.update(planned_version=0)
    assert [plan_missing_reminders(), plan_missing_reminders()] == [1, 0]
    plan_reminders(row)
    assert row.reminders.count() == 3


def test_an_idle_run_asks_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM steering_reminderoccurrence WHERE state = 'planned' AND due_at <= app_now()"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "reminder_due" in plan
