"""The weekly overview for heads of unit: one mail each, on the first working day of the week."""

from datetime import date, datetime, timedelta

from django.db import transaction

from core import clock
from core.dates import Calendar
from core.identity import acting_as
from core.mail import UndeliverableError
from core.models import OutgoingMail, User
from core.queries.calendar import city_calendar
from steering import notifications
from steering.domain.mail_hours import Wish, hour_of_mail, wishes_of
from steering.models import Ladder
from steering.queries.weekly import heads, week_of

ONE_DAY = timedelta(days=1)
# Working days of a week on which its overview may still be written.
MOST_DAYS = 2


def write_weekly_overviews() -> int:
    """Write this week's overviews that are still missing, in office hours; return how many.

    The key of each mail names person and week, so whoever runs this how often changes nothing. A head to whom nothing
    can be said gets no mail. On the second working day what an outage has prevented is made good.
    """
    with acting_as(None, reason="weekly overview"):
        calendar, today = city_calendar(), clock.today()
        monday = monday_of(today)
        if not calendar.is_working_day(today) or calendar.working_days_between(monday - ONE_DAY, today) > MOST_DAYS:
            return 0
        return sum(_write(head, units, monday=monday, calendar=calendar) for head, units in heads(today).items())


def monday_of(day: date) -> date:
    """Return the Monday of a day's week, which names the week."""
    return day - timedelta(days=day.weekday())


def _write(head: User, units: set[int], *, monday: date, calendar: Calendar) -> int:
    today = clock.today()
    if OutgoingMail.objects.filter(key=notifications.key_of_week(head, monday)).exists():
        return 0
    week = week_of(units, today, calendar)
    if week.is_empty:
        return 0
    try:
        with transaction.atomic():
            mail = notifications.tell_week(head, week, monday=monday, not_before=_hour(head, today, calendar))
    except UndeliverableError:
        return 0
    return int(mail is not None)


def _hour(head: User, today: date, calendar: Calendar) -> datetime:
    """Return the hour the head has chosen, whatever the weekdays chosen for reminders."""
    wish = Wish(wishes_of([head.pk]).get(head.pk, Wish()).time_of_day)
    return hour_of_mail(today, ladder=Ladder.objects.default(), wish=wish, is_urgent=False, calendar=calendar)
