"""Any order of claims, answers, deaths and decisions: a mail arrives at most once per decision, and none is forgotten."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.mail import send_again, withdraw_mail
from core.enums import MailError, MailState, Role
from core.mail import steps
from core.models import OutgoingMail, User
from tests.mails import enqueue_sample

pytestmark = pytest.mark.django_db

WORKERS = 2  # that quarrel about one mail
ACTS = ("go_on", "lose_answer", "refuse", "fail", "die")
events = st.lists(
    st.one_of(
        st.tuples(st.just("go_on"), st.integers(0, WORKERS - 1)),  # most of the time, work goes on
        st.tuples(st.sampled_from(ACTS), st.integers(0, WORKERS - 1)),
        st.tuples(st.sampled_from(("end_leases", "end_leases", "end_pauses", "send_again", "withdraw")), st.none()),
    ),
    min_size=8,
    max_size=20,
)


class Worker:
    """A delivery process that may stop between any two steps."""

    def __init__(self, arrived: Counter) -> None:
        self.arrived = arrived
        self.die()

    def die(self) -> None:
        self.mail, self.phase = None, "idle"

    def go_on(self) -> None:
        {"idle": self.claim, "claimed": self.begin, "handover": self.arrive, "arrived": self.confirm}[self.phase]()

    def claim(self) -> None:
        if claimed := steps.claim(1):
            self.mail, self.phase = claimed[0], "claimed"

    def begin(self) -> None:
        self.phase = "handover"
        if not steps.begin_handover(self.mail):
            self.die()

    def arrive(self) -> None:
        self.arrived[self.mail.pk] += 1
        self.phase = "arrived"

    def confirm(self) -> None:
        self._end(("arrived",), lambda: steps.record_sent(self.mail, "250"))

    def lose_answer(self) -> None:
        self._end(("handover", "arrived"), lambda: steps.record_uncertain(self.mail))

    def refuse(self) -> None:
        self._end(("claimed", "handover"), lambda: steps.record_later(self.mail, MailError.CONTENT_REFUSED, "451"))

    def fail(self) -> None:
        self._end(("claimed", "handover"), lambda: steps.record_failed(self.mail, MailError.CONTENT_REFUSED, "550"))

    def _end(self, phases, record) -> None:
        if self.phase in phases:
            record()
            self.die()


class World:
    def __init__(self, administrator: User) -> None:
        self.mail = enqueue_sample()
        self.administrator = administrator
        self.arrived, self.decisions = Counter(), 0
        self.workers = [Worker(self.arrived) for _number in range(WORKERS)]

    def happen(self, act: str, who: int | None) -> None:
        if act in ACTS:
            getattr(self.workers[who], act)()
        elif act == "end_leases":
            OutgoingMail.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))
            steps.free_abandoned()
        elif act == "end_pauses":
            OutgoingMail.objects.update(next_attempt_at=Now())
        else:
            self.decide(act)

    def decide(self, act: str) -> None:
        try:
            (send_again if act == "send_again" else withdraw_mail)(self.mail, by=self.administrator)
        except ValidationError:
            return
        self.decisions += act == "send_again"

    def deliver_the_rest(self) -> None:
        for worker in self.workers:
            worker.die()
        self.happen("end_leases", None)
        self.happen("end_pauses", None)
        for _step in range(4):
            self.happen("go_on", 0)

    def check(self) -> None:
        assert self.arrived[self.mail.pk] <= 1 + self.decisions, "doubled"
        self.mail.refresh_from_db()
        assert self.mail.state != MailState.SENT or self.arrived[self.mail.pk], "lost"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=events)
def test_whatever_happens_no_mail_is_lost_or_doubled(person, happenings):
    with transaction.atomic():
        world = World(person(Role.ADMINISTRATOR))
        for act, who in happenings:
            world.happen(act, who)
            world.check()
        world.deliver_the_rest()
        world.check()
        transaction.set_rollback(True)
    assert world.mail.state in {MailState.SENT, MailState.UNCERTAIN, MailState.FAILED, MailState.WITHDRAWN}
