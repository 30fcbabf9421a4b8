"""State machines against a model: whatever people do in whatever order, states, dates and reminders agree."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core import clock
from steering.domain.agendas import add_agenda_item
from steering.domain.followups import acknowledge_follow_up, answer_follow_up, withdraw_follow_up
from steering.domain.measures import change_measure_date, confirm_measure, report_status
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import FollowUpState, ItemResult, MeasureState, Outcome, Side
from steering.enums_reminders import OccurrenceState
from steering.models import Measure
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.factories import MeetingFactory

M = MeasureState


class MeasureMachine(RuleBasedStateMachine):
    """One measure of one unit; the model is its state, written down by hand."""

    @initialize()
    def order(self):
        self.user, unit = UserFactory(), OrganisationFactory()
        item = add_agenda_item(begin_meeting(MeetingFactory()), title="Sprechstunde")
        order = Order(lead_unit=unit, due_on=clock.today() + timedelta(days=20), side=Side.HELP)
        record_outcome(item, user=self.user, outcome=ItemOutcome(ItemResult.DECIDED, wording="W.", order=order))
        self.measure = Measure.objects.get(decision__agenda_item=item)
        self.expected, self.owes, self.asked, self.versions = M.ORDERED, True, True, 1

    def attempt(self, possible, act):
        """The act must succeed exactly when the model says so."""
        try:
            act()
        except ValidationError:
            assert not possible
        else:
            assert possible
        self.measure.refresh_from_db()
        return possible

    @property
    def follow_up(self):
        return self.measure.follow_ups.get()

    @rule()
    def acknowledge(self):
        fresh = self.owes and self.asked
        if self.attempt(fresh, lambda: acknowledge_follow_up(self.follow_up, user=self.user)):
            self.asked = False
            self.expected = M.ACKNOWLEDGED if self.expected == M.ORDERED else self.expected

    @rule()
    def report(self):
        working = self.expected in (M.ORDERED, M.ACKNOWLEDGED, M.IN_PROGRESS)
        say = {"user": self.user, "unit": self.measure.lead_unit, "text": "Es geht voran."}
        if self.attempt(working, lambda: report_status(self.measure, **say)):
            self.expected, self.asked = M.IN_PROGRESS, False

    @rule(outcome=st.sampled_from([Outcome.DONE, Outcome.NOT_POSSIBLE]))
    def answer(self, outcome):
        say = {"user": self.user, "outcome": outcome, "text": "So ist es."}
        if self.attempt(self.owes, lambda: answer_follow_up(self.follow_up, **say)):
            self.owes = False
            self.expected = M.REPORTED_DONE if outcome == Outcome.DONE else M.NOT_EXECUTABLE

    @rule()
    def confirm(self):
        if self.attempt(self.expected == M.REPORTED_DONE, lambda: confirm_measure(self.measure, user=self.user)):
            self.expected = M.CONFIRMED

    @rule()
    def withdraw(self):
        if self.attempt(
            self.follow_up.state != FollowUpState.CLOSED, lambda: withdraw_follow_up(self.follow_up, user=self.user)
        ):
            self.owes = False

    @rule(days=st.integers(21, 60))
    def move(self, days):
        due_on = clock.today() + timedelta(days=days)
        possible = not self.measure.is_closed and due_on != self.measure.due_on
        say = {"user": self.user, "due_on": due_on, "reason": "Später."}
        if self.attempt(possible, lambda: change_measure_date(self.measure, **say)) and self.owes:
            self.versions += 1

    @invariant()
    def the_state_is_the_models(self):
        if hasattr(self, "measure"):
            assert self.measure.state == self.expected

    @invariant()
    def reminders_wait_exactly_while_an_answer_is_owed(self):
        if hasattr(self, "measure"):
            planned = self.follow_up.reminders.filter(state=OccurrenceState.PLANNED, step__trigger="due")
            assert set(planned.values_list("date_version", flat=True)) == ({self.versions} if self.owes else set())
            assert self.follow_up.date_version == self.versions


class TestMeasures(TestCase):
    def test_a_measure_and_its_reminders_agree_with_the_model(self):
        run_state_machine_as_test(
            MeasureMachine, settings=settings(max_examples=12, stateful_step_count=12, deadline=None, database=None)
        )
