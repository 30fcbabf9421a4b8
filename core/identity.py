"""The only way an identity reaches the database: for one transaction, never longer.

Why so and not otherwise (each trap was measured): a session-wide setting survives in a pooled connection and shows
the next request somebody else's rows; `SET LOCAL` outside a transaction does nothing, silently; a unique setting
that was once local comes back as an empty string, so the SQL functions use `nullif`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from core.models import Installation, User
from core.roles import CASEWORK, WEB

_SET = """
SELECT set_config('role', %s, true), set_config('app.user_id', %s, true), set_config('app.request_id', %s, true),
       set_config('app.reason', %s, true), app_now(), (SELECT to_jsonb(i) - 'logo' FROM core_installation i WHERE i.id = 1)
"""
_CURRENT = """
SELECT current_setting('role'), coalesce(current_setting('app.user_id', true), ''),
       coalesce(current_setting('app.request_id', true), ''), coalesce(current_setting('app.reason', true), '')
"""


@dataclass(frozen=True)
class Frame:
    """What one transaction knows of its time and place."""

    now: datetime
    installation: Installation

    @property
    def today(self) -> date:
        """The city's local date."""
        return timezone.localdate(self.now)


@contextmanager
def acting_as(user: User | None, *, casework: bool = False, request_id: str = "", reason: str = "") -> Iterator[Frame]:
    """Open a transaction in which the database knows who acts.

    `casework=True` takes the role `lk_casework`; row-level security then shows what this user may see. Otherwise
    the transaction runs as `lk_web`. Inside an outer transaction the former identity returns at a clean end; an
    exception takes it back together with the savepoint.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _fetch(_CURRENT, ()) if nested else None
        role = CASEWORK if casework else WEB
        row = _fetch(_SET, (role, str(user.pk) if user else "", request_id, reason))
        yield Frame(now=row[4], installation=_installation(row[5]))
        if before and not connection.needs_rollback:
            _fetch(_SET, before)


def give_reason(reason: str) -> None:
    """Have the audit note why, for the rest of the current transaction."""
    _fetch("SELECT set_config('app.reason', %s, true)", (reason,))


def _fetch(statement: str, parameters: tuple) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()


def _installation(value: str | dict | None) -> Installation:
    """Build the settings from their row; a column of a newer version, which migrated first, is left aside."""
    fields = json.loads(value) if isinstance(value, str) else (value or {})
    known = {field.attname for field in Installation._meta.fields} - {"clock_offset"}  # noqa: SLF001  (Django's documented interface)
    return Installation(**{name: fields[name] for name in known & fields.keys()})
