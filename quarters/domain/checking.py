"""Checking a file: read it in steps, each its own transaction, so that progress shows and a killed worker loses little.

The database remembers who reads until when. A reader whose time has run out cannot write any more; the next one begins
anew.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import F, Q

from core import clock
from core.identity import acting_as
from quarters.domain.staging import Cell, compare, stage
from quarters.enums import BatchState, Refusal
from quarters.models import ImportBatch, ImportFile, ImportProfile, ImportRow
from quarters.reading.errors import Unreadable
from quarters.reading.table import Table

STEP = 5_000
LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 3
REASON = "check import"

Opener = Callable[[ImportProfile, bytes], tuple[Table, Iterator[Cell]]]


class LostClaim(Exception):  # noqa: N818  (no error: somebody else goes on)
    """Another reader has taken over."""


def waiting_imports(now: datetime) -> list[int]:
    """Return the imports nobody reads: new ones, and those whose reader has fallen silent."""
    return list(ImportBatch.objects.filter(_unclaimed(now)).order_by("pk").values_list("pk", flat=True))


def check_import(batch_id: int, *, open_file: Opener) -> None:
    """Read the file of an import and compare it with the figures. Does nothing where another reader is at work."""
    claim = _claim(batch_id)
    if claim is None:
        return
    batch = ImportBatch.objects.select_related("profile__source").get(pk=batch_id)
    try:
        content = bytes(ImportFile.objects.values_list("content", flat=True).get(batch=batch_id))
        table, cells = open_file(batch.profile, content)
        while step := list(islice(cells, STEP)):
            claim = _write(batch_id, claim, step)
        _compare(batch_id, claim, table)
    except Unreadable as reason:
        _refuse(batch_id, reason.refusal, reason.detail)
    except LostClaim:
        return


def _unclaimed(now: datetime) -> Q:
    return Q(state=BatchState.UPLOADED) | Q(state=BatchState.READING, claimed_until__lt=now)


def _claim(batch_id: int) -> datetime | None:
    with acting_as(None, reason=REASON):
        now = clock.now()
        until = now + LEASE
        free = ImportBatch.objects.filter(_unclaimed(now), pk=batch_id)
        fields = {"state": BatchState.READING, "claimed_until": until, "cells_read": 0}
        if not free.update(attempts=F("attempts") + 1, **fields):
            return None
        ImportRow.objects.filter(batch_id=batch_id).delete()
        attempts = ImportBatch.objects.values_list("attempts", flat=True).get(pk=batch_id)
    if attempts > MAX_ATTEMPTS:
        _refuse(batch_id, Refusal.GAVE_UP)
        return None
    return until


def _write(batch_id: int, claim: datetime, cells: Iterable[Cell]) -> datetime:
    with acting_as(None, reason=REASON):
        until = clock.now() + LEASE
        count = stage(batch_id, cells)
        _hold(batch_id, claim, cells_read=F("cells_read") + count, claimed_until=until)
    return until


def _compare(batch_id: int, claim: datetime, table: Table) -> None:
    with acting_as(None, reason=REASON):
        _hold(batch_id, claim, state=BatchState.CHECKED, claimed_until=None)
        batch = ImportBatch.objects.select_related("profile").get(pk=batch_id)
        compare(batch)
        batch.encoding_found, batch.sample = table.encoding, table.umlaut_words
        batch.notes = "\n".join(table.notes)[:4000]
        batch.save()


def _hold(batch_id: int, claim: datetime, **fields) -> None:
    """Write only while the claim is ours; the exception takes the step back."""
    held = ImportBatch.objects.filter(pk=batch_id, state=BatchState.READING, claimed_until=claim)
    if not held.update(**fields):
        raise LostClaim


def _refuse(batch_id: int, refusal: Refusal, detail: str = "") -> None:
    with acting_as(None, reason=REASON):
        ImportRow.objects.filter(batch_id=batch_id).delete()
        ImportBatch.objects.filter(pk=batch_id, state=BatchState.READING).update(
            state=BatchState.REFUSED, refusal=refusal, refusal_detail=detail, claimed_until=None
        )
