"""After a restore: hold back what may have happened already, repeat deletions, check the evidence.

A restored database believes that it is yesterday. Without this it would send yesterday's reminders again and bring back
what was deleted since (the supervisory authorities accept backups of deleted data only where deletion is repeated at
restore). Apps to the left register what they have to hold back.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max, Model

from core.audit.catalogue import model_of, table_of
from core.enums import AuditAction, MailError, MailState
from core.identity import give_reason
from core.models import AuditEntry, AuditLink, OutgoingMail

UNFINISHED = (MailState.WAITING, MailState.SENDING, MailState.HANDOVER)


@dataclass
class _Registry:
    flushes: list[Callable[[], int]] = field(default_factory=list)


_registry = _Registry()


def flush_before_hold(function: Callable[[], int]) -> None:
    """Register what turns due work of an app into mails of the outbox; so nothing due is left to send itself later."""
    _registry.flushes.append(function)


def hold_back() -> int:
    """Write the mails that are due by now and call every mail on its way uncertain; return how many.

    Nothing is resent silently: administrators see the mails and send again what did not arrive, under its former
    Message-ID. To be run before web, worker and beat start.
    """
    for flush in _registry.flushes:
        flush()
    return OutgoingMail.objects.filter(state__in=UNFINISHED).update(
        state=MailState.UNCERTAIN, last_error=MailError.RESTORED, token=None, lease_until=None
    )


# --- Deletions ----------------------------------------------------------------------------------------


def export_deletions(path: Path) -> int:
    """Append the deletions recorded since the last line of the file: number, table, key, time; return how many.

    The number is the place in the audit chain, which follows the order of commits; the numbers of the entries do not, so
    a long transaction would slip through.
    """
    last = _last_number(path)
    rows = AuditEntry.objects.filter(action=AuditAction.DELETE, link__n__gt=last).order_by("link__n")
    count = 0
    with path.open("a", encoding="utf-8") as file:
        for entry in rows.values_list("link__n", "table", "row_key", "at").iterator():
            number, table, key, at = entry
            file.write(json.dumps({"number": number, "table": table, "key": key, "at": at.isoformat()}) + "\n")
            count += 1
    return count


def _last_number(path: Path) -> int:
    if not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()
    return json.loads(lines[-1])["number"] if lines else 0


def repeat_deletions(path: Path) -> int:
    """Delete again, in one transaction and in the order of old, what the restore brought back; return how many rows.

    Raises ValueError for a table that is not ours, before anything is changed. Forced policies bind the owner too, so
    they are lifted inside the transaction alone.
    """
    deletions = list(_read(path))
    with transaction.atomic(), connection.cursor() as cursor:
        give_reason("deletion repeated after restore")
        forced = _forced_tables({table_of(model) for model, _key in deletions})
        for table in forced:
            cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        count = sum(_delete(model, key) for model, key in deletions)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks still to come would forbid the statements below
        for table in forced:
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    _mark_restore(path)
    return count


def _mark_restore(path: Path) -> None:
    """Let the next export begin behind the present end: the restored database gives numbers a second time."""
    newest = AuditLink.objects.aggregate(newest=Max("n"))["newest"] or 0
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"number": newest, "restored": True}) + "\n")


def _read(path: Path) -> Iterator[tuple[type[Model], str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if row.get("restored"):
            continue
        model = model_of(row["table"])
        if model is None:
            message = f"{path.name}, line {number}: {row['table']} is no table of this product. Nothing was changed."
            raise ValueError(message)
        yield model, row["key"]


def _forced_tables(tables: set[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relforcerowsecurity", (list(tables),))
        return [name for (name,) in cursor.fetchall()]


def _delete(model: type[Model], key: str) -> int:
    table, column = table_of(model), model._meta.pk.column  # noqa: SLF001  (Django's documented interface)
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}" WHERE "{column}"::text = %s', (key,))  # noqa: S608  (names of our models)
        return cursor.rowcount
