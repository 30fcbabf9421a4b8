"""The outbox of a running product, seen and pushed from outside."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import psycopg
from celery import Celery
from kombu.exceptions import OperationalError

from config.embedded.environment import read_env_file
from config.embedded.product_run import ProductRun
from config.settings.base import redis_address
from core.mail.steps import LEASE

_WRITE = """
INSERT INTO core_outgoingmail (key, message_id, to_address, language, subject, text, html, attachments, secret)
SELECT 'fault:' || n, '<fault-' || n || '@example.org>', 'somebody' || n || '@example.org', 'de', 'Fault ' || n,
       'Text', '<p>Text</p>', '[]', false
  FROM generate_series(1, %s) n
"""
_MINE = "key LIKE 'fault:%%'"
# As if minutes had passed: pauses are over, and so are leases taken more than two seconds ago.
_HURRY = f"""
UPDATE core_outgoingmail
   SET next_attempt_at = now(),
       lease_until = CASE WHEN lease_until < now() + %s THEN now() - interval '1 second' ELSE lease_until END
 WHERE {_MINE} AND state IN ('waiting', 'sending', 'handover')
"""  # noqa: S608  (constants of this file)
_STATES = f"SELECT message_id, state FROM core_outgoingmail WHERE {_MINE}"  # noqa: S608


class Outbox:
    """Connects anew for each step, because the database may have been killed in between."""

    def __init__(self, run: ProductRun) -> None:
        settings = read_env_file(run.state.path / "run.env")
        self._database = settings["DATABASE_URL"]
        self._celery = Celery(broker=redis_address(settings["REDIS_URL"], 0)[1])
        self._celery.conf.broker_transport_options = {"max_retries": 1, "interval_max": 0.1}

    def write(self, count: int) -> None:
        """Put so many mails in, all due."""
        self._run(lambda cursor: cursor.execute(_WRITE, [count]))

    def hurry(self) -> None:
        """Let minutes pass, and wake the workers."""
        self._run(lambda cursor: cursor.execute(_HURRY, [LEASE - timedelta(seconds=2)]))
        with suppress(OperationalError, OSError):  # while the broker is away, the scheduler has to do
            self._celery.send_task("core.tasks.task_deliver_mail", retry=False, expires=60)

    def states(self) -> dict[str, str]:
        """The state of each mail by Message-ID."""
        return self._run(lambda cursor: dict(cursor.execute(_STATES).fetchall()))

    def is_settled(self) -> bool:
        """Whether every mail has found its end."""
        return set(self.states().values()) <= {"sent", "uncertain", "failed", "withdrawn"}

    def _run(self, step: Callable[[psycopg.Cursor], Any], seconds: float = 30) -> Any:
        deadline = time.monotonic() + seconds
        while True:
            try:
                with psycopg.connect(self._database) as connection, connection.cursor() as cursor:
                    return step(cursor)
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
