"""Who is there at a meeting, and whether the committee can decide."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from steering.enums import VOTING_ROLES, MeetingState, QuorumRule
from steering.enums_log import AttendeeKind
from steering.models import Attendance, AttendanceSpan, Invitation, Meeting, Seat
from steering.queries.times_in_words import times_in_words

# VwVfG § 90 Abs. 1: more than half of those entitled to vote, and at least three.
LEAST = 3


@dataclass(frozen=True)
class Place:
    """One seat, guest or expert with what is known about them."""

    seat: Seat | None
    attendance: Attendance | None
    answer: Invitation | None = None
    spans: tuple[AttendanceSpan, ...] = ()

    @property
    def state(self) -> str:
        """Present, excused, absent; empty as long as nothing was said."""
        return self.attendance.state if self.attendance else ""

    @property
    def holder(self) -> str:
        """Who holds the place: the person of that day, or the guest."""
        if self.seat is None:
            return self.attendance.name if self.attendance else ""
        person = self.attendance.person if self.attendance else self.seat.person
        return person.name if person else ""

    @property
    def body(self) -> str:
        """For whom they speak."""
        if self.seat is None:
            return self.attendance.body if self.attendance else ""
        return str(self.seat.organisation)

    @property
    def substitute(self) -> str:
        """Who stands in for the holder."""
        if self.seat is None or self.attendance is None:
            return ""
        return self.attendance.substitute.name if self.attendance.substitute else self.attendance.name

    @property
    def has_vote(self) -> bool:
        """Tell whether the place counts for the quorum: a voting seat with somebody in it."""
        if self.seat is None or self.seat.is_advisory or self.seat.role not in VOTING_ROLES:
            return False
        return bool(self.attendance and self.attendance.person_id) or not self.seat.is_vacant

    def is_there(self, at: datetime | None) -> bool:
        """Tell whether somebody is there at an instant, or at any time if none is given."""
        return any(
            at is None
            or ((span.arrived_at is None or span.arrived_at <= at) and (span.left_at is None or at < span.left_at))
            for span in self.spans
        )

    @property
    def times(self) -> str:
        """From when to when they were there; empty from the start to the end."""
        return times_in_words((span.arrived_at, span.left_at) for span in self.spans)

    @property
    def key(self) -> str:
        """Tell this place from all others on a page."""
        return f"seat-{self.seat.pk}" if self.seat else f"guest-{self.attendance.pk if self.attendance else 0}"

    @property
    def can_leave(self) -> bool:
        """Tell whether somebody is there with an open end."""
        return any(span.left_at is None for span in self.spans)


@dataclass(frozen=True)
class Quorum:
    """Whether the committee can decide, and by which numbers."""

    applies: bool
    voting: int
    present: int

    @property
    def needed(self) -> int:
        """The number of voting members that must be present."""
        return max(self.voting // 2 + 1, LEAST)

    @property
    def is_reached(self) -> bool:
        """Tell whether enough are present."""
        return self.present >= self.needed


@dataclass(frozen=True)
class AttendanceList:
    """Everybody at a meeting, in the order of the list of those present."""

    meeting: Meeting
    members: tuple[Place, ...]
    guests: tuple[Place, ...] = field(default=())

    @property
    def is_kept(self) -> bool:
        """Tell whether anybody has been marked."""
        return any(place.attendance for place in (*self.members, *self.guests))

    def present(self, at: datetime | None) -> int:
        """Return how many members are there, with or without a vote."""
        return sum(place.is_there(at) for place in self.members)

    def quorum(self, at: datetime | None) -> Quorum:
        """Work out the quorum for an instant; without one, from everybody who was there at any time."""
        voting = [place for place in self.members if place.has_vote]
        return Quorum(
            applies=self.meeting.committee.quorum_rule == QuorumRule.MAJORITY,
            voting=len(voting),
            present=sum(place.is_there(at) for place in voting),
        )


def seats_of(meeting: Meeting) -> QuerySet[Seat]:
    """Return the seats that existed on the day of the meeting, chair first."""
    seats = Seat.objects.filter(committee=meeting.committee_id).valid_on(day_of(meeting))
    return seats.select_related("organisation", "person").order_by("role", "organisation__name", "pk")


def attendance_list(meeting: Meeting) -> AttendanceList:
    """Return everybody at a meeting: every seat of that day, vacant ones last; guests and experts. Four queries."""
    rows = list(
        Attendance.objects.filter(meeting=meeting)
        .select_related("person", "substitute", "seat__organisation", "seat__person")
        .prefetch_related("spans")
        .order_by("pk")
    )
    by_seat = {row.seat_id: row for row in rows if row.seat_id}
    answers = _answers(meeting)
    seats = {seat.pk: seat for seat in seats_of(meeting)} | {pk: row.seat for pk, row in by_seat.items() if row.seat}
    members = [_place(seat, by_seat.get(pk), answers.get(pk)) for pk, seat in seats.items()]
    return AttendanceList(
        meeting,
        tuple(sorted(members, key=lambda place: not place.holder)),
        tuple(_place(None, row) for row in rows if row.kind != AttendeeKind.MEMBER),
    )


def instant_of(meeting: Meeting, now: datetime) -> datetime | None:
    """Return the instant a count is for: now while the meeting runs; afterwards none, so that everybody counts."""
    return now if meeting.state == MeetingState.RUNNING else None


def day_of(meeting: Meeting) -> date:
    """Return the day whose seats count: the day the meeting began, or the one it is planned for."""
    return timezone.localdate(meeting.started_at) if meeting.started_at else meeting.held_on


def _answers(meeting: Meeting) -> dict[int | None, Invitation]:
    rows = Invitation.objects.live().filter(meeting=meeting, seat__isnull=False, stands_in_for__isnull=True)
    return {row.seat_id: row for row in rows}


def _place(seat: Seat | None, row: Attendance | None, answer: Invitation | None = None) -> Place:
    return Place(seat, row, answer, tuple(row.spans.all()) if row else ())
