"""Text files: from bytes to letters, from letters to rows."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from quarters.enums import Encoding, Refusal
from quarters.reading.errors import Unreadable

MAX_COLUMNS, MAX_ROWS, MAX_CELL = 200, 100_000, 1_000
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORD = re.compile(r"\w+")
_UMLAUTS = set("äöüßÄÖÜẞ")
_STRICT_UTF8_FIRST = (Encoding.UTF8, Encoding.CP1252)  # Latin-1 never fails, so it proves nothing


def decode(content: bytes, declared: Encoding) -> tuple[str, Encoding]:
    """Return the text and the encoding it was read in."""
    for encoding in _STRICT_UTF8_FIRST if declared == Encoding.DETECT else (Encoding(declared),):
        try:
            text = content.decode(encoding.value)
        except UnicodeDecodeError:
            continue
        if match := _NOT_TEXT.search(text):
            raise Unreadable(Refusal.NOT_TEXT, str(text.count("\n", 0, match.start()) + 1))
        return text, encoding
    raise Unreadable(Refusal.ENCODING)


def umlaut_words(text: str) -> str:
    """Return up to four words with umlauts: one look at them tells whether the encoding was right."""
    words = (match.group() for match in _WORD.finditer(text[:200_000]))
    return ", ".join(islice(dict.fromkeys(word for word in words if _UMLAUTS & set(word)), 4))[:200]


def rows_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the row's number in the file and its cells. A quotation mark that swallows rows is refused."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            check_row(number, cells)
            if any("\n" in cell or "\r" in cell for cell in cells):
                raise Unreadable(Refusal.OPEN_QUOTE, str(number))
            yield number, cells
    except csv.Error as error:
        refusal = Refusal.CELL_TOO_LONG if "field limit" in str(error) else Refusal.OPEN_QUOTE
        raise Unreadable(refusal, str(before + 1)) from error


def check_row(number: int, cells: list) -> None:
    """Refuse tables no statistics office would send."""
    if number > MAX_ROWS:
        raise Unreadable(Refusal.TOO_LONG, str(number))
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(Refusal.TOO_WIDE, str(number))
    if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells):
        raise Unreadable(Refusal.CELL_TOO_LONG, str(number))
