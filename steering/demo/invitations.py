"""The next meeting of the demonstration: invited, half answered, with a guest from another city."""

from datetime import date, time, timedelta

from core.demo import account, living, unit
from core.queries.calendar import city_calendar
from steering.domain.agendas import add_agenda_item
from steering.domain.invitations import answer_invitation, invite, invite_guest
from steering.domain.meetings import plan_meeting
from steering.enums import Response
from steering.models import Committee, Invitation, Meeting

# The special meeting lies so far ahead, and was invited so long ago.
AHEAD, INVITED_BEFORE = 15, 3
ITEMS = ("Eröffnung", "Gemeinsame Begehungen im Winter", "Erfahrungen aus Dortmund", "Verschiedenes")
ANSWERS = (
    ("vorsitz", Response.YES, ""),
    ("mitglied", Response.YES, ""),
    ("leitung51", Response.SUBSTITUTE, "Frau Muster, Sachgebiet Schule"),
    ("leitung53", Response.NO, ""),
)


def invite_next_meeting(committee: Committee, today: date, *, place: str) -> Meeting:
    """Plan a meeting, invite to it, and let some answer."""
    office, calendar = account("geschaeftsstelle"), city_calendar()
    held_on = calendar.next_working_day(today + timedelta(days=AHEAD)).day
    with living(calendar.working_days_before(today, INVITED_BEFORE).day, 9, office):
        meeting = plan_meeting(committee, held_on=held_on, starts_at=time(10), place=place)
        for title in ITEMS:
            add_agenda_item(meeting, title=title)
        invite(meeting, user=office)
        invite_guest(meeting, name="Dr. Dana Beispiel, Stadt Dortmund", email="gast@demo.example")
    with living(calendar.working_days_before(today, 1).day, 11, office):
        for login, response, substitute in ANSWERS:
            row = Invitation.objects.get(meeting=meeting, person=account(login))
            answer_invitation(row, response=response, user=row.person, substitute_name=substitute)
        police = Invitation.objects.get(meeting=meeting, seat__organisation=unit("polizei"))
        answer_invitation(police, response=Response.YES, user=None)
    return meeting
