"""The worked cases for deadlines, working days and notice periods, and the eleven legal holidays of NRW."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.dates import Calendar
from core.models import OfficeClosure
from core.queries.calendar import city_calendar

NRW = Calendar("NW")
CLOSED_ON_CHRISTMAS_EVE = Calendar("NW", {date(2026, 12, 24): "Heiligabend"})
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


def test_two_weeks_that_end_on_corpus_christi_end_the_day_after():
    answer = NRW.deadline(date(2026, 5, 21), weeks=2)
    assert answer.day == date(2026, 6, 5)


def test_the_shift_is_explained_in_german():
    with translation.override("de"):
        answer = NRW.deadline(date(2026, 5, 21), weeks=2)
    assert str(answer) == "4. Juni ist Fronleichnam. Daher Freitag, 5. Juni."


def test_the_shift_is_explained_in_english():
    with translation.override("en"):
        answer = NRW.deadline(date(2026, 5, 21), weeks=2)
    assert str(answer) == "4 June is Corpus Christi. Therefore Friday, 5 June."


def test_one_month_from_30_january_ends_after_the_last_of_february():
    assert NRW.deadline(date(2026, 1, 30), months=1).day == date(2026, 3, 2)


def test_five_working_days_over_easter():
    assert NRW.working_days_after(date(2026, 4, 2), 5).day == date(2026, 4, 13)


def test_three_working_days_over_christmas():
    assert NRW.working_days_after(date(2026, 12, 23), 3).day == date(2026, 12, 29)


def test_three_working_days_over_christmas_with_christmas_eve_closed():
    assert CLOSED_ON_CHRISTMAS_EVE.working_days_after(date(2026, 12, 23), 3).day == date(2026, 12, 30)


def test_an_office_closure_does_not_move_a_legal_deadline():
    assert CLOSED_ON_CHRISTMAS_EVE.deadline(date(2026, 12, 10), weeks=2).day == date(2026, 12, 24)


def test_five_working_days_when_all_saints_is_a_sunday():
    assert NRW.working_days_after(date(2026, 10, 30), 5).day == date(2026, 11, 6)


def test_an_appointment_on_ascension_day_stays_and_says_so():
    with translation.override("de"):
        answer = NRW.appointment(date(2026, 5, 14))
    assert answer.day == date(2026, 5, 14)
    assert str(answer) == "14. Mai ist Christi Himmelfahrt; der Termin bleibt."


def test_eight_full_days_of_notice():
    assert NRW.invite_by(date(2026, 6, 17), 8).day == date(2026, 6, 8)


def test_a_notice_period_that_hits_a_holiday_moves_earlier():
    # Friday 12 June less eight full days is Wednesday 3 June; less seven it is Corpus Christi, so one day earlier.
    assert NRW.invite_by(date(2026, 6, 12), 7).day == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Karfreitag", date(2027, 3, 26)),
        ("Ostermontag", date(2027, 3, 29)),
        ("Christi Himmelfahrt", date(2027, 5, 6)),
        ("Pfingstmontag", date(2027, 5, 17)),
        ("Fronleichnam", date(2027, 5, 27)),
    ],
)
def test_movable_holidays_of_2027(name, day):
    with translation.override("de"):
        assert NRW.holiday_name(day) == name


@pytest.mark.parametrize("year", range(2024, 2041))
def test_the_library_knows_exactly_the_eleven_holidays_of_the_statute(year):
    sunday = easter(year)
    fixed = {date(year, *md) for md in ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))}
    movable = {sunday + timedelta(days=offset) for offset in (-2, 1, 39, 50, 60)}
    every_day = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    found = {day for day in every_day if day.year == year and NRW.holiday_name(day)}
    assert found == fixed | movable


@given(DAYS, st.integers(1, 60))
def test_counting_forward_and_back_agrees(day, count):
    end = NRW.working_days_after(day, count).day
    assert NRW.is_working_day(end)
    assert NRW.working_days_between(day, end) == count


@given(DAYS, st.integers(0, 30))
def test_a_notice_period_is_never_cut_short(meeting, full_days):
    invited = NRW.invite_by(meeting, full_days).day
    assert (meeting - invited).days - 1 >= full_days
    assert NRW.is_working_day(invited)


@given(DAYS, st.integers(1, 12))
def test_a_deadline_never_ends_on_a_free_day_nor_early(day, weeks):
    end = NRW.deadline(day, weeks=weeks).day
    assert not NRW.is_free_by_law(end)
    assert day + timedelta(weeks=weeks) <= end <= day + timedelta(weeks=weeks, days=5)


@pytest.mark.django_db
def test_the_city_calendar_knows_the_closures():
    OfficeClosure.objects.create(day=date(2026, 12, 24), name="Heiligabend")
    assert not city_calendar().is_working_day(date(2026, 12, 24))
