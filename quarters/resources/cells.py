"""From a table to cells: whatever the layout, each figure of a file becomes one cell with its place."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from quarters.domain.staging import Cell
from quarters.enums import Encoding, Orientation, Problem, Refusal, Status
from quarters.models import ImportProfile
from quarters.reading.errors import Unreadable
from quarters.reading.numbers import Reading
from quarters.reading.table import Table, open_table
from quarters.resources.figures import Columns


def open_file(profile: ImportProfile, content: bytes) -> tuple[Table, Iterator[Cell]]:
    """Open a file by its profile. Raises `Unreadable`, now or while the cells are taken."""
    table = open_table(
        content,
        encoding=Encoding(profile.encoding),
        delimiter=profile.delimiter,
        header_row=profile.header_row,
    )
    columns = Columns(profile)
    value_columns = _value_columns(columns, table)
    table.need(*columns.needed(), *value_columns)
    return table, _cells(columns, table, value_columns)


def _value_columns(columns: Columns, table: Table) -> list[str]:
    profile = columns.profile
    if profile.orientation == Orientation.LONG:
        return [profile.columns["value"]]
    rest = [name for name in table.headings if name and name not in columns.needed()]
    if profile.orientation == Orientation.INDICATORS:
        return [name for name in rest if name in profile.indicators] or rest
    return [name for name in rest if columns.period.widget.clean(name)]


def _cells(columns: Columns, table: Table, value_columns: list[str]) -> Iterator[Cell]:
    tables = [_SparseTable(beginning) for beginning in columns.profile.absent_is_zero]
    empty = True
    for number, row in table.rows:
        for name in value_columns:
            empty = False
            cell = _cell(columns, number, row, name)
            for sparse in tables:
                sparse.note(cell)
            yield cell
    if empty:
        raise Unreadable(Refusal.NO_ROWS)
    for sparse in tables:
        yield from sparse.zeros()


def _cell(columns: Columns, number: int, row: dict[str, Any], name: str) -> Cell:
    orientation = columns.profile.orientation
    area = columns.area.clean(row) if columns.area.column_name in row else columns.area.widget.clean("")
    if orientation == Orientation.INDICATORS:
        key, code, label = name, columns.indicator_code(name), name
    else:
        key, code, label = columns.indicator_of(row)
    period_text = name if orientation == Orientation.PERIODS else row.get(columns.period.column_name)
    period = columns.period.widget.clean(period_text)
    raw = row.get(name)
    reading: Reading = columns.figure.clean(raw)
    return Cell(
        row=number,
        column=name,
        area=area,
        area_name=columns.area_name.widget.clean(row.get(columns.area_name.column_name)),
        indicator_key=key,
        indicator_code=code,
        indicator_name=label,
        period=period,
        raw=str("" if raw is None else raw)[:200],
        reading=reading,
        problem=_problem(area.code, period, reading) if name in row else Problem.CELL_MISSING,
    )


def _problem(area_code: str, period: object, reading: Reading) -> Problem:
    if not area_code:
        return Problem.AREA_MISSING
    if period is None:
        return Problem.PERIOD_UNREADABLE
    return reading.problem


class _SparseTable:
    """A table whose source leaves out rows that are zero. Its indicators share the beginning of their keys."""

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning
        self.indicators: dict[str, Cell] = {}
        self.places: dict[tuple, Cell] = {}
        self.seen: set[tuple] = set()

    def note(self, cell: Cell) -> None:
        """Remember where this table has figures."""
        if cell.indicator_key.startswith(self.beginning) and not cell.problem:
            place = (cell.area.code, cell.period)
            self.indicators.setdefault(cell.indicator_key, cell)
            self.places.setdefault(place, cell)
            self.seen.add((cell.indicator_key, *place))

    def zeros(self) -> Iterator[Cell]:
        """Yield a zero for each place of the table where an indicator has no row."""
        zero = Reading(value=Decimal(0), status=Status.ZERO)
        for key, indicator in self.indicators.items():
            for place, example in self.places.items():
                if (key, *place) not in self.seen:
                    yield replace(
                        indicator,
                        row=None,
                        area=example.area,
                        area_name=example.area_name,
                        period=example.period,
                        raw="",
                        reading=zero,
                    )
