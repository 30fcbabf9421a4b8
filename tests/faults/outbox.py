"""Reminders and outbox of a running product, seen and pushed from outside."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import psycopg
from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.embedded.environment import read_env_file
from config.embedded.product_run import ProductRun
from config.settings.base import redis_address
from core.mail.steps import LEASE

CLOCK = """
UPDATE core_installation SET is_demo = true, clock_offset =
  ((date_trunc('week', now()) + interval '8 days' + %s::time) AT TIME ZONE 'Europe/Berlin') - now()
"""
_MINE = "key LIKE 'reminder:%%'"
# As if minutes had passed: pauses are over, and where asked so are leases taken more than two seconds ago.
_HURRY = f"""
UPDATE core_outgoingmail
   SET next_attempt_at = now(),
       lease_until = CASE WHEN lease_until < now() + %s THEN now() - interval '1 second' ELSE lease_until END
 WHERE {_MINE} AND state IN ('waiting', 'sending', 'handover')
"""  # noqa: S608  (constants of this file)
_STATES = f"SELECT message_id, state FROM core_outgoingmail WHERE {_MINE}"  # noqa: S608
_REMINDERS = """
SELECT f.code, f.state, o.state, m.message_id
  FROM steering_reminderoccurrence o
  JOIN steering_followup f ON f.id = o.follow_up_id
  LEFT JOIN core_outgoingmail m ON m.id = o.mail_id
 WHERE o.due_at <= app_now() AND o.cancelled <> 'passed'
"""


class Outbox:
    """Connects anew for each step, because the database may have been killed in between."""

    def __init__(self, run: ProductRun) -> None:
        settings = read_env_file(run.state.path / "run.env")
        self._database = settings["DATABASE_URL"]
        self._celery = Celery(broker=redis_address(settings["REDIS_URL"], 0)[1])
        self._celery.conf.broker_transport_options = {
            "max_retries": 1,
            "interval_max": 0.1,
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
        }

    def set_clock(self, hour: str) -> None:
        """Let it be this hour of next week's Tuesday."""
        self._run(lambda cursor: cursor.execute(CLOCK, [hour]))

    def hurry(self, *, leases: bool = True) -> None:
        """Let minutes pass, and wake the workers. Without `leases` those of lost workers run out in their own time."""
        over = LEASE - timedelta(seconds=2) if leases else timedelta(seconds=-1)
        self._run(lambda cursor: cursor.execute(_HURRY, [over]))
        with suppress(OperationalError, OSError, RedisError):  # while the broker is away, the scheduler has to do
            self._celery.send_task("core.tasks.task_deliver_mail", retry=False, expires=60)

    def flush_broker(self) -> None:
        """Let the broker forget everything it was told."""
        with suppress(OperationalError, OSError, RedisError), self._celery.connection_for_write() as broker:
            broker.default_channel.client.flushall()

    def states(self) -> dict[str, str]:
        """The state of each mail by Message-ID."""
        return self._run(lambda cursor: dict(cursor.execute(_STATES).fetchall()))

    def reminders(self) -> list[tuple[str, str, str, str | None]]:
        """Each reminder that is due: code and state of its follow-up, its own state, the Message-ID of its mail."""
        return self._run(lambda cursor: cursor.execute(_REMINDERS).fetchall())

    def is_settled(self) -> bool:
        """Whether every reminder and every mail has found its end."""
        if not set(self.states().values()) <= {"sent", "uncertain", "failed", "withdrawn"}:
            return False
        return not {state for _code, _of, state, _mail in self.reminders()} & {"planned", "reached"}

    def _run(self, step: Callable[[psycopg.Cursor], Any], seconds: float = 60) -> Any:
        deadline = time.monotonic() + seconds
        while True:
            try:
                with psycopg.connect(self._database) as connection, connection.cursor() as cursor:
                    return step(cursor)
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
