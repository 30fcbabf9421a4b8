"""Models of steering; one module per subject."""

from steering.models.committees import Committee, Seat
from steering.models.decisions import Decision, NumberCounter
from steering.models.exchange import Exchange
from steering.models.followups import FollowUp
from steering.models.measure_imports import MeasureImport, MeasureImportRow, MeasureOrigin
from steering.models.measures import DueDateChange, Measure, MeasureStep, StatusReport
from steering.models.meetings import AgendaItem, Meeting
from steering.models.published import PublishedObject
from steering.models.reminders import ReminderOccurrence

__all__ = [
    "AgendaItem",
    "Committee",
    "Decision",
    "DueDateChange",
    "Exchange",
    "FollowUp",
    "Measure",
    "MeasureImport",
    "MeasureImportRow",
    "MeasureOrigin",
    "MeasureStep",
    "Meeting",
    "NumberCounter",
    "PublishedObject",
    "ReminderOccurrence",
    "Seat",
    "StatusReport",
]
