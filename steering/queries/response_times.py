"""How fast the city acts: median working days per lead unit between the stations of a measure.

"Schnelles Handeln" is the purpose of the committee, so it is measured: topic proposed, decided, acknowledged, first
status, reported done. A measure that has not reached a station does not count for it; the number beside each median
says how many did.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Min
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.dates import Calendar
from core.models import Organisation
from steering.models import Measure

STATIONS = (
    ("decision__agenda_item__topic__proposed_at", "ordered_at", _("topic to decision")),
    ("ordered_at", "acknowledged_at", _("decision to acknowledgement")),
    ("ordered_at", "first_status", _("decision to first status")),
    ("ordered_at", "reported_done_at", _("decision to done")),
    ("reported_done_at", "confirmed_at", _("done to confirmation")),
)


@dataclass(frozen=True)
class Median:
    """The median in working days, and of how many measures; no figure where none got there."""

    days: float | None
    count: int


@dataclass(frozen=True)
class UnitTimes:
    """One unit, or all of them together where `unit` is None."""

    unit: Organisation | None
    medians: tuple[Median, ...]

    @property
    def cells(self) -> list[dict[str, object]]:
        """The medians with the names of their columns."""
        return [{"label": label, "median": each} for label, each in zip(labels(), self.medians, strict=True)]


class WorkingDays:
    """Counts working days between many pairs of days, each day of the calendar looked at once."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        span = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        self.days = [day for day in span if calendar.is_working_day(day)]

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`; none where `end` is earlier."""
        return max(0, bisect_right(self.days, end) - bisect_right(self.days, start))


def response_times(user, since: date, today: date, calendar: Calendar) -> list[UnitTimes]:
    """Return the medians of the measures ordered since a day, all units first, then unit by unit. Two queries."""
    columns = dict.fromkeys(name for start, end, _label in STATIONS for name in (start, end))
    rows = (
        Measure.objects.visible_to(user)
        .filter(ordered_at__date__gte=since)
        .annotate(first_status=Min("status_reports__reported_at"))
        .values("lead_unit", *columns)
    )
    found = list(rows)
    counter = WorkingDays(calendar, _earliest(found, since), today)
    spans: dict[int | None, list[list[int]]] = defaultdict(lambda: [[] for _station in STATIONS])
    for row in found:
        everybody, own = spans[None], spans[row["lead_unit"]]
        for number, (start, end, _label) in enumerate(STATIONS):
            if row[start] and row[end]:
                days = counter.between(_day(row[start]), _day(row[end]))
                everybody[number].append(days)
                own[number].append(days)
    units = Organisation.objects.filter(pk__in=[key for key in spans if key])
    return [UnitTimes(unit, _medians(spans[unit.pk if unit else None])) for unit in (None, *units)] if found else []


def labels() -> tuple[str | Promise, ...]:
    """Return the names of the columns."""
    return tuple(label for _start, _end, label in STATIONS)


def _earliest(rows: Iterable[dict], since: date) -> date:
    starts = (_day(row[start]) for row in rows for start, _end, _label in STATIONS if row[start])
    return min(starts, default=since)


def _medians(spans: list[list[int]]) -> tuple[Median, ...]:
    return tuple(Median(median(days) if days else None, len(days)) for days in spans)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
