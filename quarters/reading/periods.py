"""Periods as files write them; each becomes its last day."""

import re
from calendar import monthrange
from datetime import date

from quarters.enums import Frequency

FIRST_YEAR, LAST_YEAR = 1900, 2100
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mär mrz mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dez dec"), 1
    )
    for name in names.split()
}


def read_period(raw: str | float | None, frequency: Frequency) -> date | None:
    """Return the last day of the period, or None when the text is none of this frequency.

    A full date is taken as it stands. A year alone is only a period of yearly figures; `2013/2014` is a school year,
    which in Nordrhein-Westfalen ends on 31 July.
    """
    text = str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw or "").strip()
    for pattern, make in _READERS[frequency] + _DATES:
        if match := pattern.fullmatch(text):
            return _valid(make(*match.groups()))
    return None


def _valid(parts: tuple[int, int, int]) -> date | None:
    year, month, day = parts
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    last = monthrange(year, month)[1]
    if day > last:
        return None
    return date(year, month, day or last)


def _school_year(first: str, second: str) -> tuple[int, int, int]:
    start = int(first)
    end = int(second) if len(second) == 4 else start // 100 * 100 + int(second)
    return (end, 7, 31) if end == start + 1 else (0, 0, 0)


def _quarter(number: str, year: str) -> tuple[int, int, int]:
    return int(year), 3 * int(_ROMAN.get(number, number)), 0


def _named_month(name: str, year: str) -> tuple[int, int, int]:
    return int(year), _MONTHS.get(name[:3].lower(), 0), 0


_YEAR = "([0-9]{4})"
_DATES = (
    (
        re.compile(rf"([0-9]{{1,2}})\.([0-9]{{1,2}})\.{_YEAR}"),
        lambda day, month, year: (int(year), int(month), int(day) or 99),
    ),
    (
        re.compile(rf"{_YEAR}-([0-9]{{2}})-([0-9]{{2}})"),
        lambda year, month, day: (int(year), int(month), int(day) or 99),
    ),
)
_READERS = {
    Frequency.YEAR: (
        (re.compile(_YEAR), lambda year: (int(year), 12, 31)),
        (re.compile(rf"{_YEAR}/([0-9]{{4}}|[0-9]{{2}})"), _school_year),
    ),
    Frequency.QUARTER: (
        (re.compile(rf"(I|II|III|IV)/{_YEAR}"), _quarter),
        (re.compile(rf"Q?([1-4])(?:/|\. Quartal ){_YEAR}"), _quarter),
        (re.compile(rf"{_YEAR}[- /]?Q([1-4])"), lambda year, number: _quarter(number, year)),
    ),
    Frequency.MONTH: (
        (re.compile(rf"([0-9]{{1,2}})/{_YEAR}"), lambda month, year: (int(year), int(month), 0)),
        (re.compile(rf"{_YEAR}-([0-9]{{2}})"), lambda year, month: (int(year), int(month), 0)),
        (re.compile(rf"([A-Za-zä]{{3,9}})\.? {_YEAR}"), _named_month),
    ),
}
