"""Is the product fit to serve? Each check answers with one word, and none with an internal."""

from dataclasses import dataclass
from functools import cache

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from kombu.exceptions import OperationalError

from core.queries.mail import oldest_due_seconds

# Seconds
SCHEDULER_MAY_BE_SILENT = 3 * 60
MAIL_MAY_BE_DUE = 30 * 60
# The name under which scheduler, broker and worker together show that they are alive.
SCHEDULER = "scheduler"


@dataclass(frozen=True)
class Readiness:
    """The words per check: `ok`, `unreachable`, `outdated`, `silent` or `waiting`.

    `failing` means that no request should come here. `degraded` means that requests are answered as always, but
    somebody has to look after the work in the background.
    """

    checks: dict[str, str]

    @property
    def status(self) -> str:
        """Return `ready`, `degraded` or `failing`."""
        words = set(self.checks.values())
        if words & {"unreachable", "outdated"}:
            return "failing"
        return "ready" if words == {"ok"} else "degraded"


def readiness() -> Readiness:
    """Ask the broker, the database, its migrations, the scheduler and the outbox."""
    checks = {"broker": _broker()}
    try:
        checks["migrations"] = _migrations()
        checks["database"] = "ok"
        if checks["migrations"] == "ok":
            checks["scheduler"] = _scheduler()
            checks["outbox"] = "waiting" if oldest_due_seconds() > MAIL_MAY_BE_DUE else "ok"
    except DatabaseError:
        connection.close()
        checks["database"] = "unreachable"
    return Readiness(checks)


def scheduler_silent_seconds() -> float | None:
    """Return how long ago the scheduler last showed that it is alive; None if it never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - beaten_at) FROM core_heartbeat WHERE name = %s", [SCHEDULER])
        row = cursor.fetchone()
    return float(row[0]) if row else None


def _broker() -> str:
    try:
        with current_app.connection_for_read() as broker:
            broker.default_channel.client.ping()  # type: ignore[attr-defined]  # kombu's channel for Redis
    except (OperationalError, OSError):
        return "unreachable"
    return "ok"


def _migrations() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return "ok" if _known_migrations() <= set(cursor.fetchall()) else "outdated"


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return every migration of this code; read from the disk once per process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _scheduler() -> str:
    silent = scheduler_silent_seconds()
    return "ok" if silent is not None and silent <= SCHEDULER_MAY_BE_SILENT else "silent"
