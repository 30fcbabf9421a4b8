"""Delivery: carry due mails from the outbox to the mail server, each at most once.

Several processes may run this at the same time. No transaction is open while the mail server is spoken to. The protocol
and what was measured about it stand in docs/adr/0004-celery-wakes-postgres-remembers.md.
"""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from django.conf import settings
from django.db import connection

from core.enums import MailError, MailState
from core.mail import steps
from core.mail.message import build_message
from core.mail.server import (
    ConnectionLostError,
    Conversation,
    MailServer,
    MailServerError,
    RefusalError,
    UnclearError,
)
from core.models import Installation, OutgoingMail

log = structlog.get_logger("mail")

BATCH = 20
# Seconds after which a run ends; what is left is for the next one.
RUN_TIME = 50
# A server that answers nothing in so many connections is left alone until the next run.
PATIENCE = 3


def deliver_mail(go_on: Callable[[], bool] | None = None) -> Counter:
    """Deliver what is due, until nothing is left, `go_on` says no, or about a minute is over.

    Return how many mails reached which state. Without a mail server nothing is attempted and the outbox keeps them.
    """
    if connection.in_atomic_block:
        message = "Mail is delivered outside of any transaction: a rollback would send it twice."
        raise RuntimeError(message)
    results: Counter = Counter()
    steps.free_abandoned()
    server = _server()
    if server is None:
        return results
    ends = time.monotonic() + RUN_TIME
    run = _Run(server, lambda: time.monotonic() < ends and (go_on is None or go_on()), results)
    silent = 0
    while silent < PATIENCE and run.go_on():
        frame, anything_due = steps.look()
        if not anything_due:
            break
        silent = 0 if run.hold_conversation(frame.installation) else silent + 1
    if results:
        log.info("mail.delivered", **results)
    return results


def _server() -> MailServer | None:
    try:
        return MailServer.from_settings()
    except MailServerError as error:
        log.warning("mail.server_misconfigured", error=str(error))
        return None


@dataclass
class _Run:
    server: MailServer
    go_on: Callable[[], bool]
    results: Counter = field(default_factory=Counter)

    def hold_conversation(self, installation: Installation) -> int:
        """Deliver over one connection until nothing is due or it breaks; return how many mails were answered."""
        before = self.results.total()
        try:
            with self.server.conversation() as conversation:
                while self.go_on() and (batch := steps.claim(BATCH)):
                    self._deliver_batch(conversation, installation, batch)
        except MailServerError as error:
            log.warning("mail.server_unreachable", error=str(error))
        except ConnectionLostError:
            log.warning("mail.connection_lost")
        return self.results.total() - before

    def _deliver_batch(self, conversation: Conversation, installation: Installation, batch: list[OutgoingMail]) -> None:
        left = deque(batch)
        try:
            while left and self.go_on():
                self._deliver_one(conversation, installation, left.popleft())
        finally:
            if left:
                steps.release(left)

    def _deliver_one(self, conversation: Conversation, installation: Installation, mail: OutgoingMail) -> None:
        sender = installation.sender_address or settings.DEFAULT_FROM_EMAIL
        try:
            message = build_message(mail, sender=sender, sender_name=f"Lenkungskreis {installation.city_name}")
        except Exception as error:  # noqa: BLE001  (whatever is wrong with one mail, the others go out)
            log.warning("mail.unreadable", mail=mail.pk, error=type(error).__name__)
            steps.record_failed(mail, MailError.UNREADABLE)
            self.results[MailState.FAILED] += 1
            return
        try:
            conversation.announce(sender, mail.to_address)
            if not steps.begin_handover(mail):
                return
            code = conversation.hand_over(message)
        except RefusalError as refusal:
            self._refused(mail, refusal)
        except ConnectionLostError as lost:
            steps.record_later(mail, MailError.CONNECTION_LOST, lost.code)
            raise
        except UnclearError as error:
            steps.record_uncertain(mail)
            self.results[MailState.UNCERTAIN] += 1
            raise ConnectionLostError from error
        else:
            steps.record_sent(mail, code)
            self.results[MailState.SENT] += 1

    def _refused(self, mail: OutgoingMail, refusal: RefusalError) -> None:
        if refusal.permanent:
            steps.record_failed(mail, refusal.error, refusal.code)
            self.results[MailState.FAILED] += 1
        else:
            steps.record_later(mail, refusal.error, refusal.code)
            self.results["later"] += 1
