"""State machines against a model: whatever people do in whatever order, topics and circulars agree with it.

`STATEFUL_EXAMPLES=500` makes a long run of it.
"""

import os
from datetime import timedelta

from django.core.exceptions import ValidationError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core import clock
from core.models import OutgoingMail
from steering.domain.circulars import close_due_circulars, reply_to_circular, send_circular, withdraw_circular
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.domain.topics import (
    AFTER_RESULT,
    accept_topic,
    change_topic,
    return_topic,
    schedule_topic,
    unschedule_topic,
    withdraw_topic,
)
from steering.enums import CircularState, ItemResult, Reply, Silence, TopicState
from steering.models import CircularDecision, Decision
from tests.steering.factories import AgendaItemFactory, MeetingFactory
from tests.steering.test_circulars import Scene as CircularScene
from tests.steering.test_topics import Scene as TopicScene

PROFILE = settings(
    max_examples=int(os.environ.get("STATEFUL_EXAMPLES", "5")), stateful_step_count=10, deadline=None, database=None
)
T, C = TopicState, CircularState
WITHOUT_DECISION = [each for each in ItemResult if each not in (ItemResult.DECIDED, ItemResult.REFERRED)]


class Machine(RuleBasedStateMachine):
    """What both have in common."""

    def attempt(self, possible, act):
        """The act must succeed exactly when the model says so."""
        try:
            act()
        except ValidationError:
            assert not possible
        else:
            assert possible
        return possible


class TopicMachine(Machine):
    """One topic; the model is its state, the item on which it stands, and the mails its proposer has received."""

    @initialize()
    def propose(self):
        self.scene = TopicScene()
        self.topic = self.scene.propose()
        self.expected, self.item, self.noted, self.told = T.PROPOSED, None, "", 0

    def step(self, state, *, item=None, result="", by_proposer=False):
        self.expected, self.item, self.noted = state, item, result
        self.told += not by_proposer

    @rule()
    def accept(self):
        if self.attempt(self.expected == T.PROPOSED, lambda: accept_topic(self.topic, user=self.scene.office)):
            self.step(T.ACCEPTED)

    @rule()
    def return_it(self):
        possible = self.expected in (T.PROPOSED, T.ACCEPTED)
        if self.attempt(possible, lambda: return_topic(self.topic, user=self.scene.office, reason="Wo?")):
            self.step(T.RETURNED)

    @rule()
    def propose_again(self):
        possible = self.expected in (T.PROPOSED, T.ACCEPTED, T.RETURNED)
        was_returned = self.expected == T.RETURNED
        proposal = self.scene.proposal()
        change = lambda: change_topic(self.topic, proposal=proposal, user=self.scene.worker)  # noqa: E731
        if self.attempt(possible, change) and was_returned:
            self.step(T.PROPOSED, by_proposer=True)

    @rule()
    def withdraw(self):
        possible = self.expected in (T.PROPOSED, T.ACCEPTED, T.RETURNED)
        if self.attempt(possible, lambda: withdraw_topic(self.topic, user=self.scene.worker)):
            self.step(T.WITHDRAWN, by_proposer=True)

    @rule()
    def schedule(self):
        deferred = self.expected == T.SCHEDULED and self.noted == ItemResult.DEFERRED
        meeting = begin_meeting(MeetingFactory(committee=self.scene.committee))
        item = AgendaItemFactory(meeting=meeting, topic=self.topic)
        put = lambda: schedule_topic(self.topic, item=item, user=self.scene.office)  # noqa: E731
        if self.attempt(self.expected in (T.PROPOSED, T.ACCEPTED) or deferred, put):
            self.step(T.SCHEDULED, item=item)

    @rule()
    def take_off(self):
        if self.item is not None:
            unschedule_topic(self.topic, item=self.item, user=self.scene.office)
            if self.expected == T.SCHEDULED:
                self.step(T.ACCEPTED)

    @rule(result=st.sampled_from(WITHOUT_DECISION))
    def log(self, result):
        if self.item is not None:
            self.item.refresh_from_db()
            outcome = ItemOutcome(result=result, version=self.item.version)
            record_outcome(self.item, user=self.scene.office, outcome=outcome)
            if result != self.noted:
                self.step(AFTER_RESULT[result], item=self.item, result=result)

    @invariant()
    def state_history_and_mails_agree(self):
        if hasattr(self, "topic"):
            self.topic.refresh_from_db()
            assert self.topic.state == self.topic.changes.last().state == self.expected
            assert OutgoingMail.objects.filter(recipient=self.scene.worker).count() == self.told


class CircularMachine(Machine):
    """One circular to four votes; the model is its state and the replies."""

    @initialize(silence=st.sampled_from(Silence))
    def draft(self, silence):
        self.scene = CircularScene()
        self.circular, self.silence = self.scene.draft(silence=silence), silence
        self.expected, self.replies = C.DRAFT, [""] * 4

    @rule()
    def send(self):
        if self.attempt(self.expected == C.DRAFT, lambda: send_circular(self.circular, user=self.scene.office)):
            self.expected = C.RUNNING

    @rule(voter=st.integers(0, 3), reply=st.sampled_from([Reply.AGREE, Reply.AGREE, Reply.ABSTAIN, Reply.OBJECT]))
    def reply(self, voter, reply):
        user = self.scene.voters[voter]
        recipient = self.circular.recipients.filter(person=user).first()
        if recipient is None:  # it was never sent
            return
        say = lambda: reply_to_circular(recipient, user=user, reply=reply, remark="Weil.")  # noqa: E731
        if self.attempt(self.expected == C.RUNNING, say):
            self.replies[voter] = reply
            if reply == Reply.OBJECT:
                self.expected = C.STOPPED
            elif all(self.replies):
                self.count()

    @rule()
    def deadline(self):
        past = clock.now() - timedelta(minutes=1)
        rows = CircularDecision.objects.running().filter(pk=self.circular.pk)
        rows.update(sent_at=past - timedelta(hours=1), deadline_at=past)
        close_due_circulars()
        if self.expected == C.RUNNING:
            self.count()

    def count(self):
        """Majority of four, at least three: as the committee's quorum says."""
        votes = [each or (Reply.AGREE if self.silence == Silence.CONSENT else "") for each in self.replies]
        enough = len([vote for vote in votes if vote]) >= 3
        self.expected = C.ADOPTED if enough and Reply.AGREE in votes else C.FAILED

    @rule()
    def withdraw(self):
        possible = self.expected in (C.DRAFT, C.RUNNING)
        say = lambda: withdraw_circular(self.circular, user=self.scene.office, reason="Überholt.")  # noqa: E731
        if self.attempt(possible, say):
            self.expected = C.WITHDRAWN

    @invariant()
    def there_is_a_decision_exactly_when_it_was_adopted(self):
        if hasattr(self, "circular"):
            self.circular.refresh_from_db()
            assert self.circular.state == self.expected
            assert Decision.objects.filter(circular=self.circular).exists() == (self.expected == C.ADOPTED)


class TestCommittee(TestCase):
    def test_a_topic_its_history_and_its_mails_agree_with_the_model(self):
        run_state_machine_as_test(TopicMachine, settings=PROFILE)

    def test_a_circular_agrees_with_the_model(self):
        run_state_machine_as_test(CircularMachine, settings=PROFILE)
