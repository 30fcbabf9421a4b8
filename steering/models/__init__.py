"""Models of steering; one module per subject."""

from steering.models.committees import Committee, Seat
from steering.models.decisions import Decision, NumberCounter
from steering.models.followups import FollowUp
from steering.models.measures import DueDateChange, Measure, MeasureStep, StatusReport
from steering.models.meetings import AgendaItem, Meeting
from steering.models.reminders import ReminderOccurrence

__all__ = [
    "AgendaItem",
    "Committee",
    "Decision",
    "DueDateChange",
    "FollowUp",
    "Measure",
    "MeasureStep",
    "Meeting",
    "NumberCounter",
    "ReminderOccurrence",
    "Seat",
    "StatusReport",
]
