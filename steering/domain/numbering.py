"""Public numbers of an agenda: sections A, B, C; items 1, 2, 3 through all sections; sub-items 3.1, 3.1.1.

Pure functions over plain rows. Two kinds of rows never share a number, so a number names one line.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Line:
    """One line of an agenda: its key, the key of the line it belongs to, and whether it is the heading of a section."""

    key: int
    parent: int | None = None
    is_section: bool = False


def letter(number: int) -> str:
    """Return the letters of a section: A to Z, then AA."""
    rest, last = divmod(number - 1, len(LETTERS))
    return (letter(rest) if rest else "") + LETTERS[last]


def numbered(lines: Iterable[Line]) -> dict[int, str]:
    """Return the public number of each line, by its key. Parents stand before their children."""
    labels: dict[int, str] = {}
    sections: set[int] = set()
    counts: Counter[str] = Counter()
    for line in lines:
        above = "" if line.parent is None or line.parent in sections else f"{labels[line.parent]}."
        series = "section" if line.is_section else above
        counts[series] += 1
        if line.is_section:
            sections.add(line.key)
        labels[line.key] = letter(counts[series]) if line.is_section else f"{above}{counts[series]}"
    return labels


def next_label(taken: Iterable[str], *, above: str = "", is_section: bool = False) -> str:
    """Return the number of a line added once the numbers are fixed: the first after all those of its kind.

    `above` is the number of the item it belongs to, empty for an item of the agenda itself.
    """
    if is_section:
        used = {label for label in taken if label.isalpha()}
        return next(letter(n) for n in range(1, len(used) + 2) if letter(n) not in used)
    start = f"{above}." if above else ""
    own = (label.removeprefix(start) for label in taken if label.startswith(start))
    return f"{start}{max((int(number) for number in own if number.isdecimal()), default=0) + 1}"
