"""The ladder as data: a change reaches what is still to come and leaves alone what was sent."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from steering.domain.ladders import StepFields, add_step, change_rules, change_step, give_own_ladder, remove_step
from steering.domain.reminder_plans import plan_missing_reminders
from steering.domain.reminders import queue_due_reminders
from steering.enums_reminders import Cancelled, OccurrenceState
from steering.models import Ladder, LadderStep
from tests.steering.clock import set_clock
from tests.steering.factories import CommitteeFactory, follow_up
from tests.steering.reminding import MONDAY, lead_follow_up, mails, order_measure, reminder, step

pytestmark = pytest.mark.django_db
ON_DAY = ("due", 0, "person")


@pytest.fixture(autouse=True)
def _clock(db):
    set_clock(MONDAY - timedelta(days=14))


@pytest.fixture
def default():
    return Ladder.objects.default()


def test_a_new_step_reaches_open_follow_ups(default):
    row = follow_up(due_on=MONDAY)
    add_step(default, fields=StepFields("due", -2, "inbox", "mail"))
    assert plan_missing_reminders() == 1
    assert row.reminders.filter(step__working_days=-2, state=OccurrenceState.PLANNED).exists()


def test_a_removed_step_voids_what_it_planned_and_says_why(default):
    row = follow_up(due_on=MONDAY)
    gone = reminder(row, *ON_DAY)
    remove_step(step(*ON_DAY))
    plan_missing_reminders()
    gone.refresh_from_db()
    assert (gone.state, gone.cancelled) == (OccurrenceState.CANCELLED, Cancelled.LADDER)


def test_the_sweep_comes_before_the_mails(default):
    follow_up(due_on=MONDAY)
    for each in default.steps.in_force():
        remove_step(each)
    set_clock(MONDAY)
    assert queue_due_reminders() == 0


def test_what_was_sent_is_not_sent_again_by_another_step_in_the_past(default):
    follow_up(due_on=MONDAY)
    set_clock(MONDAY)
    queue_due_reminders()
    change_step(step("due", -5, "person"), fields=StepFields("due", -4, "person", "mail"))
    queue_due_reminders()
    assert len(mails()) == 1


def test_a_step_keeps_what_it_said_when_it_was_sent(default):
    row = follow_up(due_on=MONDAY)
    set_clock(MONDAY)
    queue_due_reminders()
    sent = reminder(row, *ON_DAY)
    change_step(sent.step, fields=StepFields("due", 0, "inbox", "mail"))
    plan_missing_reminders()
    sent.refresh_from_db()
    assert (sent.state, sent.step.audience) == (OccurrenceState.QUEUED, "person")


def test_the_same_words_change_nothing(default):
    former = step(*ON_DAY)
    assert change_step(former, fields=StepFields("due", 0, "person", "mail")) == former


def test_somebody_elses_change_in_the_meantime_is_not_overwritten():
    former = step(*ON_DAY)
    remove_step(former)
    with pytest.raises(ValidationError):
        change_step(former, fields=StepFields("due", 1, "person", "mail"))


def test_a_committee_with_its_own_ladder_no_longer_follows_the_default(default):
    committee = CommitteeFactory()
    own = lead_follow_up(order_measure(due_on=MONDAY, committee=committee))
    other = lead_follow_up(order_measure(due_on=MONDAY))
    ladder = give_own_ladder(committee)
    remove_step(ladder.steps.in_force().get(trigger="due", working_days=0))
    plan_missing_reminders()
    assert not own.reminders.planned().filter(step__trigger="due", step__working_days=0).exists()
    assert own.reminders.planned().filter(step__ladder=default).count() == 0
    assert other.reminders.planned().filter(step__trigger="due", step__working_days=0).exists()


def test_a_committee_has_one_ladder():
    committee = CommitteeFactory()
    give_own_ladder(committee)
    with pytest.raises(ValidationError):
        give_own_ladder(committee)


def test_there_is_one_default():
    with pytest.raises(IntegrityError):
        Ladder.objects.create()


@pytest.mark.parametrize(
    "fields",
    [
        StepFields("not_acknowledged", -1, "inbox", "mail"),
        StepFields("status_stale", 0, "inbox", "mail"),
        StepFields("due", 2, "agenda", "mail"),
        StepFields("due", 2, "head", "entry", is_escalation=True),
        StepFields("due", 0, "person", "mail"),
    ],
    ids=["before silence", "no day", "agenda by mail", "silent escalation", "twice"],
)
def test_a_step_that_makes_no_sense_is_refused(default, fields):
    with pytest.raises(ValidationError):
        add_step(default, fields=fields)
    assert LadderStep.objects.in_force().filter(ladder=default).count() == 10


def test_hours_that_end_before_they_begin_are_refused(default):
    with pytest.raises(ValidationError):
        change_rules(default, earliest=time(10), latest=time(9), single_allowed=True, longest_wait=4)


def test_mails_leave_within_the_hours_of_the_committee(default):
    change_rules(default, earliest=time(10), latest=time(12), single_allowed=True, longest_wait=4)
    follow_up(due_on=MONDAY)
    set_clock(MONDAY, time(9))
    assert queue_due_reminders() == 0
    set_clock(MONDAY, time(10, 1))
    assert queue_due_reminders() == 1
