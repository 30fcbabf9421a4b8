"""The steps of delivery in the database: each is one short transaction, and the token decides who may take it.

waiting -> sending -> handover -> sent
   ^          |           |-----> failed      the server said no for good
   |----------+-----------|                   nothing was handed over: later again
                          |-----> uncertain   only the server knows; never sent again silently
"""

import time
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.db.models.functions import Now

from core.enums import MailError, MailState
from core.identity import Frame, acting_as
from core.models import OutgoingMail

T = TypeVar("T")

# Longer than one mail can take (core.mail.server); a worker that is silent for longer has lost its mails.
LEASE = timedelta(minutes=4)
# Together about a day and a half; then the mail counts as failed and waits for a person.
MOST_ATTEMPTS = 16
LONGEST_PAUSE = timedelta(hours=4)
ERASED = {"text": "", "html": "", "attachments": []}
FREE = {"token": None, "lease_until": None}
REASON = "mail delivery"


def free_abandoned() -> None:
    """Give back what a lost worker held: unsent mails wait again, handed-over ones become uncertain."""
    with acting_as(None, reason=REASON):
        lost = OutgoingMail.objects.abandoned()
        lost.filter(state=MailState.SENDING).update(state=MailState.WAITING, **FREE)
        # The token stays: if the worker comes back after all, its answer still counts.
        lost.filter(state=MailState.HANDOVER).update(
            state=MailState.UNCERTAIN, lease_until=None, last_error=MailError.WORKER_LOST, attempts=F("attempts") + 1
        )


def look() -> tuple[Frame, bool]:
    """Return time and installation, and whether anything is due."""
    with acting_as(None, reason=REASON) as frame:
        return frame, OutgoingMail.objects.due().exists()


def claim(limit: int) -> list[OutgoingMail]:
    """Take up to `limit` due mails nobody else holds."""
    token = uuid.uuid4()
    with acting_as(None, reason=REASON):
        due = OutgoingMail.objects.due().select_for_update(skip_locked=True).values_list("pk", flat=True)
        mine = OutgoingMail.objects.filter(pk__in=list(due[:limit]))
        mine.update(state=MailState.SENDING, token=token, lease_until=Now() + LEASE)
        return list(mine.order_by("not_before", "pk"))


def begin_handover(mail: OutgoingMail) -> bool:
    """Announce in the database that the mail leaves now; False if it is no longer ours or nobody's to receive."""

    def step() -> bool:
        with acting_as(None, reason=REASON):
            # HANDOVER counts as well: perhaps only the answer to our first try was lost.
            ours = OutgoingMail.objects.filter(
                pk=mail.pk, token=mail.token, state__in=(MailState.SENDING, MailState.HANDOVER)
            )
            if ours.filter(recipient__is_active=False).exists():
                erased = ERASED if mail.secret else {}
                ours.update(state=MailState.WITHDRAWN, last_error=MailError.ACCOUNT_CLOSED, **FREE, **erased)
                return False
            return ours.update(state=MailState.HANDOVER, lease_until=Now() + LEASE) == 1

    return patiently(step)


def record_sent(mail: OutgoingMail, code: str) -> None:
    """The server has it. What was secret is erased."""
    erased = ERASED if mail.secret else {}
    _record(mail, state=MailState.SENT, sent_at=Now(), last_error="", server_code=code, **erased)


def record_failed(mail: OutgoingMail, error: MailError, code: str = "") -> None:
    """It will not get through; a person decides."""
    _record(mail, state=MailState.FAILED, last_error=error, server_code=code)


def record_later(mail: OutgoingMail, error: MailError, code: str = "") -> None:
    """Nothing was handed over: try again after a growing pause, or give up after many."""
    if mail.attempts + 1 >= MOST_ATTEMPTS:
        record_failed(mail, error, code)
        return
    pause = min(timedelta(minutes=2**mail.attempts), LONGEST_PAUSE)
    _record(mail, state=MailState.WAITING, next_attempt_at=Now() + pause, last_error=error, server_code=code)


def record_uncertain(mail: OutgoingMail) -> None:
    """Only the server knows; shown to administrators, never sent again by itself."""
    _record(mail, state=MailState.UNCERTAIN, last_error=MailError.NO_ANSWER, server_code="")


def release(mails: Iterable[OutgoingMail]) -> None:
    """Give back mails that were claimed and not touched."""
    with acting_as(None, reason=REASON):
        for mail in mails:
            ours = OutgoingMail.objects.filter(pk=mail.pk, token=mail.token, state=MailState.SENDING)
            ours.update(state=MailState.WAITING, **FREE)


def patiently(step: Callable[[], T]) -> T:
    """Repeat a step until the database answers. Every step may run twice: the second time it changes nothing."""
    pause = 0.1
    while True:
        try:
            return step()
        except (InterfaceError, OperationalError):
            connection.close()
            time.sleep(pause)
            pause = min(pause * 2, 5)


def _record(mail: OutgoingMail, **changes: Any) -> None:
    def step() -> None:
        with acting_as(None, reason=REASON):
            ours = OutgoingMail.objects.filter(
                pk=mail.pk,
                token=mail.token,
                state__in=(MailState.SENDING, MailState.HANDOVER, MailState.UNCERTAIN),
            )
            ours.update(attempts=F("attempts") + 1, **FREE, **changes)

    patiently(step)
