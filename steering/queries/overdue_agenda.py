"""Overdue matters that ask for a place on the next agenda by themselves."""

from django.db.models import Min, Q

from steering.enums import FOLLOW_UP_OPEN
from steering.enums_reminders import Audience, OccurrenceState
from steering.models import Committee, Measure, Meeting, ReminderOccurrence
from steering.models.measures import MeasureQuerySet


def overdue_for_agenda(committee: Committee, meeting: Meeting) -> MeasureQuerySet:
    """Return the measures the ladder puts onto the agenda of this meeting, the longest waiting first; one query.

    A measure belongs there once the step of its ladder that speaks to the agenda is reached by the day of the meeting,
    as long as an answer is owed. `on_agenda_since` is that day. What the reader may see is the caller's to say.
    """
    reached = ReminderOccurrence.objects.filter(
        step__audience=Audience.AGENDA,
        state__in=(OccurrenceState.PLANNED, OccurrenceState.ENTERED),
        follow_up__state__in=FOLLOW_UP_OPEN,
        local_date__lte=meeting.held_on,
    )
    waiting = Q(follow_ups__reminders__in=reached)
    rows = Measure.objects.open().filter(waiting, decision__committee=committee)
    since = Min("follow_ups__reminders__local_date", filter=waiting)
    return rows.annotate(on_agenda_since=since).order_by("on_agenda_since", "pk")
