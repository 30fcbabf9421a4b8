"""Due dates typed the way people speak."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.dates import Calendar
from steering.domain.spoken_dates import Moment, due_date_from

# Thursday, 21 May 2026
NOW = Moment(today=date(2026, 5, 21), calendar=Calendar("NW"), next_meeting=date(2026, 6, 17))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in 2 Wochen", date(2026, 6, 5)),  # 4 June is Corpus Christi
        ("zwei Wochen", date(2026, 6, 5)),
        ("innerhalb von 2 Wochen", date(2026, 6, 5)),
        ("in einem Monat", date(2026, 6, 22)),  # 21 June is a Sunday
        ("in 3 Tagen", date(2026, 5, 26)),  # Sunday, then Whit Monday
        ("5 Arbeitstage", date(2026, 5, 29)),  # Whit Monday does not count
        ("in 2 weeks", date(2026, 6, 5)),
        ("15.3.", date(2027, 3, 15)),
        ("bis 15.6.", date(2026, 6, 15)),
        ("15.6.2026", date(2026, 6, 15)),
        ("15.6.26", date(2026, 6, 15)),
        ("1. Juli", date(2026, 7, 1)),
        ("1 Dez 2026", date(2026, 12, 1)),
        ("3 March", date(2027, 3, 3)),
        ("2026-07-01", date(2026, 7, 1)),
        ("heute", date(2026, 5, 21)),
        ("morgen", date(2026, 5, 22)),
        ("Freitag", date(2026, 5, 22)),
        ("nächsten Donnerstag", date(2026, 5, 28)),
        ("nächste Sitzung", date(2026, 6, 17)),
        ("Monatsende", date(2026, 6, 1)),  # 31 May is a Sunday
    ],
)
def test_a_spoken_date_is_understood(text, day):
    assert due_date_from(text, NOW).day == day


def test_the_reason_for_a_moved_date_is_given():
    assert "Fronleichnam" in str(due_date_from("in 2 Wochen", NOW))


def test_a_day_that_was_named_stays_and_says_what_it_is():
    answer = due_date_from("4.6.", NOW)
    assert answer.day == date(2026, 6, 4)
    assert "Fronleichnam" in str(answer)


def test_a_weekend_that_was_named_stays_and_says_so():
    answer = due_date_from("7.6.", NOW)
    assert answer.day == date(2026, 6, 7)
    assert "Sonntag" in str(answer)


@pytest.mark.parametrize(
    "text",
    [
        "bald",
        "30.2.",
        "31.6.2026",
        "in vielen Wochen",
        "übernächsten Freitag",
        "20.5.2026",
        "15.3.2020",
        "0.0.",
        "15.13.",
        "Q3",
    ],
)
def test_what_cannot_be_meant_is_refused(text):
    with pytest.raises(ValidationError):
        due_date_from(text, NOW)


def test_the_next_meeting_must_be_planned():
    with pytest.raises(ValidationError):
        due_date_from("nächste Sitzung", Moment(today=NOW.today, calendar=NOW.calendar))
