"""Numbers as German statistics offices write them. The format is declared by the profile, never guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from quarters.enums import Flag, NumberFormat, Problem, Status

INTEGER_DIGITS, DECIMAL_DIGITS = 16, 8
# NBSP, narrow NBSP, thin space: padding and thousands separators of office programs.
_SPACES = "\u00a0\u202f\u2009"
_SPACE = rf"[ {_SPACES}]"
# ASCII digits on purpose: Python would also take Arabic ones, and people would not see it.
_SIGN = rf"(?P<sign>[-+\u2212]?){_SPACE}*"
_PATTERNS = {
    NumberFormat.GERMAN: rf"(?P<whole>[0-9]+|[0-9]{{1,3}}(?:[.'’ {_SPACES}][0-9]{{3}})+)(?:,(?P<part>[0-9]+))?",
    NumberFormat.POINT: rf"(?P<whole>[0-9]+|[0-9]{{1,3}}(?:['’ {_SPACES}][0-9]{{3}})+)(?:\.(?P<part>[0-9]+))?",
}
_PATTERNS[NumberFormat.POINT_DECIMALS] = _PATTERNS[NumberFormat.POINT]
_NUMBERS = {each: re.compile(_SIGN + pattern) for each, pattern in _PATTERNS.items()}
# Looks like a number of the other convention.
_FOREIGN = re.compile(rf"{_SIGN}[0-9][0-9.,'’ {_SPACES}]*")
# 1.234 with a decimal point may be a count with a thousands dot.
_UNDECIDABLE = re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}}\.[0-9]{{3}}")
_DECORATED = re.compile(rf"(?P<open>\(?)(?P<number>.*?)(?P<close>\)?){_SPACE}*(?P<flags>[prs]*)")


@dataclass(frozen=True)
class Reading:
    """What a cell says: a figure, a reason why there is none, or a problem."""

    value: Decimal | None = None
    status: Status | str = ""
    flags: str = ""
    problem: Problem = Problem.NONE


def read_figure(raw: str | float | None, number_format: NumberFormat, symbols: dict[str, str]) -> Reading:
    """Read one cell. Numbers of a workbook come as numbers; everything else as text."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _figure(Decimal(repr(raw)), "")
    text = str(raw if raw is not None else "").strip().strip(_SPACES)
    if text in symbols:
        return _symbol(Status(symbols[text]))
    if not text:
        return Reading(status=Status.UNKNOWN)
    decorated = _DECORATED.fullmatch(text)
    if decorated is None or bool(decorated["open"]) != bool(decorated["close"]):
        return Reading(problem=Problem.NUMBER_UNREADABLE)
    flags = "".join(flag for flag in Flag.values if flag in decorated["flags"]) + (
        Flag.LIMITED.value if decorated["open"] else ""
    )
    return _plain(decorated["number"].strip(), number_format, flags)


def _plain(text: str, number_format: NumberFormat, flags: str) -> Reading:
    match = _NUMBERS[number_format].fullmatch(text)
    if match is None:
        foreign = _FOREIGN.fullmatch(text)
        return Reading(problem=Problem.NUMBER_AMBIGUOUS if foreign else Problem.NUMBER_UNREADABLE)
    if number_format == NumberFormat.POINT and _UNDECIDABLE.fullmatch(text):
        return Reading(problem=Problem.NUMBER_AMBIGUOUS)
    whole = re.sub(r"[^0-9]", "", match["whole"]).lstrip("0") or "0"
    part = (match["part"] or "").rstrip("0")
    if len(whole) > INTEGER_DIGITS or len(part) > DECIMAL_DIGITS:
        return Reading(problem=Problem.NUMBER_TOO_LARGE)
    sign = "-" if match["sign"] in {"-", "\u2212"} else ""
    return _figure(Decimal(f"{sign}{whole}.{part or 0}"), flags)


def _figure(value: Decimal, flags: str) -> Reading:
    if not value.is_finite() or value.adjusted() >= INTEGER_DIGITS:
        return Reading(problem=Problem.NUMBER_TOO_LARGE)
    value = round(value, DECIMAL_DIGITS)
    if value == 0:
        return Reading(value=Decimal(0), status=Status.ZERO, flags=flags)
    return Reading(value=value, status=Status.VALUE, flags=flags)


def _symbol(status: Status) -> Reading:
    return Reading(value=Decimal(0) if status == Status.ZERO else None, status=status)
