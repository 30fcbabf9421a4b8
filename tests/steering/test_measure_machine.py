"""A measure with a step against a model: whatever people do in whatever order, state, dates and questions agree.

`MACHINE_EXAMPLES` makes the search longer.
"""

import os
from datetime import timedelta

from django.core.exceptions import ValidationError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core import clock
from steering.domain.extensions import grant_extension, refuse_extension, request_extension
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.domain.handovers import hand_over
from steering.domain.measures import block_measure, confirm_measure, make_permanent, report_status, unblock_measure
from steering.domain.setbacks import declare_not_executable, order_again, send_back, settle_measure
from steering.domain.steps import drop_step
from steering.enums import MeasureState, Outcome, StepState
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.measure_builders import after, ordered

M = MeasureState
OWED = (M.ORDERED, M.ACKNOWLEDGED, M.IN_PROGRESS, M.HANDED_OVER)


class MeasureMachine(RuleBasedStateMachine):
    """The model: state, who leads, whether the step is open, whether an extension waits, blocked, settled."""

    @initialize()
    def order(self):
        self.user, self.units = UserFactory(), [OrganisationFactory() for _each in range(2)]
        self.measure = ordered(lead_unit=self.units[0], contributing=(OrganisationFactory(),))
        self.state, self.lead, self.due = M.ORDERED, 0, after(20)
        self.step_open, self.request, self.blocked, self.settled, self.permanent = True, None, False, False, False
        self.acknowledged = False

    def attempt(self, possible, act, *args, **kwargs):
        """The act must succeed exactly when the model says so."""
        try:
            act(*args, user=self.user, **kwargs)
        except ValidationError:
            assert not possible
        else:
            assert possible
        self.measure.refresh_from_db()
        return possible

    @property
    def owed(self):
        return self.state in OWED

    def end_of_request(self):
        self.request = None

    @rule()
    def acknowledge(self):
        if self.owed and not self.acknowledged:
            acknowledge_follow_up(self.measure.follow_ups.open().get(step=None), user=self.user)
            self.acknowledged = True
            self.state = M.ACKNOWLEDGED if self.state in (M.ORDERED, M.HANDED_OVER) else self.state
            self.measure.refresh_from_db()

    @rule()
    def report(self):
        if self.attempt(self.owed, report_status, self.measure, unit=self.units[self.lead], text="Es geht voran."):
            self.state, self.acknowledged = M.IN_PROGRESS, True

    @rule()
    def done(self):
        if self.owed:
            row = self.measure.follow_ups.open().get(step=None)
            self.attempt(True, answer_follow_up, row, outcome=Outcome.DONE, text="Fertig.")
            self.state = M.REPORTED_DONE
            self.end_of_request()

    @rule()
    def step_ends(self):
        if self.attempt(
            self.step_open and self.state not in (M.CONFIRMED, M.NOT_EXECUTABLE),
            drop_step,
            self.measure.steps.get(),
            reason="Nicht nötig.",
        ):
            self.step_open = False

    @rule()
    def confirm(self):
        possible = self.state == M.REPORTED_DONE and not self.step_open
        if self.attempt(possible, confirm_measure, self.measure):
            self.state = M.CONFIRMED

    @rule(days=st.sampled_from([0, 45]))
    def back(self, days):
        due = after(days) if days else None
        if self.attempt(self.state == M.REPORTED_DONE, send_back, self.measure, reason="Fehlt etwas.", due_on=due):
            self.state, self.acknowledged = M.IN_PROGRESS, False
            if due:
                self.due, self.permanent = due, False

    @rule()
    def refuse(self):
        if self.attempt(self.owed, declare_not_executable, self.measure, reason="Kein Platz."):
            self.state = M.NOT_EXECUTABLE
            self.end_of_request()

    @rule()
    def settle(self):
        if self.attempt(self.state == M.NOT_EXECUTABLE and not self.settled, settle_measure, self.measure):
            self.settled = True

    @rule(to=st.integers(0, 1))
    def again(self, to):
        due = after(70)
        say = {"lead_unit": self.units[to], "due_on": due, "reason": "Beschluss."}
        if self.attempt(self.state == M.NOT_EXECUTABLE, order_again, self.measure, **say):
            self.state, self.lead, self.due, self.settled, self.permanent = M.ORDERED, to, due, False, False
            self.acknowledged = False

    @rule(to=st.integers(0, 1))
    def hand(self, to):
        possible = self.owed and to != self.lead
        if self.attempt(possible, hand_over, self.measure, to=self.units[to], reason="Zuständig."):
            self.state, self.lead, self.acknowledged = M.HANDED_OVER, to, False
            self.end_of_request()

    @rule()
    def block(self):
        if self.attempt(self.state not in (M.CONFIRMED, M.NOT_EXECUTABLE), block_measure, self.measure, reason="R."):
            self.blocked = True

    @rule()
    def unblock(self):
        if self.attempt(self.blocked, unblock_measure, self.measure):
            self.blocked = False

    @rule()
    def forever(self):
        possible = self.state not in (M.CONFIRMED, M.NOT_EXECUTABLE)
        say = {"months": 3, "first_report_on": after(30), "reason": "Daueraufgabe."}
        if self.attempt(possible, make_permanent, self.measure, **say):
            self.permanent, self.due = True, None

    @rule(days=st.integers(15, 90))
    def ask_for_time(self, days):
        day = after(days)
        possible = self.owed and self.request is None and self.due is not None and day > self.due
        say = {"unit": self.units[self.lead], "new_due_on": day, "reason": "Ferien."}
        if self.attempt(possible, request_extension, self.measure, **say):
            self.request = day

    @rule(grant=st.booleans())
    def decide(self, grant):
        row = self.measure.extensions.open().first()
        assert (row is None) == (self.request is None)
        if row and grant:
            self.attempt(True, grant_extension, row)
            self.due, self.permanent, self.request = row.new_due_on, False, None
        elif row:
            self.attempt(True, refuse_extension, row, answer="Nein.")
            self.request = None

    @invariant()
    def the_measure_is_the_model(self):
        if hasattr(self, "measure"):
            row = self.measure
            assert (row.state, row.due_on, row.is_permanent) == (self.state, self.due, self.permanent)
            assert row.lead_unit_id == self.units[self.lead].pk
            assert (row.blocked_since is not None, row.settled_at is not None) == (self.blocked, self.settled)
            assert row.original_due_on == clock.today() + timedelta(days=20)

    @invariant()
    def exactly_one_question_is_open_while_something_is_owed(self):
        if hasattr(self, "measure"):
            owed = self.measure.follow_ups.open().filter(step=None)
            assert [row.unit_id for row in owed] == ([self.units[self.lead].pk] if self.owed else [])
            assert all(row.due_on == self.measure.deadline for row in owed)

    @invariant()
    def an_open_measure_has_a_next_date_and_a_closed_one_no_open_step(self):
        if hasattr(self, "measure"):
            assert self.measure.is_closed or self.measure.next_on is not None
            step = self.measure.steps.get()
            assert step.is_open == self.step_open
            assert self.step_open or step.state == StepState.DROPPED


class TestMeasures(TestCase):
    def test_a_measure_and_its_step_agree_with_the_model(self):
        examples = int(os.environ.get("MACHINE_EXAMPLES", "4"))
        run_state_machine_as_test(
            MeasureMachine,
            settings=settings(max_examples=examples, stateful_step_count=14, deadline=None, database=None),
        )
