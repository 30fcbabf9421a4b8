"""The sign of life of the scheduler."""

from django.db.models.functions import Now

from core.identity import acting_as
from core.models import Heartbeat
from core.queries.health import SCHEDULER


def record_heartbeat() -> None:
    """Note that the chain of scheduler, broker and worker has just worked, by the database clock."""
    with acting_as(None, reason="heartbeat"):
        Heartbeat.objects.bulk_create(
            [Heartbeat(name=SCHEDULER, beaten_at=Now())],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["beaten_at"],
        )
