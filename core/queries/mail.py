"""What stands in the outbox, in figures."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Now

from core.enums import MailState
from core.mail.server import MailServer, MailServerError
from core.models import OutgoingMail

RECENT = timedelta(days=7)

# A mail held back counts from the moment it may go, one that was refused from its next attempt.
_OLDEST_DUE = """
SELECT coalesce(extract(epoch FROM max(least(now() - next_attempt_at, app_now() - not_before))), 0)
  FROM core_outgoingmail
 WHERE state = 'waiting' AND not_before <= app_now() AND next_attempt_at <= now()
"""


@dataclass(frozen=True)
class OutboxFigures:
    """Mails by what became of them; `sent` counts the last seven days."""

    waiting: int
    uncertain: int
    failed: int
    sent: int


def outbox_figures() -> OutboxFigures:
    """Count the outbox, in one query over its partial indexes."""
    unsent = (MailState.WAITING, MailState.SENDING, MailState.HANDOVER)
    recent = Q(state=MailState.SENT, sent_at__gte=Now() - RECENT)
    rows = OutgoingMail.objects.filter(Q(state__in=(*unsent, MailState.UNCERTAIN, MailState.FAILED)) | recent)
    return OutboxFigures(
        **rows.aggregate(
            waiting=Count("pk", filter=Q(state__in=unsent)),
            uncertain=Count("pk", filter=Q(state=MailState.UNCERTAIN)),
            failed=Count("pk", filter=Q(state=MailState.FAILED)),
            sent=Count("pk", filter=recent),
        )
    )


def oldest_due_seconds() -> float:
    """Return how long the oldest due mail has waited; 0 when none is due, or when there is no server to wait for."""
    if not settings.EMAIL_URL:
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_DUE)
        return float(cursor.fetchone()[0])


def server_problem() -> str | None:
    """Return what is wrong with EMAIL_URL: "" when it is empty, a sentence when it is wrong, None when it is fine."""
    try:
        return "" if MailServer.from_settings() is None else None
    except MailServerError as error:
        return str(error)
