"""Meetings of different committees to which the same people are expected at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from steering.models import Committee, Meeting, Seat

ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Clash:
    """Another meeting at the same time, and how many people are expected at both."""

    meeting: Meeting
    people: int


def clashes(
    committee: Committee, *, held_on: date, starts_at: time, ends_at: time | None, but: Meeting | None = None
) -> list[Clash]:
    """Return the meetings of other committees at that time to which some of the same people are expected."""
    rows = Meeting.objects.taking_place().filter(held_on=held_on).exclude(committee=committee)
    wanted = _span(held_on, starts_at, ends_at)
    at_once = [
        row
        for row in rows.exclude(pk=but.pk if but else None).select_related("committee")
        if _meet(wanted, _span(row.held_on, row.starts_at, row.ends_at))
    ]
    people = _people_by_committee([committee.pk, *(row.committee_id for row in at_once)], held_on) if at_once else {}
    own = people.get(committee.pk, set())
    return [Clash(row, len(shared)) for row in at_once if (shared := own & people.get(row.committee_id, set()))]


def _span(day: date, begin: time, end: time | None) -> tuple[datetime, datetime]:
    start = datetime.combine(day, begin)
    return start, datetime.combine(day, end) if end else start + ONE_MINUTE


def _meet(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _people_by_committee(committees: Sequence[int], day: date) -> dict[int, set[int]]:
    seats = Seat.objects.valid_on(day).filter(committee__in=committees, person__isnull=False)
    found: dict[int, set[int]] = {}
    for committee, person in seats.values_list("committee", "person"):
        found.setdefault(committee, set()).add(person)
    return found
