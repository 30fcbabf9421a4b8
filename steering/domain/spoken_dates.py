"""Due dates typed the way people speak, with the reason for the day that comes out.

Periods ("in 2 Wochen") are legal periods and move off weekends and holidays; a day that somebody names stays.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.dates import Answer, Calendar

_WORDS = {"ein": 1, "eine": 1, "einem": 1, "einer": 1, "a": 1, "one": 1, "zwei": 2, "two": 2, "drei": 3, "three": 3,
          "vier": 4, "four": 4, "fünf": 5, "five": 5, "sechs": 6, "six": 6}  # fmt: skip
_PERIOD = re.compile(
    r"(?:in|innerhalb von|binnen|within)?\s*(?P<count>\d{1,3}|[a-zäöüß]+)\s+"
    r"(?:(?P<working>arbeitstag|werktag|working day)|(?P<day>tag|day)|(?P<week>woche|week)|(?P<month>monat|month))[a-z]*"
)
_NUMERIC = re.compile(r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.?\s*(?P<year>\d{4}|\d{2})?")
_NAMED = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<name>[a-zäöü]{3,9})\.?\s*(?P<year>\d{4})?")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_NEAR_WORDS = {"heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2}
_WEEKDAYS = ("montag monday", "dienstag tuesday", "mittwoch wednesday", "donnerstag thursday", "freitag friday",
             "samstag saturday", "sonntag sunday")  # fmt: skip
_NEXT_MEETING = {"nächste sitzung", "nächsten sitzung", "zur nächsten sitzung", "next meeting"}
_MONTH_END = {"monatsende", "ende des monats", "end of month", "end of the month"}


@dataclass(frozen=True)
class Moment:
    """What a typed date is counted from."""

    today: date
    calendar: Calendar
    next_meeting: date | None = None


def due_date_from(text: str, moment: Moment) -> Answer:
    """Return the day a person means, and why it is that day.

    Raises ValidationError for what cannot be understood, a day that does not exist, and a day in the past.
    """
    words = (
        " ".join(text.lower().replace(",", " ").split()).removeprefix("bis ").removeprefix("by ").removeprefix("am ")
    )
    for reader in _READERS:
        if (answer := reader(words, moment)) is not None:
            if answer.day < moment.today:
                raise ValidationError(
                    _("%(day)s lies in the past. Please give a later date.") % {"day": _short(answer.day)}
                )
            return answer
    raise ValidationError(
        _('"%(text)s" cannot be read as a date. For example: in 2 weeks, 15.3., next meeting.') % {"text": text[:60]}
    )


def _near(words: str, moment: Moment) -> Answer | None:
    if words in _NEAR_WORDS:
        return _stays(moment.today + timedelta(days=_NEAR_WORDS[words]), moment)
    for number, names in enumerate(_WEEKDAYS):
        if words.removeprefix("nächsten ").removeprefix("kommenden ").removeprefix("next ") in names.split(" "):
            ahead = (number - moment.today.weekday()) % 7 or 7
            return _stays(moment.today + timedelta(days=ahead), moment)
    return None


def _meeting(words: str, moment: Moment) -> Answer | None:
    if words not in _NEXT_MEETING:
        return None
    if moment.next_meeting is None:
        raise ValidationError(_("No further meeting is planned yet. Please give a date."))
    return Answer(moment.next_meeting, (_("That is the next meeting."),))


def _period(words: str, moment: Moment) -> Answer | None:
    if (match := _PERIOD.fullmatch(words)) is None:
        return None
    count = int(match["count"]) if match["count"].isascii() and match["count"].isdigit() else _WORDS.get(match["count"])
    if count is None:
        return None
    if match["working"]:
        return moment.calendar.working_days_after(moment.today, count)
    unit = "days" if match["day"] else "weeks" if match["week"] else "months"
    return moment.calendar.deadline(moment.today, **{unit: count})


def _month_end(words: str, moment: Moment) -> Answer | None:
    if words not in _MONTH_END:
        return None
    first_of_next = (moment.today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return moment.calendar.deadline(first_of_next - timedelta(days=1))


def _dated(words: str, moment: Moment) -> Answer | None:
    for pattern in (_ISO, _NUMERIC, _NAMED):
        if match := pattern.fullmatch(words):
            parts = match.groupdict()
            month = int(parts["month"]) if "month" in parts else _month_number(parts["name"])
            return None if month is None else _stays(_day(parts, month, moment.today), moment)
    return None


def _day(parts: dict[str, str], month: int, today: date) -> date:
    """Return the day; without a year it is the next one that comes."""
    try:
        if parts["year"]:
            year = int(parts["year"])
            return date(year + 2000 if year < 100 else year, month, int(parts["day"]))
        this_year = date(today.year, month, int(parts["day"]))
        return this_year if this_year >= today else date(today.year + 1, month, int(parts["day"]))
    except ValueError as error:
        raise ValidationError(_("This day does not exist. Please check it.")) from error


def _month_number(name: str) -> int | None:
    """Read the name of a month, or at least its first three letters, in German and English."""
    for language in ("de", "en"):
        with override(language):
            for number, full in MONTHS.items():
                if str(full).lower().startswith(name):
                    return number
    return None


def _stays(day: date, moment: Moment) -> Answer:
    """A day that was named stays, also on a weekend; say so."""
    answer = moment.calendar.appointment(day)
    if answer.explanation or not moment.calendar.is_free_by_law(day):
        return answer
    weekday = date_format(day, "l")
    return Answer(day, (_("%(day)s is a %(weekday)s.") % {"day": _short(day), "weekday": weekday},))


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


_READERS: tuple[Callable[[str, Moment], Answer | None], ...] = (_near, _meeting, _period, _month_end, _dated)
