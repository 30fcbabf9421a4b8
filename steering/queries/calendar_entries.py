"""Meetings and due dates as calendar entries: committee, number, place and link; never the title of an item."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from core import calendars
from steering.models import FollowUp, InvitationSending, Meeting

# Calendars want an end; a meeting without a planned one is entered with this length.
USUAL_LENGTH = timedelta(hours=2)


def meeting_entry(
    meeting: Meeting,
    facts: Meeting | InvitationSending,
    *,
    sequence: int,
    stamp: datetime,
    organiser: calendars.Party | None = None,
    attendee: calendars.Party | None = None,
    cancelled: bool = False,
) -> calendars.Entry:
    """Return the meeting as a calendar entry; `facts` says day, time and place."""
    starts = datetime.combine(facts.held_on, facts.starts_at)
    online = _("Take part online: %(url)s") % {"url": facts.online_link} if facts.online_link else ""
    return calendars.Entry(
        uid=calendars.uid("meeting", meeting.pk),
        summary=f"{meeting.committee.short_name}: {meeting}",
        starts=starts,
        ends=datetime.combine(facts.held_on, facts.ends_at) if facts.ends_at else starts + USUAL_LENGTH,
        stamp=stamp,
        sequence=sequence,
        location=facts.place or facts.online_link,
        description=online,
        url=settings.BASE_URL + meeting.get_absolute_url(),
        status=calendars.CANCELLED if cancelled else calendars.CONFIRMED,
        organiser=organiser,
        attendee=attendee,
    )


def due_entry(follow_up: FollowUp, *, stamp: datetime) -> calendars.Entry:
    """Return the due date of a follow-up as an entry for the whole day; its subject is neutral by rule."""
    return calendars.Entry(
        uid=calendars.uid("follow-up", follow_up.code),
        summary=_("Due: %(subject)s") % {"subject": follow_up.subject},
        starts=follow_up.due_on,
        ends=follow_up.due_on + timedelta(days=1),
        stamp=stamp,
        sequence=follow_up.date_version - 1,
        url=settings.BASE_URL + follow_up.get_absolute_url(),
    )
