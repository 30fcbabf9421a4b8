"""Every local date from 2024 to 2040, every step: exactly one due instant, at six in the morning of a working day."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection

from core.dates import Calendar
from steering.domain.ladder import day_of
from steering.models import LadderStep
from steering.models.reminders import DUE_HOUR, MorningOf

FIRST, LAST = date(2024, 1, 1), date(2040, 12, 31)
DATES = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]

INSTANTS = f"""
WITH days AS (SELECT day::date FROM generate_series(%s::date, %s::date, '1 day') day),
     due AS (SELECT day, {MorningOf.template.replace("%(expressions)s", "day")} AS at FROM days)
SELECT count(*), count(DISTINCT at),
       count(*) FILTER (WHERE (at AT TIME ZONE '{settings.TIME_ZONE}') = day + time '{DUE_HOUR}')
  FROM due
"""  # noqa: S608  (constants of the product)


@pytest.mark.django_db
def test_every_local_date_has_one_due_instant_at_the_same_local_hour():
    with connection.cursor() as cursor:
        cursor.execute(INSTANTS, [FIRST, LAST])
        assert cursor.fetchone() == (len(DATES), len(DATES), len(DATES))


@pytest.mark.django_db
def test_every_step_speaks_on_one_working_day_on_the_right_side_of_every_date():
    calendar = Calendar(land="NW", closures={date(2027, 12, 24): "Heiligabend"})
    working_days = sorted(set(LadderStep.objects.in_force().values_list("working_days", flat=True)))
    assert working_days == [-5, 0, 3, 5, 10, 20]
    for count in working_days:
        step = LadderStep(working_days=count)
        days = [day_of(step, each, calendar).day for each in DATES[:: 1 if count in (-5, 0, 3) else 7]]
        assert all(map(calendar.is_working_day, days))
        assert days == sorted(days)
    assert all(day_of(LadderStep(working_days=0), each, calendar).day <= each for each in DATES)
