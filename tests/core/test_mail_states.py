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
from core.models import OutgoingMail
from tests.mails import enqueue_sample
from tests.people import person

pytestmark = pytest.mark.django_db

MAILS = 2
WORKERS = 2
ACTS = ("claim", "begin", "arrive", "confirm", "lose_answer", "refuse", "fail", "die")
events = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(ACTS), st.integers(0, WORKERS - 1)),
        st.tuples(st.sampled_from(("end_leases", "end_pauses")), st.none()),
        st.tuples(st.sampled_from(("send_again", "withdraw")), st.integers(0, MAILS - 1)),
    ),
    max_size=30,
)


class Worker:
    """A delivery process that may stop between any two steps."""

    def __init__(self, arrived: Counter) -> None:
        self.arrived = arrived
        self.die()

    def die(self) -> None:
        self.mail, self.phase = None, "idle"

    def claim(self) -> None:
        if self.phase == "idle" and (claimed := steps.claim(1)):
            self.mail, self.phase = claimed[0], "claimed"

    def begin(self) -> None:
        if self.phase == "claimed":
            self.phase = "handover"
            if not steps.begin_handover(self.mail):
                self.die()

    def arrive(self) -> None:
        if self.phase == "handover":
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
    def __init__(self) -> None:
        self.mails = [enqueue_sample(key=str(number)) for number in range(MAILS)]
        self.arrived, self.decisions = Counter(), Counter()
        self.workers = [Worker(self.arrived) for _number in range(WORKERS)]
        self.administrator = person(Role.ADMINISTRATOR)

    def happen(self, act: str, who: int | None) -> None:
        if act in ACTS:
            getattr(self.workers[who], act)()
        elif act == "end_leases":
            OutgoingMail.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))
            steps.free_abandoned()
        elif act == "end_pauses":
            OutgoingMail.objects.update(next_attempt_at=Now())
        else:
            self.decide(act, self.mails[who])

    def decide(self, act: str, mail: OutgoingMail) -> None:
        try:
            (send_again if act == "send_again" else withdraw_mail)(mail, by=self.administrator)
        except ValidationError:
            return
        self.decisions[mail.pk] += act == "send_again"

    def deliver_the_rest(self) -> None:
        for worker in self.workers:
            worker.die()
        self.happen("end_leases", None)
        self.happen("end_pauses", None)
        for _mail in self.mails:
            for act in ("claim", "begin", "arrive", "confirm"):
                self.happen(act, 0)

    def check(self) -> None:
        for pk, state in OutgoingMail.objects.values_list("pk", "state"):
            assert self.arrived[pk] <= 1 + self.decisions[pk], "doubled"
            assert state != MailState.SENT or self.arrived[pk], "lost"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events)
def test_whatever_happens_no_mail_is_lost_or_doubled(happenings):
    with transaction.atomic():
        world = World()
        for act, who in happenings:
            world.happen(act, who)
            world.check()
        world.deliver_the_rest()
        world.check()
        ends = set(OutgoingMail.objects.values_list("state", flat=True))
        transaction.set_rollback(True)
    assert ends <= {MailState.SENT, MailState.UNCERTAIN, MailState.FAILED, MailState.WITHDRAWN}
