"""Periods become their last day; what is no period of the frequency is refused."""

from datetime import date

import pytest

from quarters.enums import Frequency
from quarters.queries.figures import year_before
from quarters.reading.periods import read_period

YEAR, QUARTER, MONTH = Frequency.YEAR, Frequency.QUARTER, Frequency.MONTH


@pytest.mark.parametrize(
    ("text", "frequency", "day"),
    [
        ("2012", YEAR, date(2012, 12, 31)),
        (2012.0, YEAR, date(2012, 12, 31)),
        ("2013/2014", YEAR, date(2014, 7, 31)),
        ("2013/14", YEAR, date(2014, 7, 31)),
        ("31.12.2012", YEAR, date(2012, 12, 31)),
        ("30.6.2019", YEAR, date(2019, 6, 30)),
        ("2012-02-29", YEAR, date(2012, 2, 29)),
        ("III/2014", QUARTER, date(2014, 9, 30)),
        ("Q1/2014", QUARTER, date(2014, 3, 31)),
        ("2014-Q4", QUARTER, date(2014, 12, 31)),
        ("2. Quartal 2015", QUARTER, date(2015, 6, 30)),
        ("Dez 2013", MONTH, date(2013, 12, 31)),
        ("März 2014", MONTH, date(2014, 3, 31)),
        ("02/2012", MONTH, date(2012, 2, 29)),
    ],
)
def test_a_period_becomes_its_last_day(text, frequency, day):
    assert read_period(text, frequency) == day


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2012", QUARTER), ("V/2014", QUARTER), ("Q5/2014", QUARTER), ("13/2014", MONTH), ("Foo 2014", MONTH),
        ("2013/2015", YEAR), ("0001", YEAR), ("9999", YEAR), ("31.02.2012", YEAR), ("0.1.2012", YEAR),
        ("2012-00-10", YEAR), ("", YEAR), (None, YEAR), ("٢٠١٢", YEAR),
    ],
)  # fmt: skip
def test_anything_else_is_no_period(text, frequency):
    assert read_period(text, frequency) is None


def test_the_year_before_ends_on_the_last_of_february():
    assert year_before(date(2013, 2, 28)) == date(2012, 2, 29)
    assert year_before(date(2012, 2, 29)) == date(2011, 2, 28)
    assert year_before(date(2015, 9, 30)) == date(2014, 9, 30)
