"""Measures lists as cities keep them in spreadsheets: which heading means what, and how a cell is read.

Every column is a field of django-import-export with a widget that reads a cell or says why it cannot.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from quarters.enums import Encoding, Refusal
from quarters.reading.errors import Unreadable
from quarters.reading.table import Table, open_table
from steering.domain.measure_imports import ReadRow
from steering.enums import MeasureState, Side
from steering.enums_exchange import RowProblem

MAX_ROWS = 1_000
# How people head these columns; compared without case, spaces and full stops.
HEADINGS = {
    "number": ("nr", "nummer", "lfdnr", "laufendenummer", "maßnahmennr", "no", "number"),
    "title": ("maßnahme", "massnahme", "titel", "bezeichnung", "auftrag", "measure", "title"),
    "lead_unit": ("federführung", "federführend", "federführendesreferat", "zuständig", "verantwortlich", "leadunit"),
    "contributing": ("beteiligte", "beteiligt", "mitwirkende", "beteiligtestellen", "contributingunits"),
    "due_on": ("frist", "termin", "fällig", "fälligam", "fälligkeit", "biswann", "duedate"),
    "status": ("stand", "sachstand", "bemerkung", "bemerkungen", "statusreport"),
    "state": ("status", "bearbeitungsstand", "bearbeitungsstatus", "state"),
    "areas": ("stadtteil", "stadtteile", "quartier", "quartiere", "gebiet", "gebiete", "areas"),
    "side": ("seite", "seitederarbeit", "handlungsfeld", "sideofthework"),
}
NEEDED = ("title", "lead_unit", "due_on")
STATES = {
    MeasureState.ORDERED: ("offen", "neu", "beauftragt", "geplant", "ordered", "open"),
    MeasureState.ACKNOWLEDGED: ("übernommen", "acknowledged"),
    MeasureState.IN_PROGRESS: ("in arbeit", "in bearbeitung", "in umsetzung", "läuft", "laufend", "in progress"),
    MeasureState.REPORTED_DONE: ("erledigt gemeldet", "als erledigt gemeldet", "reported done"),
    MeasureState.CONFIRMED: ("erledigt", "abgeschlossen", "umgesetzt", "fertig", "bestätigt", "confirmed", "done"),
    MeasureState.NOT_EXECUTABLE: ("nicht umsetzbar", "nicht ausführbar", "entfallen", "eingestellt", "not executable"),
}
SIDES = {
    Side.HELP: ("hilfe", "unterstützung", "hilfe und unterstützung", "hilfe/unterstützung", "help and support"),
    Side.ORDER: ("ordnung", "sicherheit", "sauberkeit", "sicherheit, ordnung, sauberkeit",
                 "sicherheit/ordnung/sauberkeit", "sicherheit und ordnung", "safety, order, cleanliness"),
}  # fmt: skip
_STATE_OF = {word: state for state, words in STATES.items() for word in words}
_SIDE_OF = {word: side for side, words in SIDES.items() for word in words}
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
_LIST = re.compile(r"[;\n]|,(?=\s)")


class CellProblem(Exception):  # noqa: N818  (no error of ours: the file says something we cannot take over)
    """Why a cell cannot be taken over."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class TextWidget(Widget):
    """Reads a text of limited length."""

    def __init__(self, longest: int, missing: RowProblem | None = None) -> None:
        super().__init__()
        self.longest, self.missing = longest, missing

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the text without padding; a workbook's 12.0 is 12."""
        text = _plain(value)
        if not text and self.missing:
            raise CellProblem(self.missing)
        if len(text) > self.longest:
            raise CellProblem(RowProblem.TOO_LONG)
        return text


class WordWidget(Widget):
    """Reads one word of a closed list."""

    def __init__(self, words: Mapping[str, str], *, unknown: RowProblem, default: str, missing: RowProblem) -> None:
        super().__init__()
        self.words, self.unknown, self.default, self.missing = words, unknown, default, missing

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return what the word stands for."""
        text = _folded(value)
        if not text and not self.default:
            raise CellProblem(self.missing)
        if text and text not in self.words:
            raise CellProblem(self.unknown)
        return str(self.words.get(text, self.default))


class DayWidget(Widget):
    """Reads a complete date; what leaves something open is not guessed."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Return the day as ISO text, or nothing for an empty cell."""
        text = _plain(value)
        if not text:
            return ""
        try:
            return _day(text).isoformat()
        except ValueError as error:
            raise CellProblem(RowProblem.DATE_UNREADABLE) from error


class NamesWidget(Widget):
    """Reads names of records, separated by semicolon, comma with a space, or line."""

    def __init__(self, directory: Mapping[str, Iterable[int]], unknown: RowProblem, *, only_one: bool = False) -> None:
        super().__init__()
        self.directory, self.unknown, self.only_one = directory, unknown, only_one

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[int]:
        """Return the keys of the records, in the order of the cell."""
        text = _plain(value)
        if _folded(text) in self.directory or self.only_one:  # a name may hold a comma itself
            return [self._find(text)] if text else self._none()
        return list(dict.fromkeys(self._find(part) for part in _LIST.split(text) if part.strip()))

    def _find(self, name: str) -> int:
        found = set(self.directory.get(_folded(name), ()))
        if len(found) > 1:
            raise CellProblem(RowProblem.UNIT_AMBIGUOUS)
        if not found:
            raise CellProblem(self.unknown)
        return found.pop()

    def _none(self) -> list[int]:
        raise CellProblem(RowProblem.UNIT_MISSING)


class MeasureList:
    """One file: its columns by our names, and its rows as far as they are understood."""

    def __init__(self, content: bytes, *, units: Mapping, areas: Mapping, side: str) -> None:
        table = _open(content)
        self.columns = _columns(table)
        rows = list(table.rows)
        if not rows:
            raise Unreadable(Refusal.NO_ROWS)
        if len(rows) > MAX_ROWS:
            raise Unreadable(Refusal.TOO_LONG, str(MAX_ROWS))
        self._tell_states_from_reports(rows)
        self.ignored = [name for name in table.headings if name and name not in self.columns.values()]
        self._fields = _fields(self.columns, units, areas, side)
        self._rows = rows

    def rows(self) -> Iterator[ReadRow]:
        """Yield what each row says, with the problems of its cells."""
        for number, row in self._rows:
            yield self._read(number, row)

    def _read(self, number: int, row: dict[str, Any]) -> ReadRow:
        cells = {name: _plain(row.get(heading)) for name, heading in self.columns.items()}
        values: dict[str, Any] = {}
        problems = []
        for name, field in self._fields.items():
            try:
                values[name] = field.clean(row) if name in self.columns else field.widget.clean("")
            except CellProblem as reason:
                problems.append({"column": name, "cell": cells.get(name, ""), "problem": reason.problem.value})
        return ReadRow(number=number, cells=cells, values=values, problems=problems)

    def _tell_states_from_reports(self, rows: list[tuple[int, dict]]) -> None:
        """A column "Stand" may hold states or reports; it holds states where every cell is the word of one."""
        heading = self.columns.get("status")
        if heading and "state" not in self.columns:
            words = {_folded(row.get(heading)) for _number, row in rows} - {""}
            if words and words <= _STATE_OF.keys():
                self.columns["state"] = self.columns.pop("status")


def _open(content: bytes) -> Table:
    """Open the file; a text file may use semicolon, tab or comma, and the one that finds our headings is right."""
    for delimiter in (";", "\t", ","):
        table = open_table(content, encoding=Encoding.DETECT, delimiter=delimiter, header_row=1)
        if len(table.headings) > 1 and _columns_found(table).keys() >= set(NEEDED):
            return table
    return open_table(content, encoding=Encoding.DETECT, delimiter=";", header_row=1)


def _columns(table: Table) -> dict[str, str]:
    found = _columns_found(table)
    for name in NEEDED:
        if name not in found:
            raise Unreadable(Refusal.COLUMN_MISSING, HEADINGS[name][0].capitalize())
    table.need(*found.values())
    return found


def _columns_found(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in table.headings:
        folded = re.sub(r"[\W_]", "", heading).casefold()
        for name, words in HEADINGS.items():
            if folded in {word.casefold() for word in words}:
                found.setdefault(name, heading)
    return _told_apart(found, table)


def _told_apart(found: dict[str, str], table: Table) -> dict[str, str]:
    """Beside a column "Sachstand" with reports, a column "Stand" holds the state."""
    both = {_folded(heading): heading for heading in table.headings}
    if "stand" in both and "sachstand" in both and "state" not in found:
        return found | {"status": both["sachstand"], "state": both["stand"]}
    return found


def _fields(columns: Mapping[str, str], units: Mapping, areas: Mapping, side: str) -> dict[str, Field]:
    widgets = {
        "number": TextWidget(60),
        "title": TextWidget(200, missing=RowProblem.TITLE_MISSING),
        "lead_unit": NamesWidget(units, RowProblem.UNIT_UNKNOWN, only_one=True),
        "contributing": NamesWidget(units, RowProblem.UNIT_UNKNOWN),
        "due_on": DayWidget(),
        "status": TextWidget(500),
        "state": WordWidget(
            _STATE_OF,
            unknown=RowProblem.STATE_UNKNOWN,
            default=MeasureState.ORDERED,
            missing=RowProblem.STATE_UNKNOWN,
        ),
        "areas": NamesWidget(areas, RowProblem.AREA_UNKNOWN),
        "side": WordWidget(_SIDE_OF, unknown=RowProblem.SIDE_UNKNOWN, default=side, missing=RowProblem.SIDE_MISSING),
    }
    return {name: Field(column_name=columns.get(name, name), widget=widget) for name, widget in widgets.items()}


def _day(text: str) -> date:
    if match := _DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
        return date(year + 2000 if year < 100 else year, month, day)
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a day without time)


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str("" if value is None else value).strip()


def _folded(value: Any) -> str:
    return " ".join(_plain(value).casefold().split())
