"""Calendar arithmetic that explains itself.

Two calendars: legal holidays of the Land (computed by a library) and office closures (data). A deadline (Frist) moves
off weekends and legal holidays (VwVfG § 31 with BGB §§ 187-193); an appointment (Termin) stays (VwVfG § 31 Abs. 5);
working days (Arbeitstage) also skip office closures; notice periods count backwards in full days.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Names of holidays by language of the interface, as the library calls its languages.
_LIBRARY_LANGUAGES = {"de": "de", "en": "en_US"}


@dataclass(frozen=True)
class Answer:
    """A computed day and, in words, every shift that led there."""

    day: date
    explanation: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(self.explanation)


@lru_cache(maxsize=64)
def _legal_holidays(land: str, language: str) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv=land, language=_LIBRARY_LANGUAGES.get(language, "de"))


@dataclass(frozen=True)
class Calendar:
    """The city's calendar: Land by ISO code, closures as day -> reason."""

    land: str
    closures: dict[date, str] = field(default_factory=dict)

    # --- what kind of day is it ---------------------------------------------------------------------

    def holiday_name(self, day: date) -> str:
        """Return the name of the legal holiday in the reader's language, or an empty string."""
        return _legal_holidays(self.land, (get_language() or "de")[:2]).get(day, "")

    def is_free_by_law(self, day: date) -> bool:
        """Tell whether a deadline cannot end on this day: Saturday, Sunday, legal holiday."""
        return day.weekday() >= SATURDAY or bool(self.holiday_name(day))

    def is_working_day(self, day: date) -> bool:
        """Tell whether the city's offices work on this day."""
        return not self.is_free_by_law(day) and day not in self.closures

    # --- deadlines and appointments -----------------------------------------------------------------

    def deadline(self, announced: date, *, days: int = 0, weeks: int = 0, months: int = 0) -> Answer:
        """Return the end of a legal period announced on a day.

        The day of announcement does not count (BGB § 187 Abs. 1); weeks end on the weekday of the same name, months on
        the day of the same number or the last of the month (§ 188); an end on a Saturday, Sunday or legal holiday
        moves to the next working day (§ 193, VwVfG § 31 Abs. 3). Office closures move nothing.
        """
        end = announced + relativedelta(months=months, weeks=weeks, days=days)
        return self._move(end, +1, self.is_free_by_law)

    def appointment(self, day: date) -> Answer:
        """Return the day itself: an appointment stays, also on a holiday (VwVfG § 31 Abs. 5)."""
        name = self.holiday_name(day)
        reason = (
            _("%(day)s is %(holiday)s; the appointment stays.") % {"day": _say(day), "holiday": name} if name else ""
        )
        return Answer(day, (reason,) if reason else ())

    # --- working days -------------------------------------------------------------------------------

    def next_working_day(self, day: date) -> Answer:
        """Return the day itself if the offices work, else the next one on which they do."""
        return self._move(day, +1, lambda each: not self.is_working_day(each))

    def working_days_after(self, day: date, count: int) -> Answer:
        """Return the `count`-th working day after a day that itself does not count."""
        return self._count(day, count, +1)

    def working_days_before(self, day: date, count: int) -> Answer:
        """Return the `count`-th working day before a day that itself does not count."""
        return self._count(day, count, -1)

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and including `last`; negative when `last` lies before."""
        if last < first:
            return -self.working_days_between(last, first)
        span = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=offset)) for offset in range(1, span + 1))

    # --- notice -------------------------------------------------------------------------------------

    def invite_by(self, meeting: date, full_days: int) -> Answer:
        """Return the last day on which an invitation keeps the notice period.

        Full days lie between the day of invitation and the day of the meeting; a day on which nothing is sent moves the
        invitation earlier, never later.
        """
        last = meeting - timedelta(days=full_days + 1)
        return self._move(last, -1, lambda each: not self.is_working_day(each))

    # --- inside -------------------------------------------------------------------------------------

    def _move(self, day: date, step: int, is_free: Callable[[date], bool]) -> Answer:
        """Walk off free days and say once per named day why."""
        reasons = []
        while is_free(day):
            reasons.append(self._why_free(day))
            day += step * ONE_DAY
        if reasons:
            reasons.append(_("Therefore %(day)s.") % {"day": f"{date_format(day, 'l')}, {_say(day)}"})
        return Answer(day, tuple(reasons))

    def _count(self, day: date, count: int, step: int) -> Answer:
        reasons = []
        while count:
            day += step * ONE_DAY
            if self.is_working_day(day):
                count -= 1
            elif day.weekday() < SATURDAY:
                reasons.append(self._why_free(day))
        return Answer(day, tuple(reasons))

    def _why_free(self, day: date) -> str:
        if name := self.holiday_name(day):
            return _("%(day)s is %(holiday)s.") % {"day": _say(day), "holiday": name}
        if day in self.closures:
            return _("The offices are closed on %(day)s (%(reason)s).") % {
                "day": _say(day),
                "reason": self.closures[day],
            }
        return _("%(day)s is a %(weekday)s.") % {"day": _say(day), "weekday": date_format(day, "l")}


def _german() -> bool:
    return (get_language() or "de").startswith("de")


def _say(day: date) -> str:
    """Write a day as people say it: "4. Juni"."""
    return date_format(day, "j. F" if _german() else "j F")
