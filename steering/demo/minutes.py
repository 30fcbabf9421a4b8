"""The minutes of the invented past: sealed, corrected, and one waiting for the chair."""

from datetime import date, timedelta

from core import clock
from core.dates import Calendar
from core.demo import account, living
from core.models import User
from steering.domain.attendance import correct_times
from steering.domain.minutes import (
    Texts,
    assemble_minutes,
    edit_minutes,
    remark_on_minutes,
    seal_minutes,
    send_to_review,
    settle_remark,
    sign_minutes,
)
from steering.domain.objections import raise_objection, rule_on_objection
from steering.enums import SeatRole
from steering.enums_minutes import ObjectionKind, Ruling
from steering.models import Meeting, Minutes

# Days after the meeting.
DRAFTED, REVIEWED, SIGNED, SEALED, OBJECTED = 2, 4, 7, 8, 12
CLOSING = "Unter Verschiedenes lagen keine Wortmeldungen vor."


def write_minutes(meetings: list[Meeting], calendar: Calendar, today: date) -> None:
    """Seal the minutes of all but the last meeting; the last waits for the chair and records a correction."""
    *earlier, last = meetings
    sealed = [_Minuting(meeting, calendar, today).seal() for meeting in earlier]
    waiting = _Minuting(last, calendar, today)
    if sealed:
        _correct(sealed[-1], last, calendar, today)
    waiting.sign()


class _Minuting:
    """The way of one meeting's minutes."""

    def __init__(self, meeting: Meeting, calendar: Calendar, today: date) -> None:
        self.meeting, self.calendar, self.today = meeting, calendar, today
        self.office, self.chair, self.member = account("geschaeftsstelle"), account("vorsitz"), account("mitglied")

    def day(self, after: int) -> date:
        """Return the working day so many days after the meeting, but never one that is still to come."""
        return min(self.calendar.next_working_day(self.meeting.held_on + timedelta(days=after)).day, self.today)

    def sign(self) -> Minutes:
        """Draft, review with a remark, and the signature of the minute taker."""
        with living(self.day(DRAFTED), 9, self.office):
            begin = self.meeting.started_at or clock.now()
            pause = (begin + timedelta(minutes=50), begin + timedelta(minutes=60))
            correct_times(self.meeting, started_at=begin, ended_at=begin + timedelta(minutes=95), breaks=[pause])
            minutes = assemble_minutes(self.meeting, user=self.office)
            send_to_review(minutes, user=self.office)
        item = self.meeting.agenda_items.items().order_by("position")[0]
        with living(self.day(REVIEWED), 10, self.member):
            text = "Bitte ergänzen, dass unter Verschiedenes nichts vorlag."
            remark = remark_on_minutes(minutes, user=self.member, text=text, item=item)
        with living(self.day(REVIEWED), 14, self.office):
            _close(minutes, self.office)
            settle_remark(remark, user=self.office)
        with living(self.day(SIGNED), 9, self.office):
            sign_minutes(minutes, user=self.office, role=SeatRole.MINUTE_TAKER)
        return minutes

    def seal(self) -> Minutes:
        """All the way to the seal."""
        minutes = self.sign()
        with living(self.day(SIGNED), 15, self.chair):
            sign_minutes(minutes, user=self.chair, role=SeatRole.CHAIR)
        with living(self.day(SEALED), 9, self.office):
            return seal_minutes(minutes, user=self.office)


def _close(minutes: Minutes, office: User) -> None:
    version = minutes.versions.get(number=1)
    edit_minutes(minutes, user=office, base=1, texts=Texts(version.inside["opening"], CLOSING))


def _correct(minutes: Minutes, later: Meeting, calendar: Calendar, today: date) -> None:
    """A member asks for a correction, which the next meeting grants; a second objection is still open."""
    member, office = account("mitglied"), account("geschaeftsstelle")
    item = minutes.meeting.agenda_items.items().order_by("position")[1]
    with living(
        min(calendar.next_working_day(minutes.meeting.held_on + timedelta(days=OBJECTED)).day, today), 11, member
    ):
        wanted = raise_objection(
            minutes,
            user=member,
            kind=ObjectionKind.CORRECTION,
            text="Die Zahl der Beratungen wurde für das erste Halbjahr genannt, nicht für das Quartal.",
            item=item,
        )
        raise_objection(
            minutes,
            user=member,
            kind=ObjectionKind.OBJECTION,
            text="Der Hinweis auf die fehlenden Sprachmittlerinnen ist nicht wiedergegeben.",
            item=item,
        )
    with living(later.held_on, 15, office):
        rule_on_objection(
            wanted,
            user=office,
            meeting=later,
            ruling=Ruling.UPHELD,
            text="Die genannte Zahl der Beratungen bezieht sich auf das erste Halbjahr.",
        )
