"""The database's own functions, as Django expressions."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import DateField, DateTimeField, Func


class AppNow(Func):
    """The instant by the database clock, plus the offset of a demo installation."""

    function = "app_now"
    output_field = DateTimeField()
    arity = 0


class AppToday(Func):
    """The city's local date by the database clock."""

    function = "app_today"
    output_field = DateField()
    arity = 0


class DaySpan(Func):
    """The days from/to, both included, as a range; an open end reaches for ever."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = DateRangeField()
    arity = 2
