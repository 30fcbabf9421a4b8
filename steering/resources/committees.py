"""Columns that may leave with an export of committees, topics and circulars."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from steering.models import CircularDecision, Committee, Topic


class CommitteeResource(ExportResource):
    """Committees with their rules; no people."""

    name = Field(attribute="name", column_name=_("Name"))
    short_name = Field(attribute="short_name", column_name=_("Short name"))
    parent = Field(attribute="parent__name", column_name=_("Reports to"))
    notice_days = Field(attribute="notice_days", column_name=_("Notice period in full days"))
    quorum = Field(attribute="get_quorum_rule_display", column_name=_("Quorum"))
    seats = Field(attribute="seat_count", column_name=_("Seats"))
    vacant = Field(attribute="vacant_count", column_name=_("Vacant"))

    class Meta:
        model = Committee
        fields = ("name", "short_name", "parent", "notice_days", "quorum", "seats", "vacant")
        export_order = fields


class TopicResource(ExportResource):
    """Topics without the person who proposed them and without what was observed."""

    title = Field(attribute="title", column_name=_("Title"))
    committee = Field(attribute="committee__name", column_name=_("Committee"))
    state = Field(attribute="get_state_display", column_name=_("State"))
    urgency = Field(attribute="get_urgency_display", column_name=_("Urgency"))
    side = Field(attribute="get_side_display", column_name=_("Side of the work"))
    unit = Field(attribute="unit", column_name=_("Proposed by the unit"))
    areas = Field(column_name=_("Areas"))
    proposed = Field(column_name=_("Proposed"))
    confidentiality = Field(attribute="get_confidentiality_display", column_name=_("Confidentiality"))

    class Meta:
        model = Topic
        fields = ("title", "committee", "state", "urgency", "side", "unit", "areas", "proposed", "confidentiality")
        export_order = fields

    def dehydrate_areas(self, row: Topic) -> str:
        """Name the areas."""
        return ", ".join(area.name for area in row.areas.all())

    def dehydrate_proposed(self, row: Topic) -> str:
        """Write the day."""
        return timezone.localdate(row.proposed_at).isoformat()


class CircularResource(ExportResource):
    """Circulars with their result; no single replies."""

    title = Field(attribute="title", column_name=_("Title"))
    committee = Field(attribute="committee__name", column_name=_("Committee"))
    wording = Field(attribute="wording", column_name=_("Wording"))
    state = Field(attribute="get_state_display", column_name=_("State"))
    silence = Field(attribute="get_silence_display", column_name=_("Rule for silence"))
    asked = Field(attribute="asked_count", column_name=_("Asked"))
    replies = Field(attribute="reply_count", column_name=_("Replies"))
    decision = Field(column_name=_("Decision"))

    class Meta:
        model = CircularDecision
        fields = ("title", "committee", "wording", "state", "silence", "asked", "replies", "decision")
        export_order = fields

    def dehydrate_decision(self, row: CircularDecision) -> str:
        """Return its number, once it is taken."""
        return row.decision.number if hasattr(row, "decision") else ""
