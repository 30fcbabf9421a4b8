"""Reminders: planned on working days, entered once, mailed once, to somebody who is there."""

from datetime import date, time, timedelta

import pytest
from django.db import connection

from core import clock
from core.enums import Role
from core.models import OfficeClosure, Substitution
from steering.domain.followups import acknowledge_follow_up, answer_follow_up, change_due_date, withdraw_follow_up
from steering.domain.measures import report_status
from steering.domain.reminder_plans import plan_missing_reminders, plan_reminders
from steering.domain.reminders import queue_due_reminders
from steering.enums import Outcome
from steering.enums_reminders import Cancelled, Chosen, OccurrenceState
from steering.models import FollowUp, ReminderOccurrence
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.clock import set_clock
from tests.steering.factories import follow_up
from tests.steering.reminding import MONDAY, lead_follow_up, mails, order_measure, reminder

pytestmark = pytest.mark.django_db
BEFORE, ON_DAY, OVERDUE = ("due", -5, "person"), ("due", 0, "person"), ("due", 3, "head")
# Two weeks before MONDAY, when most follow-ups of these tests are opened.
OPENED = MONDAY - timedelta(days=14)


@pytest.fixture(autouse=True)
def _clock(db):
    set_clock(OPENED)


def due_monday(**fields) -> FollowUp:
    return follow_up(due_on=MONDAY, **fields)


def days(row) -> dict[int, date]:
    return dict(row.reminders.filter(step__trigger="due").values_list("step__working_days", "local_date"))


# --- Planning -----------------------------------------------------------------------------------------


def test_the_ladder_counts_working_days():
    OfficeClosure.objects.create(day=date(2027, 12, 24), name="Heiligabend")
    row = follow_up(due_on=date(2027, 12, 23))
    # Five working days before Thursday 23 December 2027; three after it, past 24 December, a weekend and no holiday.
    assert days(row) == {-5: date(2027, 12, 16), 0: date(2027, 12, 23), 3: date(2027, 12, 29)}


def test_a_date_on_a_weekend_is_reminded_on_the_last_working_day_before():
    assert days(follow_up(due_on=date(2027, 8, 8)))[0] == date(2027, 8, 6)


def test_it_is_written_down_why_a_reminder_moved():
    row = follow_up(due_on=date(2028, 6, 15))  # Corpus Christi
    assert "Fronleichnam" in reminder(row, *ON_DAY).reason


@pytest.mark.parametrize(("day", "utc"), [(date(2028, 1, 14), "05:00"), (date(2028, 7, 14), "04:00")])
def test_reminders_are_due_at_six_in_summer_and_winter(day, utc):
    assert f"{reminder(follow_up(due_on=day), *ON_DAY).due_at:%H:%M}" == utc


def test_a_step_that_lies_in_the_past_is_not_sent():
    row = reminder(follow_up(due_on=OPENED + timedelta(days=1)), *BEFORE)
    assert (row.state, row.cancelled) == (OccurrenceState.CANCELLED, Cancelled.PASSED)


def test_the_committee_never_hears_of_a_referral():
    audiences = set(follow_up().reminders.values_list("step__audience", flat=True))
    assert audiences == {"person", "inbox", "head"}


def test_a_measure_is_reminded_up_to_the_chair_and_the_agenda():
    row = lead_follow_up(order_measure(due_on=MONDAY))
    assert set(row.reminders.values_list("step__audience", flat=True)) == {
        "person",
        "inbox",
        "head",
        "office",
        "chair",
        "agenda",
    }


def test_silence_is_counted_from_the_last_status_report():
    measure = order_measure(due_on=MONDAY + timedelta(days=100))
    row, stale = lead_follow_up(measure), ("status_stale", 20, "person")
    assert reminder(row, *stale).anchor == OPENED
    set_clock(OPENED + timedelta(days=3))
    report_status(measure, user=UserFactory(), unit=measure.lead_unit, text="Es geht voran.")
    former, current = row.reminders.filter(step__trigger="status_stale").order_by("anchor")
    assert (former.state, former.cancelled) == (OccurrenceState.CANCELLED, Cancelled.REPORTED)
    assert (current.state, current.anchor) == (OccurrenceState.PLANNED, OPENED + timedelta(days=3))


def test_the_sweep_plans_what_is_missing_and_nothing_twice():
    row = follow_up()
    count = row.reminders.count()
    ReminderOccurrence.objects.all().delete()
    FollowUp.objects.update(planned_version=0)
    assert [plan_missing_reminders(), plan_missing_reminders()] == [1, 0]
    plan_reminders(row)
    assert row.reminders.count() == count


# --- Mails --------------------------------------------------------------------------------------------


def test_nothing_is_sent_before_it_is_due():
    due_monday()
    assert queue_due_reminders() == 0
    assert mails() == []


def test_steps_due_at_once_make_one_mail_that_names_the_follow_up_once():
    row = due_monday(
        subject="M-2026-900 Sprechstunde", unit=person(Role.DEPARTMENT_STAFF).memberships.get().organisation
    )
    set_clock(MONDAY)
    assert queue_due_reminders() == 1
    (mail,) = mails()
    assert mail.to_address == row.unit.inbox_email
    assert mail.text.count("M-2026-900 Sprechstunde") == 1
    assert row.get_absolute_url() in mail.text
    assert {reminder(row, *step).mail_id for step in (BEFORE, ON_DAY)} == {mail.pk}


def test_a_second_run_sends_nothing_again():
    due_monday()
    set_clock(MONDAY)
    assert [queue_due_reminders(), queue_due_reminders()] == [1, 0]


def test_everything_for_one_unit_goes_into_one_mail_overdue_first():
    unit = OrganisationFactory()
    for subject, due_on in (("Drittens", MONDAY), ("Erstens", OPENED), ("Zweitens", OPENED + timedelta(days=4))):
        follow_up(unit=unit, subject=subject, due_on=due_on)
    set_clock(MONDAY)
    assert queue_due_reminders() == 1
    text = mails()[0].text
    assert text.index("Erstens") < text.index("Zweitens") < text.index("Drittens")


@pytest.mark.parametrize(
    "end",
    [
        lambda row: answer_follow_up(row, user=UserFactory(), outcome=Outcome.DONE),
        lambda row: withdraw_follow_up(row, user=UserFactory()),
    ],
    ids=["answered", "withdrawn"],
)
def test_no_mail_once_the_cause_is_gone(end):
    end(due_monday())
    set_clock(MONDAY)
    assert queue_due_reminders() == 0


def test_a_moved_date_is_reminded_at_its_new_day_alone():
    row = acknowledge_follow_up(due_monday(), user=UserFactory())
    change_due_date(row, due_on=MONDAY + timedelta(days=60))
    set_clock(MONDAY)
    assert queue_due_reminders() == 0


def test_a_follow_up_closed_behind_the_planners_back_is_not_sent():
    row = due_monday()
    FollowUp.objects.filter(pk=row.pk).update(state="closed", closed_at=clock.now())
    set_clock(MONDAY)
    assert queue_due_reminders() == 0
    assert reminder(row, *ON_DAY).cancelled == Cancelled.ENDED


def test_a_mail_that_has_not_left_is_withdrawn_with_its_only_cause():
    row = due_monday()
    set_clock(MONDAY)
    queue_due_reminders()
    answer_follow_up(row, user=UserFactory(), outcome=Outcome.DONE)
    assert [mail.state for mail in mails()] == ["withdrawn"]


def test_a_mail_that_names_something_else_as_well_still_leaves():
    unit = OrganisationFactory()
    row, _other = due_monday(unit=unit), due_monday(unit=unit)
    set_clock(MONDAY)
    queue_due_reminders()
    answer_follow_up(row, user=UserFactory(), outcome=Outcome.DONE)
    assert [mail.state for mail in mails()] == ["waiting"]


def test_the_due_date_goes_along_for_the_calendar():
    row = due_monday()
    set_clock(MONDAY)
    queue_due_reminders()
    (attachment,) = mails()[0].attachments
    assert attachment["type"] == "text/calendar"
    assert row.opened_by.name not in mails()[0].text


# --- Hours --------------------------------------------------------------------------------------------


def test_the_entry_stands_there_at_six_and_the_mail_leaves_at_eight():
    row = due_monday()
    set_clock(MONDAY, time(6, 30))
    assert queue_due_reminders() == 0
    entry = reminder(row, *ON_DAY)
    assert (entry.state, entry.unit, entry.chosen) == (OccurrenceState.REACHED, row.unit, Chosen.INBOX)
    set_clock(MONDAY, time(8, 1))
    assert queue_due_reminders() == 1


@pytest.mark.parametrize(
    "moment", [(MONDAY, time(20)), (MONDAY + timedelta(days=5), time(10))], ids=["night", "weekend"]
)
def test_a_late_mail_waits_for_office_hours(moment):
    due_monday()
    set_clock(*moment)
    assert queue_due_reminders() == 0
    set_clock(MONDAY + timedelta(days=7))
    assert queue_due_reminders() == 1


def test_after_a_restore_everything_due_is_written_whatever_the_hour():
    due_monday()
    set_clock(MONDAY, time(20))
    assert queue_due_reminders(at_any_hour=True) == 1


# --- Recipients ---------------------------------------------------------------------------------------


def test_who_acknowledged_is_reminded_in_person():
    staff = person(Role.DEPARTMENT_STAFF)
    row = acknowledge_follow_up(due_monday(unit=staff.memberships.get().organisation), user=staff)
    set_clock(MONDAY)
    queue_due_reminders()
    entry = reminder(row, *ON_DAY)
    assert (entry.user, entry.chosen) == (staff, Chosen.RESPONSIBLE)


def test_who_left_the_unit_hears_nothing_more():
    staff = person(Role.DEPARTMENT_STAFF)
    row = acknowledge_follow_up(due_monday(unit=staff.memberships.get().organisation), user=staff)
    staff.memberships.update(valid_from=date(2020, 1, 1), valid_to=OPENED)
    set_clock(MONDAY)
    queue_due_reminders()
    assert reminder(row, *ON_DAY).unit == row.unit


def test_the_head_hears_what_is_overdue():
    head = person(Role.DEPARTMENT_HEAD)
    row = acknowledge_follow_up(due_monday(unit=head.memberships.get().organisation), user=UserFactory())
    set_clock(MONDAY + timedelta(days=3))
    queue_due_reminders()
    assert {mail.to_address for mail in mails()} == {head.email, row.unit.inbox_email}
    assert (reminder(row, *OVERDUE).user, reminder(row, *OVERDUE).chosen) == (head, Chosen.HEAD)


def test_the_substitute_receives_what_the_absent_head_would():
    head, substitute = person(Role.DEPARTMENT_HEAD), UserFactory()
    Substitution.objects.create(absent=head, substitute=substitute, valid_from=date(2020, 1, 1))
    row = due_monday(unit=head.memberships.get().organisation)
    set_clock(MONDAY + timedelta(days=3))
    queue_due_reminders()
    assert (reminder(row, *OVERDUE).user, reminder(row, *OVERDUE).chosen) == (substitute, Chosen.SUBSTITUTE)


def test_without_inbox_the_head_receives_the_reminder():
    unit = OrganisationFactory(inbox_email="")
    head = person(Role.DEPARTMENT_HEAD, unit)
    due_monday(unit=unit)
    set_clock(MONDAY)
    queue_due_reminders()
    assert [mail.to_address for mail in mails()] == [head.email]


def test_an_address_that_cannot_receive_goes_to_the_office_instead():
    office = person(Role.COMMITTEE_OFFICE)
    unit = OrganisationFactory(inbox_email="kaputt@@example")
    row = lead_follow_up(order_measure(due_on=MONDAY, unit=unit))
    set_clock(MONDAY)
    queue_due_reminders()
    assert {mail.to_address for mail in mails()} == {office.email}
    assert reminder(row, *ON_DAY).chosen == Chosen.OFFICE


def test_a_referral_nobody_receives_goes_back_to_who_opened_it_before_the_office_hears_of_it():
    person(Role.COMMITTEE_OFFICE)
    row = due_monday(unit=OrganisationFactory(inbox_email=""))
    set_clock(MONDAY)
    queue_due_reminders()
    assert [mail.to_address for mail in mails()] == [row.opened_by.email]


def test_a_recipient_deactivated_before_the_hour_is_replaced():
    staff = person(Role.DEPARTMENT_STAFF)
    row = acknowledge_follow_up(due_monday(unit=staff.memberships.get().organisation), user=staff)
    set_clock(MONDAY, time(6, 30))
    queue_due_reminders()
    assert reminder(row, *ON_DAY).user == staff
    staff.is_active = False
    staff.save()
    set_clock(MONDAY)
    assert queue_due_reminders() == 1
    assert [mail.to_address for mail in mails()] == [row.unit.inbox_email]


def test_a_reminder_for_nobody_is_visible_and_does_not_block_the_others():
    gone = UserFactory(is_active=False)
    lost, other = due_monday(unit=OrganisationFactory(inbox_email=""), opened_by=gone), due_monday()
    set_clock(MONDAY)
    assert queue_due_reminders() == 1
    assert reminder(lost, *ON_DAY).state == OccurrenceState.UNDELIVERABLE
    assert reminder(other, *ON_DAY).state == OccurrenceState.QUEUED


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("state = 'planned' AND due_at <= app_now()", "reminder_due"),
        ("state = 'reached' AND deliver_at <= app_now()", "reminder_deliver"),
    ],
)
def test_an_idle_run_asks_an_index(condition, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT id FROM steering_reminderoccurrence WHERE {condition}")  # noqa: S608
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert index in plan


def test_a_unit_without_accounts_gets_a_link_that_answers_and_its_mail_is_confidential():
    row = lead_follow_up(order_measure(due_on=MONDAY))
    set_clock(MONDAY)
    queue_due_reminders()
    (mail,) = mails()
    assert mail.secret
    assert f"{row.get_absolute_url()}\n" not in mail.text
    assert row.links.live().get().address == row.unit.inbox_email


def test_a_unit_with_accounts_gets_no_link():
    staff = person(Role.DEPARTMENT_STAFF)
    row = due_monday(unit=staff.memberships.get().organisation)
    set_clock(MONDAY)
    queue_due_reminders()
    (mail,) = mails()
    assert (mail.secret, row.links.count()) == (False, 0)
    assert row.get_absolute_url() in mail.text
