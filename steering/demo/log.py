"""Who was there in the invented meetings, and what is being typed in the one that runs."""

from datetime import timedelta

from core import clock
from core.demo import account
from steering.domain.attendance import Presence, mark_the_rest, set_presence, welcome
from steering.domain.drafts import Change, save_draft
from steering.enums_log import AttendanceState, AttendeeKind
from steering.models import Meeting, Seat

TYPED = "Das Referat Soziales berichtet: Anfragen nehmen seit dem Kälteeinbruch zu."


def call_the_roll(meeting: Meeting) -> None:
    """Most are there; one seat is excused, one leaves earlier, and every second meeting hears an expert."""
    seats = list(Seat.objects.filter(committee=meeting.committee, person__isnull=False).order_by("pk"))
    excused, early = seats[-1 - meeting.number % 2], seats[-3]
    set_presence(meeting, excused, presence=Presence(AttendanceState.EXCUSED))
    leaves = clock.now() + timedelta(minutes=75)
    set_presence(meeting, early, presence=Presence(AttendanceState.PRESENT, times=((None, leaves),)))
    mark_the_rest(meeting, state=AttendanceState.PRESENT)
    if meeting.number % 2 == 0:
        welcome(meeting, name="Dr. Mira Beispiel", body="Fachberatung Wohnen", kind=AttendeeKind.EXPERT)


def begin_typing(meeting: Meeting) -> None:
    """The office has begun the third item of the running meeting; two seats have not been called yet."""
    seats = Seat.objects.filter(committee=meeting.committee, person__isnull=False).order_by("pk")
    for seat in seats[: max(3, len(seats) - 2)]:
        set_presence(meeting, seat, presence=Presence(AttendanceState.PRESENT))
    item = meeting.agenda_items.items().order_by("position")[2]
    save_draft(item, user=account("geschaeftsstelle"), changes={"minutes": Change("", TYPED)})
