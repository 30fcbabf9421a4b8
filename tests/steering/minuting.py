"""A meeting that has ended, with everything minutes hold, for the tests of minutes."""

from dataclasses import dataclass
from datetime import timedelta

from core import clock
from core.enums import Role
from core.models import Organisation, User
from steering.domain.agendas import add_agenda_item
from steering.domain.attendance import mark_attendance, welcome
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.minutes import assemble_minutes, seal_minutes, send_to_review, sign_minutes
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import Confidentiality, ItemResult, SeatRole, Side
from steering.enums_log import AttendanceState, AttendeeKind
from steering.models import AgendaItem, Committee, Meeting, Minutes, Seat
from tests.factories import OrganisationFactory
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member

# Stands in the confidential item alone.
MARKER = "Zimtstern"


@dataclass
class Held:
    """A committee with its people, and a meeting with a public, an internal and a confidential item."""

    committee: Committee
    taker: User
    chair: User
    member: User
    unit: Organisation
    meeting: Meeting
    public: AgendaItem
    internal: AgendaItem
    secret: AgendaItem

    def assembled(self) -> Minutes:
        """Minutes as a draft."""
        return assemble_minutes(self.meeting, user=self.taker)

    def signed(self) -> Minutes:
        """Minutes with the minute taker's signature."""
        minutes = send_to_review(self.assembled(), user=self.taker)
        sign_minutes(minutes, user=self.taker, role=SeatRole.MINUTE_TAKER)
        return minutes

    def countersigned(self) -> Minutes:
        """Minutes with both signatures."""
        minutes = self.signed()
        sign_minutes(minutes, user=self.chair, role=SeatRole.CHAIR)
        return minutes

    def sealed(self) -> Minutes:
        """Sealed minutes."""
        return seal_minutes(self.countersigned(), user=self.taker)


def held_meeting() -> Held:
    """Make the meeting through the domain, so that all that follows is there."""
    committee = CommitteeFactory(name="Lenkungskreis Quartiere", short_name="Lenkungskreis")
    taker = committee_member(committee, Role.COMMITTEE_MEMBER, SeatRole.MINUTE_TAKER)
    chair = committee_member(committee, Role.CHAIR, SeatRole.CHAIR)
    member = committee_member(committee)
    unit = OrganisationFactory(short_name="Referat 51")
    meeting = begin_meeting(MeetingFactory(committee=committee, number=7, place="Rathaus"))
    public, internal, secret = (
        add_agenda_item(meeting, title=title, confidentiality=level)
        for title, level in (
            ("Sprechstunde", Confidentiality.PUBLIC),
            ("Sperrmüll", Confidentiality.INTERNAL),
            (f"Fall {MARKER}", Confidentiality.CONFIDENTIAL),
        )
    )
    _decide(public, taker, unit, "Die Sprechstunde wird verlängert.")
    record_outcome(internal, user=taker, outcome=ItemOutcome(ItemResult.NOTED, minutes="Bericht liegt vor."))
    _decide(secret, taker, unit, f"{MARKER} wird geprüft.", minutes=f"Zu {MARKER} wurde beraten.")
    for seat in Seat.objects.filter(committee=committee):
        mark_attendance(meeting, seat, state=AttendanceState.PRESENT)
    welcome(meeting, name="Dr. Gast", body="Hochschule", kind=AttendeeKind.EXPERT)
    return Held(committee, taker, chair, member, unit, end_meeting(meeting), public, internal, secret)


def _decide(item: AgendaItem, user: User, unit: Organisation, wording: str, minutes: str = "") -> None:
    order = Order(lead_unit=unit, due_on=clock.today() + timedelta(days=30), side=Side.HELP)
    outcome = ItemOutcome(ItemResult.DECIDED, wording=wording, minutes=minutes, order=order)
    record_outcome(item, user=user, outcome=outcome)
