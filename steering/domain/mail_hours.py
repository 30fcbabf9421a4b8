"""The hour at which a reminder's mail leaves: when the person wants it, within what the committee allows.

A reminder is due early in the morning of a working day, whoever it is for, and that does not wait. Its mail does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from core.dates import Calendar
from steering.models import Ladder, ReminderSettings
from steering.models.reminder_settings import WORKING_WEEK

# The longest row of days without a working day is a week between the years; this only ends the search.
MOST_DAYS = 60


@dataclass(frozen=True)
class Wish:
    """What somebody chose: hour, weekdays (Monday is 0). An inbox has chosen nothing and gets everything at once."""

    time_of_day: time = time.min
    weekdays: frozenset[int] = frozenset(WORKING_WEEK)


def wishes_of(users: Iterable[int]) -> dict[int, Wish]:
    """Return what these people have chosen, by the key of the account; who has chosen nothing is missing."""
    rows = ReminderSettings.objects.filter(user__in=users)
    return {row.user_id: Wish(row.time_of_day, frozenset(row.weekdays)) for row in rows}


def hour_of_mail(day: date, *, ladder: Ladder, wish: Wish, is_urgent: bool, calendar: Calendar) -> datetime:
    """Return when the mail of a reminder due on `day` is to leave; it depends on nothing else, so not on when one asks.

    What is urgent leaves as soon as the offices work, whatever was wished. Everything else waits for the chosen weekday,
    at most as many working days as the committee allows.
    """
    if is_urgent:
        return _at(calendar.next_working_day(day).day, ladder.earliest)
    hour = min(max(wish.time_of_day, ladder.earliest), ladder.latest)
    waited = 0
    for offset in range(MOST_DAYS):
        candidate = day + timedelta(days=offset)
        if not calendar.is_working_day(candidate):
            continue
        if candidate.weekday() in wish.weekdays or waited >= ladder.longest_wait:
            return _at(candidate, hour)
        waited += 1
    return _at(day, hour)


def offices_work(now: datetime, *, ladder: Ladder, calendar: Calendar) -> bool:
    """Tell whether mails may leave at this instant; what is late waits for the next hour in which they may."""
    local = timezone.localtime(now)
    return calendar.is_working_day(local.date()) and ladder.earliest <= local.time() <= ladder.latest


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))
