"""Response times: medians in working days, counted against the calendar itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import clock
from core.dates import Calendar
from core.enums import Role
from core.queries.calendar import city_calendar
from steering.models import Measure
from steering.queries.response_times import WorkingDays, response_times
from tests.factories import OrganisationFactory
from tests.people import person
from tests.steering.measure_builders import ordered

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
CALENDAR = Calendar("NW", {date(2026, 12, 24): "Heiligabend"})
COUNTER = WorkingDays(CALENDAR, FIRST, LAST)


@settings(max_examples=60, deadline=None, database=None)
@given(st.dates(FIRST, LAST), st.integers(0, 120))
def test_counting_from_a_table_is_counting_day_by_day(start, days):
    end = min(start + timedelta(days=days), LAST)
    assert COUNTER.between(start, end) == CALENDAR.working_days_between(start, end)


@pytest.mark.django_db
def test_the_median_is_of_the_measures_that_got_there():
    office, unit = person(Role.COMMITTEE_OFFICE), OrganisationFactory()
    rows = [ordered(lead_unit=unit) for _each in range(3)]
    ordered()
    begin = clock.now() - timedelta(days=60)
    Measure.objects.update(ordered_at=begin)
    for row, days in zip(rows[:2], (14, 28), strict=True):
        Measure.objects.filter(pk=row.pk).update(acknowledged_at=begin + timedelta(days=days))
    everybody, own, other = sorted(
        response_times(office, clock.today() - timedelta(days=90), clock.today(), city_calendar()),
        key=lambda times: (times.unit is not None, times.unit != unit),
    )
    expected = [
        city_calendar().working_days_between(begin.date(), (begin + timedelta(days=days)).date()) for days in (14, 28)
    ]
    assert own.medians[1].count == everybody.medians[1].count == 2
    assert own.medians[1].days == sum(expected) / 2
    assert (other.medians[1].days, other.medians[1].count) == (None, 0)
