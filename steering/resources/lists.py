"""Columns that may leave with an export of steering."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from steering.enums import Progress
from steering.models import Decision, FollowUp, Meeting


class MeetingResource(ExportResource):
    """Meetings with their numbers of items and decisions."""

    meeting = Field(column_name=_("Meeting"))
    committee = Field(attribute="committee__name", column_name=_("Committee"))
    held_on = Field(attribute="held_on", column_name=_("Date"))
    place = Field(attribute="place", column_name=_("Place"))
    state = Field(attribute="get_state_display", column_name=_("State"))

    class Meta:
        model = Meeting
        fields = ("meeting", "committee", "held_on", "place", "state")
        export_order = fields

    def dehydrate_meeting(self, row: Meeting) -> str:
        """Say "7. Sitzung 2026"."""
        return str(row)


class DecisionResource(ExportResource):
    """Decisions with their wording and how far they are."""

    number = Field(attribute="number", column_name=_("Number"))
    taken_on = Field(attribute="taken_on", column_name=_("Taken on"))
    committee = Field(attribute="committee__name", column_name=_("Committee"))
    subject = Field(attribute="title", column_name=_("Subject"))
    wording = Field(attribute="wording", column_name=_("Wording"))
    confidentiality = Field(attribute="get_confidentiality_display", column_name=_("Confidentiality"))
    state = Field(column_name=_("State"))

    class Meta:
        model = Decision
        fields = ("number", "taken_on", "committee", "subject", "wording", "confidentiality", "state")
        export_order = fields

    def dehydrate_state(self, row: Any) -> str:
        """Say how far it is."""
        return str(Progress(row.progress).label)


class FollowUpResource(ExportResource):
    """Follow-ups without the words of the answer, which may be about a person."""

    code = Field(attribute="code", column_name=_("Reference code"))
    subject = Field(attribute="subject", column_name=_("Subject"))
    unit = Field(attribute="unit", column_name=_("Unit"))
    state = Field(attribute="get_state_display", column_name=_("State"))
    answer = Field(attribute="get_outcome_display", column_name=_("Answer"))
    due_on = Field(attribute="due_on", column_name=_("Due date"))

    class Meta:
        model = FollowUp
        fields = ("code", "subject", "unit", "state", "answer", "due_on")
        export_order = fields
