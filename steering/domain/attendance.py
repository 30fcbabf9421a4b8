"""Who is there: one act per person, with times where somebody comes later or leaves earlier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import User
from steering.enums import Response
from steering.enums_log import AttendanceState, AttendeeKind
from steering.models import Attendance, AttendanceSpan, Interruption, Invitation, Meeting, Seat
from steering.queries.attendance import seats_of
from steering.queries.times_in_words import Times
from steering.rules import LOGGABLE

ALWAYS = (None, None)


@dataclass(frozen=True)
class Presence:
    """Everything about one seat at one meeting, as a form hands it over."""

    state: str
    times: tuple[Times, ...] = (ALWAYS,)
    substitute: User | None = None
    name: str = ""


@transaction.atomic
def mark_attendance(meeting: Meeting, seat: Seat, *, state: str) -> Attendance:
    """Say whether a seat is present (from the start), excused or absent. Saying it again changes nothing."""
    row = _row_of(_locked(meeting), seat)
    if row.pk and row.state == state:
        return row
    return _set(row, Presence(state))


@transaction.atomic
def set_presence(meeting: Meeting, seat: Seat, *, presence: Presence) -> Attendance:
    """Write down everything about one seat: state, times, and who stands in for its holder.

    Raises ValidationError for times that overlap, and for a substitute of somebody who is not represented.
    """
    return _set(_row_of(_locked(meeting), seat), presence)


@transaction.atomic
def note_arrival(meeting: Meeting, seat: Seat) -> Attendance:
    """Somebody comes in now. Raises ValidationError if they are there already."""
    row = _row_of(_locked(meeting), seat)
    if row.pk is None or row.state != AttendanceState.PRESENT:
        return _set(row, Presence(AttendanceState.PRESENT, times=((clock.now(), None),)))
    if row.spans.filter(left_at__isnull=True).exists():
        raise ValidationError(_("This seat is present already."))
    AttendanceSpan.objects.create(attendance=row, arrived_at=clock.now())
    return row


@transaction.atomic
def note_departure(attendance: Attendance) -> Attendance:
    """Somebody leaves now. Raises ValidationError if they are not there."""
    _locked(attendance.meeting)
    if not attendance.spans.filter(left_at__isnull=True).update(left_at=clock.now()):
        raise ValidationError(_("This person is not present at the moment."))
    return attendance


@transaction.atomic
def forget_attendance(attendance: Attendance) -> None:
    """Take back what was said about a seat or a guest."""
    _locked(attendance.meeting)
    attendance.delete()


@transaction.atomic
def welcome(meeting: Meeting, *, name: str, body: str, kind: str, times: tuple[Times, ...] = (ALWAYS,)) -> Attendance:
    """Write down a guest or an expert. Raises ValidationError without a name."""
    row = Attendance(meeting=_locked(meeting), kind=kind, name=name.strip(), body=body.strip())
    return _set(row, Presence(AttendanceState.PRESENT, times=times, name=name.strip()))


@transaction.atomic
def take_over_answers(meeting: Meeting) -> int:
    """Mark the seats nobody has said anything about, as their holders answered the invitation; return how many.

    Whoever announced somebody else is marked as represented by them. Whoever did not answer stays open.
    """
    _locked(meeting)
    known = Attendance.objects.filter(meeting=meeting, seat__isnull=False).values("seat")
    answers = Invitation.objects.live().filter(meeting=meeting, seat__isnull=False, stands_in_for__isnull=True)
    taken = 0
    for answer in answers.exclude(seat__in=known).exclude(response="").select_related("seat").order_by("pk"):
        _set(_row_of(meeting, answer.seat), _announced(answer))
        taken += 1
    return taken


@transaction.atomic
def mark_the_rest(meeting: Meeting, *, state: str) -> int:
    """Mark all seats nobody has said anything about; return how many."""
    row = _locked(meeting)
    known = Attendance.objects.filter(meeting=meeting, seat__isnull=False).values("seat")
    rest = [seat for seat in seats_of(row).exclude(pk__in=known) if not seat.is_vacant]
    for seat in rest:
        _set(_row_of(row, seat), Presence(state))
    return len(rest)


@transaction.atomic
def interrupt(meeting: Meeting) -> Interruption:
    """The meeting is interrupted now. Raises ValidationError if it is already."""
    row = _locked(meeting)
    if row.interruptions.filter(ended_at__isnull=True).exists():
        raise ValidationError(_("The meeting is interrupted already."))
    return Interruption.objects.create(meeting=row, began_at=clock.now())


@transaction.atomic
def resume(meeting: Meeting) -> None:
    """The meeting goes on. Raises ValidationError if it is not interrupted."""
    if not _locked(meeting).interruptions.filter(ended_at__isnull=True).update(ended_at=clock.now()):
        raise ValidationError(_("The meeting is not interrupted."))


@transaction.atomic
def correct_times(
    meeting: Meeting, *, started_at: datetime, ended_at: datetime | None, breaks: Iterable[Times]
) -> Meeting:
    """Correct begin, end and interruptions of a meeting until its minutes are sealed.

    Raises ValidationError for an end before the begin, and for interruptions that overlap or have no begin.
    """
    row = _locked(meeting)
    in_order([(started_at, ended_at)])
    row.started_at, row.ended_at = started_at, ended_at
    row.full_clean(exclude=("committee",))
    row.save()
    row.interruptions.all().delete()
    for began_at, until in in_order(breaks):
        if began_at is None:
            raise ValidationError(_("Every interruption needs a begin, for example 15:00-15:10."))
        interruption = Interruption(meeting=row, began_at=began_at, ended_at=until)
        interruption.full_clean()
        interruption.save()
    return row


def in_order(times: Iterable[Times]) -> list[Times]:
    """Return times of which none ends before it begins. Raises ValidationError otherwise."""
    pairs = list(times)
    if any(begin and end and end < begin for begin, end in pairs):
        raise ValidationError(_("An end lies before its begin. Please check the times."))
    return pairs


def _announced(answer: Invitation) -> Presence:
    match answer.response:
        case Response.NO:
            return Presence(AttendanceState.EXCUSED)
        case Response.SUBSTITUTE:
            other = answer.substitutes.filter(withdrawn_at__isnull=True).select_related("person").first()
            return Presence(
                AttendanceState.PRESENT,
                substitute=other.person if other else None,
                name="" if other else answer.substitute_name,
            )
        case _:
            return Presence(AttendanceState.PRESENT)


def _locked(meeting: Meeting) -> Meeting:
    row = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("committee").get(pk=meeting.pk)
    if row.state not in LOGGABLE:
        raise ValidationError(_("The meeting is not running, so nothing can be logged."))
    return row


def _row_of(meeting: Meeting, seat: Seat) -> Attendance:
    """Return what is known about a seat, or a new row for whoever holds it now."""
    row = Attendance.objects.filter(meeting=meeting, seat=seat).first()
    return row or Attendance(meeting=meeting, seat=seat, person=seat.person, kind=AttendeeKind.MEMBER)


def _set(row: Attendance, presence: Presence) -> Attendance:
    is_present = presence.state == AttendanceState.PRESENT
    row.state = presence.state
    if row.kind == AttendeeKind.MEMBER:
        row.substitute = presence.substitute if is_present else None
        row.name = presence.name.strip() if is_present else ""
    row.full_clean(exclude=("meeting", "seat", "person", "substitute"))
    if row.pk:
        row.spans.all().delete()
    row.save()
    for arrived_at, left_at in in_order(presence.times) if is_present else ():
        span = AttendanceSpan(attendance=row, arrived_at=arrived_at, left_at=left_at)
        span.full_clean()
        span.save()
    return row
