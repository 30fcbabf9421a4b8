"""What stands in a personal calendar: meetings of the own seats, and what the own units owe."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core import calendars
from core.enums import UNIT_ROLES
from core.models import User
from steering.enums import MeetingState
from steering.models import FollowUp, Meeting
from steering.models.committees import seats_held_by
from steering.queries.calendar_entries import due_entry, meeting_entry

# So long a meeting stays in the calendar after it was held.
DAYS_BACK = 180


def entries_for(owner: User, today: date) -> list[calendars.Entry]:
    """Return the entries of one person's calendar, filtered row by row by what this person may see.

    The stamp is the beginning of the day, so that the same content is the same file all day long.
    """
    stamp = timezone.make_aware(datetime.combine(today, time.min))
    return [*_meetings(owner, today, stamp), *_due_dates(owner, stamp)]


def _meetings(owner: User, today: date, stamp: datetime) -> list[calendars.Entry]:
    rows = Meeting.objects.visible_to(owner).filter(
        committee__in=seats_held_by(owner).values("committee"), held_on__gte=today - timedelta(days=DAYS_BACK)
    )
    meetings = rows.select_related("committee").prefetch_related("sendings").order_by("held_on", "starts_at", "pk")
    return [
        meeting_entry(
            meeting,
            meeting,
            sequence=max((sending.sequence for sending in meeting.sendings.all()), default=0),
            stamp=stamp,
            cancelled=meeting.state == MeetingState.CANCELLED,
        )
        for meeting in meetings
    ]


def _due_dates(owner: User, stamp: datetime) -> list[calendars.Entry]:
    units = owner.organisation_ids_for(*UNIT_ROLES)
    rows = FollowUp.objects.visible_to(owner).open().filter(unit__in=units).order_by("due_on", "pk")
    return [due_entry(row, stamp=stamp) for row in rows]
