"""Follow-ups: opened, acknowledged, answered, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core import clock
from steering.domain.followups import (
    acknowledge_follow_up,
    answer_follow_up,
    change_due_date,
    open_follow_up,
    withdraw_follow_up,
)
from steering.enums import FollowUpState, Outcome
from steering.enums_reminders import OccurrenceState
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.factories import follow_up

pytestmark = pytest.mark.django_db


def states(row, *triggers: str) -> set[str]:
    rows = row.reminders.filter(step__trigger__in=triggers) if triggers else row.reminders
    return set(rows.values_list("state", flat=True))


def test_an_opened_follow_up_has_a_random_code_and_its_reminders():
    one, other = follow_up(), follow_up()
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{10}", one.code)
    assert one.code != other.code
    steps = one.reminders.values_list("step__trigger", "step__working_days", "step__audience")
    assert list(steps.order_by("step__trigger", "step__working_days")) == [
        ("due", -5, "person"),
        ("due", 0, "person"),
        ("due", 3, "head"),
        ("not_acknowledged", 3, "inbox"),
        ("not_acknowledged", 5, "head"),
    ]


def test_acknowledging_ends_the_reminders_of_silence_and_keeps_those_of_the_date():
    row, head = follow_up(), UserFactory()
    row = acknowledge_follow_up(row, user=head)
    assert (row.state, row.acknowledged_by) == (FollowUpState.ACKNOWLEDGED, head)
    assert states(row, "due") == {OccurrenceState.PLANNED}
    assert states(row, "not_acknowledged") == {OccurrenceState.CANCELLED}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.DONE, FollowUpState.REPORTED_DONE),
        (Outcome.ACCEPTED, FollowUpState.REPORTED_DONE),
        (Outcome.REFUSED, FollowUpState.DECLINED),
        (Outcome.NOT_POSSIBLE, FollowUpState.DECLINED),
    ],
)
def test_an_answer_ends_the_reminders(outcome, state):
    row = answer_follow_up(follow_up(), user=UserFactory(), outcome=outcome, text="Termin vergeben.")
    assert (row.state, row.outcome, row.answer_text) == (state, outcome, "Termin vergeben.")
    assert states(row) == {OccurrenceState.CANCELLED}


def test_a_refusal_needs_a_reason_and_changes_nothing_without_one():
    row = follow_up()
    with pytest.raises(ValidationError):
        answer_follow_up(row, user=UserFactory(), outcome=Outcome.REFUSED, text="  ")
    row.refresh_from_db()
    assert row.state == FollowUpState.OPEN


def test_the_second_answer_is_refused():
    row = follow_up()
    answer_follow_up(row, user=UserFactory(), outcome=Outcome.DONE)
    with pytest.raises(ValidationError):
        answer_follow_up(row, user=UserFactory(), outcome=Outcome.REFUSED, text="Doch nicht.")
    row.refresh_from_db()
    assert row.outcome == Outcome.DONE


def test_withdrawing_ends_the_reminders():
    row, person = follow_up(), UserFactory()
    row = withdraw_follow_up(row, user=person)
    assert (row.state, row.closed_by) == (FollowUpState.CLOSED, person)
    assert states(row) == {OccurrenceState.CANCELLED}


def test_a_new_date_voids_the_old_reminders_and_plans_new_ones():
    row = change_due_date(follow_up(), due_on=clock.today() + timedelta(days=40))
    by_version = row.reminders.filter(step__trigger="due").values_list("date_version", "state")
    assert set(by_version) == {(1, OccurrenceState.CANCELLED), (2, OccurrenceState.PLANNED)}


def test_the_same_date_plans_nothing_anew():
    row = follow_up()
    assert change_due_date(row, due_on=row.due_on).date_version == 1


def test_a_unit_that_no_longer_exists_is_refused():
    gone = OrganisationFactory(valid_to=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError):
        open_follow_up(subject="Prüfung", unit=gone, due_on=clock.today(), opened_by=UserFactory())
