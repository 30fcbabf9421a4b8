"""Imports of measures lists: check, confirm, undo, discard. Each is one transaction.

What a list said is kept with the measure that came of it, under the number of the list: the same row is never imported
twice, and what was changed in the product since is never overwritten by an old list.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.enums import AuditAction
from core.identity import give_reason
from core.models import AuditEntry, User
from steering.domain.imported_measures import create_measure
from steering.enums import MEASURE_CLOSED, MeasureState
from steering.enums_exchange import ListImportState, RowChange, RowProblem
from steering.models import (
    Committee,
    FollowUp,
    Measure,
    MeasureImport,
    MeasureImportRow,
    MeasureOrigin,
    MeasureStep,
    ReminderOccurrence,
    StatusReport,
)

OWED_NOTHING = (*MEASURE_CLOSED, MeasureState.REPORTED_DONE, MeasureState.NOT_EXECUTABLE)

SOMETHING_HAPPENED = gettext_lazy("Something has happened to these measures since. The import can no longer be undone.")

# In plain SQL, because Django would look for referrals first, which this role may not even read. At the end the database
# checks every foreign key, so whatever points at one of these rows stops it.
_DELETE = "DELETE FROM {table} WHERE {column} = ANY(%s)"
_UNDONE = (
    ("steering_followup", "measure_id"),
    ("steering_measurestep", "measure_id"),
    ("steering_statusreport", "measure_id"),
    ("steering_measure_areas", "measure_id"),
    ("steering_measureorigin", "measure_id"),
    ("steering_measure", "id"),
)


@dataclass(frozen=True)
class ReadRow:
    """One row of a file: its cells as text, what was understood, and the problems of single cells."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any]
    problems: list[dict[str, str]]


@dataclass(frozen=True)
class ListFile:
    """A file that could be read."""

    name: str
    content: bytes
    columns: dict[str, str]
    ignored: list[str]
    rows: Iterable[ReadRow]


@transaction.atomic
def check_list(file: ListFile, *, committee: Committee, side: str, user: User) -> MeasureImport:
    """Keep the rows of a list beside the measures and say what each would do. No measure changes."""
    batch = MeasureImport.objects.create(
        committee=committee,
        file_name=file.name.replace("\0", "")[:150],
        sha256=hashlib.sha256(file.content).hexdigest(),
        side=side,
        columns=file.columns,
        ignored=file.ignored,
        uploaded_at=clock.now(),
        uploaded_by=user,
    )
    rows = [_staged(batch, row) for row in file.rows]
    _compare(batch, rows)
    MeasureImportRow.objects.bulk_create(rows)
    batch.save()
    return batch


def confirm_import(batch: MeasureImport, *, user: User, leave_out: bool = False) -> MeasureImport:
    """Make measures of the new rows, all or nothing; their units are asked from now on.

    Raises ValidationError when there is nothing new, when rows would be left out and `leave_out` does not say so, and
    when measures have changed since the preview: that is then brought up to date, because nobody shall confirm what
    they did not see.
    """
    with transaction.atomic():
        batch = _locked(batch, ListImportState.CHECKED)
        rows = list(batch.rows.order_by("row"))
        before = [(row.change, row.problems) for row in rows]
        _compare(batch, rows)
        stale = before != [(row.change, row.problems) for row in rows]
        if stale:
            MeasureImportRow.objects.bulk_update(rows, ["change", "problems", "measure"])
        else:
            _check_what_is_left_out(batch, leave_out=leave_out)
            give_reason(f"import {batch.pk}")
            for row in rows:
                if row.change == RowChange.NEW:
                    create_measure(row, batch=batch, user=user)
            batch.rows.exclude(change__in=(RowChange.REJECTED, RowChange.CONFLICT)).delete()
            batch.state, batch.confirmed_by, batch.confirmed_at = ListImportState.CONFIRMED, user, clock.now()
        batch.save()
    if stale:
        raise ValidationError(
            _("Measures have changed in the meantime. The preview is now up to date; please look again.")
        )
    return batch


@transaction.atomic
def undo_import(batch: MeasureImport) -> MeasureImport:
    """Take the measures of an import back, as long as nothing has happened to them since.

    Raises ValidationError as soon as one of them was changed, answered, reminded of or linked to.
    """
    batch = _locked(batch, ListImportState.CONFIRMED)
    measures = list(Measure.objects.select_for_update(of=("self",)).filter(origin__batch=batch))
    if _has_something_happened(measures):
        raise ValidationError(SOMETHING_HAPPENED)
    give_reason(f"undo import {batch.pk}")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            ReminderOccurrence.objects.filter(follow_up__measure__in=measures).delete()
            keys = [measure.pk for measure in measures]
            for table, column in _UNDONE:
                cursor.execute(_DELETE.format(table=table, column=column), (keys,))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:  # something points at one of them
        raise ValidationError(SOMETHING_HAPPENED) from error
    batch.state = ListImportState.UNDONE
    batch.save()
    return batch


@transaction.atomic
def discard_import(batch: MeasureImport) -> MeasureImport:
    """Throw an unconfirmed list away with its rows. No measure changes."""
    batch = _locked(batch, ListImportState.CHECKED)
    batch.rows.all().delete()
    batch.state = ListImportState.DISCARDED
    batch.save()
    return batch


def _staged(batch: MeasureImport, read: ReadRow) -> MeasureImportRow:
    problems = list(read.problems)
    is_open = read.values.get("state", MeasureState.ORDERED) not in OWED_NOTHING
    if is_open and read.values.get("due_on") == "":
        problems.append(_problem(read.cells, "due_on", RowProblem.DATE_MISSING))
    return MeasureImportRow(
        batch=batch,
        row=read.number,
        key="" if problems else _key(read.values),
        cells=read.cells,
        values=read.values,
        problems=problems,
        change=RowChange.REJECTED,
    )


def _key(values: dict[str, Any]) -> str:
    """Return what finds a row again: its number in the list, otherwise title and lead unit."""
    if number := values.get("number"):
        return f"nr:{number.casefold()}"
    return f"title:{values['title'].casefold()}|{values['lead_unit'][0]}"


def _compare(batch: MeasureImport, rows: list[MeasureImportRow]) -> None:
    """Say what each row would do, as things stand now; the counts follow."""
    keys = [row.key for row in rows if row.key]
    origins = {
        origin.key: origin
        for origin in MeasureOrigin.objects.filter(committee=batch.committee_id, key__in=keys).select_related("measure")
    }
    imported = {origin.measure_id for origin in origins.values()}
    existing = {
        (measure.title.casefold(), measure.lead_unit_id): measure
        for measure in Measure.objects.exclude(pk__in=imported).only("pk", "title", "lead_unit", "number")
    }
    seen: set[str] = set()
    for row in rows:
        _compare_row(row, origins.get(row.key), existing, seen)
    for change in RowChange:
        setattr(batch, change.value, sum(row.change == change for row in rows))


def _compare_row(
    row: MeasureImportRow, origin: MeasureOrigin | None, existing: dict[tuple, Measure], seen: set[str]
) -> None:
    row.measure = None
    if not row.key:
        row.change = RowChange.REJECTED
        return
    row.problems = []
    same = existing.get((row.values["title"].casefold(), row.values["lead_unit"][0]))
    if row.key in seen:
        row.change, row.problems = RowChange.REJECTED, [_problem(row.cells, "number", RowProblem.TWICE)]
    elif origin:
        row.measure = origin.measure
        row.problems = [
            _problem(row.cells, name, RowProblem.DIFFERS)
            for name, value in row.values.items()
            if origin.values.get(name) != value
        ]
        row.change = RowChange.CONFLICT if row.problems else RowChange.UNCHANGED
    elif same:
        row.measure, row.change = same, RowChange.CONFLICT
        row.problems = [_problem(row.cells, "title", RowProblem.TITLE_EXISTS)]
    else:
        row.change = RowChange.NEW
    seen.add(row.key)


def _problem(cells: dict[str, str], column: str, problem: RowProblem) -> dict[str, str]:
    return {"column": column, "cell": cells.get(column, ""), "problem": problem.value}


def _check_what_is_left_out(batch: MeasureImport, *, leave_out: bool) -> None:
    left_out = batch.rejected + batch.conflict
    if not batch.new:
        raise ValidationError(_("There is nothing to confirm: no row of the list is new."))
    if left_out and not leave_out:
        refusal = ngettext("%(n)s row would be left out.", "%(n)s rows would be left out.", left_out) % {"n": left_out}
        raise ValidationError(f"{refusal} {_('Please tick that this is meant.')}")


def _has_something_happened(measures: list[Measure]) -> bool:
    """Ask the audit: whatever people do to a measure, a step or a follow-up changes a row of it."""
    if not measures:
        return False
    keys = [str(measure.pk) for measure in measures]
    parts = {
        "steering_measure": keys,
        "steering_measurestep": _keys(MeasureStep.objects.filter(measure__in=measures)),
        "steering_followup": _keys(FollowUp.objects.filter(measure__in=measures)),
    }
    changed = any(
        AuditEntry.objects.filter(table=table, row_key__in=rows, action=AuditAction.UPDATE).exists()
        for table, rows in parts.items()
    )
    later = StatusReport.objects.filter(measure__in=measures).exclude(reported_at=measures[0].ordered_at).exists()
    linked = Measure.objects.filter(pk__in=keys, exchanges__isnull=False).exists()
    reminded = ReminderOccurrence.objects.filter(follow_up__measure__in=measures, queued_at__isnull=False).exists()
    return changed or later or linked or reminded


def _keys(rows) -> list[str]:
    return [str(key) for key in rows.values_list("pk", flat=True)]


def _locked(batch: MeasureImport, state: ListImportState) -> MeasureImport:
    """Lock the committee, so that imports of its lists wait for each other, and then the import."""
    Committee.objects.select_for_update(no_key=True).get(pk=batch.committee_id)
    row = MeasureImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if row.state != state:
        raise ValidationError(_("Somebody was quicker: this import is now “%(state)s”."), params={
            "state": row.get_state_display()
        })  # fmt: skip
    return row
