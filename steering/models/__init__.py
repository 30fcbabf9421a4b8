"""Models of steering; one module per subject."""

from steering.models.agenda_items import AgendaItem
from steering.models.agendas import AgendaLink, DroppedProposal
from steering.models.attendance import Attendance, AttendanceSpan, Interruption
from steering.models.circulars import CircularDecision, CircularRecipient
from steering.models.committees import Committee, Seat, SeatSubstitute
from steering.models.decisions import Decision, NumberCounter
from steering.models.drafts import LogDraft, LogPresence, LogRevision
from steering.models.effects import ExpectedEffect
from steering.models.exchange import Exchange
from steering.models.extensions import ExtensionRequest
from steering.models.followups import FollowUp
from steering.models.invitations import Invitation, InvitationSending
from steering.models.ladders import Ladder, LadderStep
from steering.models.links import CalendarFeed, FollowUpLink
from steering.models.measure_imports import MeasureImport, MeasureImportRow, MeasureOrigin
from steering.models.measure_records import DueDateChange, MeasureNote, StatusReport
from steering.models.measures import Measure, MeasureStep
from steering.models.meetings import Meeting
from steering.models.minutes import Minutes, MinutesPart, MinutesVersion
from steering.models.minutes_acts import MinutesExcerpt, MinutesRemark, MinutesSignature
from steering.models.objections import MinutesObjection
from steering.models.papers import Paper, PaperAttachment
from steering.models.published import PublishedObject
from steering.models.reminder_settings import ReminderSettings
from steering.models.reminders import ReminderOccurrence
from steering.models.series import MeetingSeries, StandingItem
from steering.models.topics import Topic, TopicChange
from steering.models.votes import Vote

__all__ = [
    "AgendaItem",
    "AgendaLink",
    "Attendance",
    "AttendanceSpan",
    "CalendarFeed",
    "CircularDecision",
    "CircularRecipient",
    "Committee",
    "Decision",
    "DroppedProposal",
    "DueDateChange",
    "Exchange",
    "ExpectedEffect",
    "ExtensionRequest",
    "FollowUp",
    "FollowUpLink",
    "Interruption",
    "Invitation",
    "InvitationSending",
    "Ladder",
    "LadderStep",
    "LogDraft",
    "LogPresence",
    "LogRevision",
    "Measure",
    "MeasureImport",
    "MeasureImportRow",
    "MeasureNote",
    "MeasureOrigin",
    "MeasureStep",
    "Meeting",
    "MeetingSeries",
    "Minutes",
    "MinutesExcerpt",
    "MinutesObjection",
    "MinutesPart",
    "MinutesRemark",
    "MinutesSignature",
    "MinutesVersion",
    "NumberCounter",
    "Paper",
    "PaperAttachment",
    "PublishedObject",
    "ReminderOccurrence",
    "ReminderSettings",
    "Seat",
    "SeatSubstitute",
    "StandingItem",
    "StatusReport",
    "Topic",
    "TopicChange",
    "Vote",
]
