"""What the import of a measures list has to know, and what its preview shows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.models import Organisation
from quarters.models import Area
from steering.enums import MeasureState, Side
from steering.enums_exchange import RowChange, RowProblem
from steering.models import MeasureImport, MeasureImportRow


def units_by_name(today: date) -> dict[str, list[int]]:
    """Return the units valid today by everything a list may call them: "51", "Referat 51", short and full name."""
    found: dict[str, list[int]] = defaultdict(list)
    for unit in Organisation.objects.valid_on(today):
        names = {unit.short_name, unit.name, str(unit)}
        if unit.number:
            names |= {unit.number, f"Referat {unit.number}", f"Ref. {unit.number}", f"{unit.number} {unit.name}"}
        for name in {" ".join(name.casefold().split()) for name in names}:
            found[name].append(unit.pk)
    return dict(found)


def areas_by_name(municipality: str, today: date) -> dict[str, list[int]]:
    """Return the quarters of the city by their names and keys."""
    found: dict[str, list[int]] = defaultdict(list)
    for area in Area.objects.of(municipality).quarters().valid_on(today):
        for name in {area.name.casefold(), area.code.casefold()}:
            found[name].append(area.pk)
    return dict(found)


@dataclass(frozen=True)
class PreviewProblem:
    """A cell that cannot be taken over, or that contradicts what is there."""

    heading: str
    cell: str
    reason: str


@dataclass(frozen=True)
class PreviewRow:
    """A row of the file with what was understood, in words."""

    row: MeasureImportRow
    lead_unit: str
    state: str
    side: str
    due_on: date | None
    problems: tuple[PreviewProblem, ...]


def preview_rows(batch: MeasureImport, change: str, names: dict[int, str]) -> "PreviewRows":
    """Return the rows of one kind, in the order of the file."""
    rows = MeasureImportRow.objects.filter(batch=batch, change=change).select_related("measure").order_by("row")
    return PreviewRows(rows, batch.columns, names)


def unit_names() -> dict[int, str]:
    """Return the names of all units; one query."""
    return {unit.pk: str(unit) for unit in Organisation.objects.all()}


class PreviewRows:
    """Rows of one kind; a page of them is put into words only when it is shown."""

    def __init__(self, rows, columns: dict[str, str], names: dict[int, str]) -> None:
        self._rows, self._columns, self._names = rows, columns, names

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, part: slice) -> list[PreviewRow]:
        return list(self._in_words(self._rows[part]))

    def _in_words(self, rows) -> Iterator[PreviewRow]:
        for row in rows:
            values = row.values
            lead = next(iter(values.get("lead_unit") or ()), 0)
            yield PreviewRow(
                row=row,
                lead_unit=self._names.get(lead, row.cells.get("lead_unit", "")),
                state=_label(MeasureState, values.get("state")),
                side=_label(Side, values.get("side")),
                due_on=date.fromisoformat(values["due_on"]) if values.get("due_on") else None,
                problems=tuple(
                    PreviewProblem(
                        heading=self._columns.get(each["column"], ""),
                        cell=each["cell"],
                        reason=str(RowProblem(each["problem"]).label),
                    )
                    for each in row.problems
                ),
            )


def _label(choices, value: str | None) -> str:
    return str(choices(value).label) if value else ""


CHANGES = (RowChange.NEW, RowChange.CONFLICT, RowChange.REJECTED, RowChange.UNCHANGED)
