"""Verifying the chain: walk it from the first link to the head and find the first place where it does not hold."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

ORIGIN = bytes(32)

# One statement, so that everything comes from one snapshot; one row at least, unless the head is gone.
_WALK = """
SELECT h.n, h.hash, l.n, l.entry_id, l.previous, l.hash, e.id, core_audit_content(e)
  FROM core_audithead h
  LEFT JOIN (core_auditentry e FULL JOIN core_auditlink l ON l.entry_id = e.id) ON true
 ORDER BY l.n NULLS LAST
"""
_CHUNK = 2000


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found: how far it holds, and the first break in one sentence or nothing."""

    links: int
    head: str
    break_: str = ""

    @property
    def holds(self) -> bool:
        """Tell whether the chain is whole."""
        return not self.break_


@dataclass(frozen=True)
class _Step:
    """One row of the walk; `link` and `entry` are missing where one exists without the other."""

    head_n: int
    head_hash: bytes
    n: int | None
    link_entry: int | None
    previous: bytes
    hash: bytes
    entry: int | None
    content: bytes


def verify(kept: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain with flat memory.

    `kept` is number and hash (hexadecimal) of a link that was written down elsewhere: who rewrites the whole chain
    cannot change that. Needs to see every entry, so it runs as the owner of the tables (management commands do). Writers are not
    stopped; what they commit meanwhile is not looked at.
    """
    known, last, step = 0, ORIGIN, None
    for step in _steps():
        reason = _break(step, known, last) or (_break_against(kept, step) if kept else "")
        if reason:
            return Verdict(known, last.hex(), reason)
        if step.n is not None:
            known, last = step.n, step.hash
    reason = _break_at_the_end(step, known, last)
    if not reason and kept and kept[0] > known:
        reason = f"Link {kept[0]}, which was written down elsewhere, is missing."
    return Verdict(known, last.hex(), reason)


def head() -> tuple[int, str]:
    """Return number and hash (hexadecimal) of the newest link, to be kept where this database cannot change it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n, encode(hash, 'hex') FROM core_audithead WHERE id = 1")
        row = cursor.fetchone()
    if row is None:
        raise LookupError("The head of the chain is missing.")
    return row


def _steps() -> Iterator[_Step]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_WALK)
        while rows := cursor.fetchmany(_CHUNK):
            yield from map(_step, rows)


def _step(row: Sequence[Any]) -> _Step:
    cells: list[Any] = [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]
    return _Step(*cells)


def _break(step: _Step, known: int, last: bytes) -> str:
    """Say what is wrong at this step, or nothing."""
    if step.n is None:
        return f"Entry {step.entry} has no link." if step.entry is not None else ""
    if step.n != known + 1:
        return f"Link {known + 1} is missing."
    if step.entry is None:
        return f"Entry {step.link_entry} of link {step.n} is missing."
    if step.previous != last:
        return f"Link {step.n} does not continue link {known}."
    if hashlib.sha256(last + step.content).digest() != step.hash:
        return f"Entry {step.entry} of link {step.n} is not what it was when it was written."
    return ""


def _break_against(kept: tuple[int, str], step: _Step) -> str:
    if step.n == kept[0] and step.hash.hex() != kept[1]:
        return f"Link {step.n} does not carry the hash that was written down elsewhere."
    return ""


def _break_at_the_end(step: Any, known: int, last: bytes) -> str:
    if step is None:
        return "The head of the chain is missing."
    if step.head_n != known:
        return f"The chain ends at link {known}, but the head counts {step.head_n}."
    if step.head_hash != last:
        return f"The head does not carry the hash of link {known}."
    return ""
