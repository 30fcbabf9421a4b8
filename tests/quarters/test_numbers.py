"""Numbers are read by the declared format, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarters.enums import NumberFormat, Problem, Status
from quarters.reading.numbers import read_figure
from tests.quarters.builders import DESTATIS

GERMAN, POINT, POINT_DECIMALS = NumberFormat.GERMAN, NumberFormat.POINT, NumberFormat.POINT_DECIMALS


@pytest.mark.parametrize(
    ("raw", "number_format", "value"),
    [
        ("1.234", GERMAN, "1234"),
        ("1.234,50", GERMAN, "1234.5"),
        ("1234", GERMAN, "1234"),
        ("-35", GERMAN, "-35"),
        ("-  23", GERMAN, "-23"),
        ("\u221223", GERMAN, "-23"),
        ("1\u202f234", GERMAN, "1234"),
        ("\u00a0 12 ", GERMAN, "12"),
        ("1'234", GERMAN, "1234"),
        ("007", GERMAN, "7"),
        ("1023101.0", POINT, "1023101"),
        ("0.235", POINT, "0.235"),
        ("12.5", POINT, "12.5"),
        ("1.234", POINT_DECIMALS, "1.234"),
        (12.5, GERMAN, "12.5"),
        (1234, POINT, "1234"),
    ],
)
def test_a_number_of_the_declared_format_is_read(raw, number_format, value):
    reading = read_figure(raw, number_format, DESTATIS)
    assert (reading.value, reading.status, reading.problem) == (Decimal(value), Status.VALUE, Problem.NONE)


@pytest.mark.parametrize(
    ("raw", "number_format"),
    [("1.23", GERMAN), ("12.5", GERMAN), ("1.234", POINT), ("1,234", POINT), ("1.234.5", GERMAN), ("1,2,3", GERMAN)],
)
def test_what_can_be_read_in_two_ways_is_refused(raw, number_format):
    assert read_figure(raw, number_format, DESTATIS).problem == Problem.NUMBER_AMBIGUOUS


@pytest.mark.parametrize("raw", ["٣٤", "１２", "1_000", "nan", "inf", "1e5", "abc", "(12", "12)", "=1+1", "--5", "½"])
def test_what_is_no_number_is_refused(raw):
    assert read_figure(raw, GERMAN, DESTATIS).problem == Problem.NUMBER_UNREADABLE


@pytest.mark.parametrize("raw", ["1" * 17, "1" * 900, "0,123456789", 1e300])
def test_more_digits_than_are_kept_are_refused(raw):
    assert read_figure(raw, GERMAN, DESTATIS).problem == Problem.NUMBER_TOO_LARGE


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("-", Status.ZERO),
        ("0", Status.ZERO),
        ("0,0", Status.ZERO),
        (".", Status.UNKNOWN),
        ("", Status.UNKNOWN),
        (None, Status.UNKNOWN),
        ("...", Status.LATER),
        ("/", Status.UNRELIABLE),
        ("x", Status.NOT_APPLICABLE),
        ("*", Status.SUPPRESSED_SOURCE),
    ],
)
def test_symbols_keep_zero_missing_and_secret_apart(raw, status):
    reading = read_figure(raw, GERMAN, DESTATIS)
    assert (reading.status, reading.value) == (status, Decimal(0) if status == Status.ZERO else None)


def test_a_symbol_means_what_its_source_says():
    assert read_figure("0", GERMAN, {"0": "below_half_unit"}).status == Status.BELOW_HALF_UNIT
    assert read_figure("g", GERMAN, {"g": "suppressed_source"}).status == Status.SUPPRESSED_SOURCE
    assert read_figure("g", GERMAN, {}).problem == Problem.NUMBER_UNREADABLE


@pytest.mark.parametrize(("raw", "flags"), [("12 p", "p"), ("12r", "r"), ("(12)", "l"), ("12 sp", "ps"), ("12", "")])
def test_remarks_of_the_office_are_kept(raw, flags):
    reading = read_figure(raw, GERMAN, DESTATIS)
    assert (reading.value, reading.flags) == (Decimal(12), flags)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_a_written_number_is_read_as_itself(number):
    german = f"{number:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert read_figure(german, GERMAN, {}).value == number
    assert read_figure(f"{number:.2f}", POINT, {}).value == number


@given(st.text(max_size=30))
def test_any_text_is_a_figure_a_reason_or_a_problem(text):
    reading = read_figure(text, GERMAN, DESTATIS)
    assert bool(reading.problem) != bool(reading.status)
    assert (reading.value is not None) == (reading.status in {Status.VALUE, Status.ZERO})
