"""The life of minutes against a model: whatever people do in whatever order, state and signatures agree."""

import os

from django.core.exceptions import ValidationError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from steering.domain.minutes import (
    Texts,
    edit_minutes,
    return_minutes,
    seal_minutes,
    send_to_review,
    sign_minutes,
    take_over_log,
)
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.enums import ItemResult, MeetingState, SeatRole
from steering.enums_minutes import MinutesState
from steering.queries.minutes import current_version
from tests.steering.minuting import held_meeting

S = MinutesState
LONG = bool(os.environ.get("LONG_TESTS"))
REFUSALS = st.sampled_from(("", "", "Nein."))


class MinutesMachine(RuleBasedStateMachine):
    """One set of minutes; the model is its state, whether the log moved on, and who refused."""

    @initialize()
    def assemble(self):
        self.held = held_meeting()
        self.minutes = self.held.assembled()
        self.expected, self.versions, self.is_stale, self.refusals = S.DRAFT, 1, False, 0

    def attempt(self, possible, act):
        """The act must succeed exactly when the model says so."""
        try:
            act()
        except ValidationError:
            assert not possible
        else:
            assert possible
        self.minutes.refresh_from_db()
        return possible

    def renew(self, state):
        self.expected, self.is_stale, self.refusals = state, False, 0
        self.versions += 1

    @rule()
    def review(self):
        if self.attempt(self.expected == S.DRAFT, lambda: send_to_review(self.minutes, user=self.held.taker)):
            self.versions += self.is_stale
            self.expected, self.is_stale = S.REVIEW, False

    @rule(text=st.sampled_from(("Eins", "Zwei", "Drei")))
    def edit(self, text):
        version = current_version(self.minutes)
        texts = Texts(version.inside["opening"], text)
        act = lambda: edit_minutes(self.minutes, user=self.held.taker, base=version.number, texts=texts)  # noqa: E731
        if self.attempt(self.expected in (S.DRAFT, S.REVIEW), act):
            self.renew(self.expected)

    @rule(refusal=REFUSALS)
    def minute_taker_signs(self, refusal):
        act = lambda: sign_minutes(  # noqa: E731
            self.minutes, user=self.held.taker, role=SeatRole.MINUTE_TAKER, refusal=refusal
        )
        if self.attempt(self.expected == S.REVIEW and not self.is_stale, act):
            self.expected, self.refusals = S.SIGNED, int(bool(refusal))

    @rule(refusal=REFUSALS)
    def chair_signs(self, refusal):
        possible = self.expected == S.SIGNED and not self.is_stale and not (refusal and self.refusals)
        act = lambda: sign_minutes(self.minutes, user=self.held.chair, role=SeatRole.CHAIR, refusal=refusal)  # noqa: E731
        if self.attempt(possible, act):
            self.expected = S.COUNTERSIGNED

    @rule()
    def go_back(self):
        act = lambda: return_minutes(self.minutes, user=self.held.chair, reason="Bitte prüfen")  # noqa: E731
        if self.attempt(self.expected in (S.SIGNED, S.COUNTERSIGNED), act):
            self.renew(S.REVIEW)

    @rule()
    def the_log_changes(self):
        item = self.held.internal
        item.refresh_from_db()
        outcome = ItemOutcome(ItemResult.NOTED, minutes=f"Stand {item.version}", version=item.version)
        if self.attempt(self.expected != S.SEALED, lambda: record_outcome(item, user=self.held.taker, outcome=outcome)):
            self.is_stale = True

    @rule()
    def take_over(self):
        if self.attempt(self.expected != S.SEALED, lambda: take_over_log(self.minutes, user=self.held.taker)):
            self.renew(S.DRAFT if self.expected == S.DRAFT else S.REVIEW)

    @precondition(lambda self: self.expected == S.COUNTERSIGNED or self.versions % 2)
    @rule()
    def seal(self):
        possible = self.expected == S.COUNTERSIGNED and not self.is_stale
        if self.attempt(possible, lambda: seal_minutes(self.minutes, user=self.held.taker)):
            self.expected = S.SEALED

    @invariant()
    def state_and_versions_agree_with_the_model(self):
        if hasattr(self, "minutes"):
            self.held.meeting.refresh_from_db()
            assert self.minutes.state == self.expected
            assert self.minutes.versions.count() == self.versions
            assert (self.held.meeting.state == MeetingState.SEALED) == (self.expected == S.SEALED)


class TestMinutesMachine(TestCase):
    def test_states_and_signatures_agree_whatever_happens(self):
        run_state_machine_as_test(
            MinutesMachine,
            settings=settings(
                max_examples=60 if LONG else 2,
                stateful_step_count=25 if LONG else 14,
                deadline=None,
                derandomize=not LONG,
            ),
        )
