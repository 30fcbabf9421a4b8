"""A file as a table: headings, numbered rows, and what stands below them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from quarters.enums import Encoding, Refusal
from quarters.reading import text, workbook
from quarters.reading.errors import Unreadable

MAX_BYTES = 20 * 1024 * 1024
# Statistics offices close a table with a line of underscores; remarks follow.
_END = "__"


@dataclass
class Table:
    """Rows come as (number in the file, {heading: cell}). `notes` fills up while the rows are read."""

    headings: list[str]
    rows: Iterator[tuple[int, dict[str, str | float]]]
    encoding: str = ""
    umlaut_words: str = ""
    notes: list[str] = field(default_factory=list)

    def need(self, *names: str) -> None:
        """Refuse the table unless each heading stands there exactly once."""
        count = Counter(self.headings)
        for name in names:
            if count[name] != 1:
                raise Unreadable(Refusal.COLUMN_TWICE if count[name] else Refusal.COLUMN_MISSING, name)


def open_table(content: bytes, *, encoding: Encoding, delimiter: str, header_row: int) -> Table:
    """Open a CSV or XLSX file, told apart by its content. Raises `Unreadable`."""
    if not content:
        raise Unreadable(Refusal.EMPTY)
    if len(content) > MAX_BYTES:
        raise Unreadable(Refusal.TOO_LARGE)
    if workbook.is_workbook(content):
        return _table(workbook.rows_of_workbook(content), header_row)
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
        raise Unreadable(Refusal.NOT_A_TABLE)
    letters, found = text.decode(content, encoding)
    table = _table(text.rows_of(letters, delimiter), header_row)
    table.encoding, table.umlaut_words = found.value, text.umlaut_words(letters)
    return table


def _table(numbered: Iterator[tuple[int, list]], header_row: int) -> Table:
    notes: list[str] = []
    for number, cells in numbered:
        if number == header_row:
            headings = [str(cell).strip() for cell in cells]
            return Table(headings=headings, rows=_body(headings, numbered, notes), notes=notes)
        notes.extend(_remark(cells))
    raise Unreadable(Refusal.NO_ROWS)


def _body(headings: list[str], numbered: Iterator, notes: list[str]) -> Iterator[tuple[int, dict]]:
    for number, cells in numbered:
        if not any(str(cell).strip() for cell in cells):
            continue
        if str(cells[0]).startswith(_END):
            break
        if any(str(cell).strip() for cell in cells[len(headings) :]):
            raise Unreadable(Refusal.ROW_TOO_LONG, str(number))  # a decimal comma taken for a delimiter, for example
        yield number, dict(zip(headings, cells, strict=False))
    for _number, cells in numbered:
        notes.extend(_remark(cells))


def _remark(cells: list) -> list[str]:
    words = " ".join(str(cell).strip() for cell in cells if str(cell).strip())
    return [words] if words else []
