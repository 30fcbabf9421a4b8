"""Every order of claims, answers, deaths and decisions: a mail arrives at most once per decision, and none is forgotten.

Two workers quarrel about one mail. What can happen next is tried in every state the three can reach, so that nothing
depends on luck.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from core import clock
from core.domain.mail import send_again, withdraw_mail
from core.enums import MailError, MailState, Role
from core.mail import steps
from core.models import OutgoingMail, User
from tests.mails import enqueue_sample

pytestmark = pytest.mark.django_db

WORKERS = (0, 1)
# What can happen to a worker, by how far it has come.
OF_A_WORKER = {
    "idle": ("go_on",),
    "claimed": ("go_on", "refuse", "fail", "die"),
    "handover": ("go_on", "lose_answer", "refuse", "fail", "die"),
    "arrived": ("go_on", "lose_answer", "die"),
}
ENDS = {MailState.SENT, MailState.UNCERTAIN, MailState.FAILED, MailState.WITHDRAWN}
OF_THE_WORLD = ("end_leases", "end_pauses", "send_again", "withdraw")
# A person decides once at most to send again; more decisions only repeat the picture.
MOST_DECISIONS = 1


class Worker:
    """A delivery process that may stop between any two steps."""

    def __init__(self, world: "World") -> None:
        self.world = world
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
        self.world.arrived += 1
        self.phase = "arrived"

    def confirm(self) -> None:
        self._end(lambda: steps.record_sent(self.mail, "250"))

    def lose_answer(self) -> None:
        self._end(lambda: steps.record_uncertain(self.mail))

    def refuse(self) -> None:
        self._end(lambda: steps.record_later(self.mail, MailError.CONTENT_REFUSED, "451"))

    def fail(self) -> None:
        self._end(lambda: steps.record_failed(self.mail, MailError.CONTENT_REFUSED, "550"))

    def _end(self, record) -> None:
        record()
        self.die()


class World:
    def __init__(self, administrator: User) -> None:
        self.key = enqueue_sample().pk
        self.administrator = administrator
        self.arrived, self.decisions = 0, 0
        self.workers = [Worker(self) for _number in WORKERS]

    @property
    def mail(self) -> OutgoingMail:
        return OutgoingMail.objects.get(pk=self.key)

    def acts(self) -> Iterator[tuple[str, int | None]]:
        """Yield what can happen next."""
        yield from ((act, who) for who in WORKERS for act in OF_A_WORKER[self.workers[who].phase])
        yield from ((act, None) for act in OF_THE_WORLD if act != "send_again" or self.decisions < MOST_DECISIONS)

    def happen(self, act: str, who: int | None) -> None:
        if who is not None:
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

    def state(self) -> tuple:
        """Return all that what follows depends on; the number of attempts only lengthens the pauses."""
        mail = self.mail
        # Which of the two workers it is makes no difference.
        holds = tuple(sorted((w.phase, w.mail is not None and w.mail.token == mail.token) for w in self.workers))
        rests = mail.next_attempt_at is not None and mail.next_attempt_at > clock.now()
        return mail.state, mail.token is None, rests, holds, self.arrived, self.decisions

    def remember(self) -> tuple:
        return self.arrived, self.decisions, [(worker.mail, worker.phase) for worker in self.workers]

    def go_back(self, memory: tuple) -> None:
        self.arrived, self.decisions, workers = memory
        for worker, (mail, phase) in zip(self.workers, workers, strict=True):
            worker.mail, worker.phase = mail, phase

    def check(self) -> None:
        state = self.mail.state
        assert self.arrived <= 1 + self.decisions, "doubled"
        assert state != MailState.SENT or self.arrived, "lost"
        assert state != MailState.WAITING or self.arrived <= self.decisions, "will be doubled"


@contextmanager
def taken_back(world: World) -> Iterator[None]:
    """Undo what happens inside."""
    memory, savepoint = world.remember(), transaction.savepoint()
    yield
    transaction.savepoint_rollback(savepoint)
    world.go_back(memory)


def check_that_it_ends(world: World) -> None:
    """Let both workers die here: one new worker brings the mail to an end, or leaves it to a person."""
    for worker in world.workers:
        worker.die()
    world.happen("end_leases", None)
    world.happen("end_pauses", None)
    for _step in range(4):
        world.happen("go_on", 0)
    world.check()
    assert world.mail.state in ENDS, "forgotten"


def explore(world: World, seen: set[tuple]) -> None:
    """Try everything that can happen from here, and from wherever it leads; what was seen before is left."""
    world.check()
    if (state := world.state()) in seen:
        return
    seen.add(state)
    with taken_back(world):
        check_that_it_ends(world)
    for act, who in tuple(world.acts()):
        with taken_back(world):
            world.happen(act, who)
            explore(world, seen)


def test_whatever_happens_no_mail_is_lost_or_doubled(person):
    seen: set[tuple] = set()
    explore(World(person(Role.ADMINISTRATOR)), seen)
    reached = {state[0] for state in seen}
    assert reached == {*MailState}
