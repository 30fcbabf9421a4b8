"""On which days a series meets: a recurrence rule (RFC 5545), less the days on which the offices are closed."""

from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import Calendar
from steering.enums_agenda import Rhythm

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
# A weekly meeting for three years; nobody plans further.
MOST = 160


@dataclass(frozen=True)
class Occurrence:
    """One day the rule names; `skipped` says in words why no meeting is planned on it, empty when one is."""

    day: date
    skipped: str = ""


def rule_text(*, rhythm: str, interval: int, weekday: int, ordinal: int = 1) -> str:
    """Return the rule: every n weeks on a weekday (0 is Monday), or every n months on its n-th or last (-1) one."""
    day = WEEKDAYS[weekday]
    if rhythm == Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={day}"
    return f"FREQ=MONTHLY;INTERVAL={interval};BYDAY={ordinal}{day}"


def rule_in_words(rule: str) -> str:
    """Say a rule the way people do."""
    parts = dict(part.split("=") for part in rule.split(";"))
    interval, code = int(parts["INTERVAL"]), parts["BYDAY"]
    weekday = _weekday_names()[WEEKDAYS.index(code[-2:])]
    if parts["FREQ"] == "WEEKLY":
        words = ngettext("every week on %(weekday)s", "every %(n)s weeks on %(weekday)s", interval)
        return words % {"n": interval, "weekday": weekday}
    words = ngettext(
        "every month on the %(which)s %(weekday)s", "every %(n)s months on the %(which)s %(weekday)s", interval
    )
    return words % {"n": interval, "which": _ordinal_names()[int(code[:-2])], "weekday": weekday}


def occurrences(rule: str, *, starts_on: date, ends_on: date, calendar: Calendar) -> list[Occurrence]:
    """Return the days of a rule from one day to another, both included; a closed day is named with its reason."""
    days = rrulestr(rule, dtstart=datetime.combine(starts_on, time()))
    found: list[Occurrence] = []
    for moment in days:
        if moment.date() > ends_on or len(found) >= MOST:
            break
        found.append(_occurrence(moment.date(), calendar))
    return found


def _occurrence(day: date, calendar: Calendar) -> Occurrence:
    closed = not calendar.is_working_day(day)
    return Occurrence(day, calendar.next_working_day(day).explanation[0] if closed else "")


def _weekday_names() -> tuple[str, ...]:
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def _ordinal_names() -> dict[int, str]:
    return {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST: _("last")}
