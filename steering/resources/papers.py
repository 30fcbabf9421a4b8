"""Columns of papers that may leave with an export; the files do not."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from steering.models import Paper


class PaperResource(ExportResource):
    """Papers with their item and meeting."""

    title = Field(attribute="title", column_name=_("Title"))
    kind = Field(attribute="get_kind_display", column_name=_("Kind"))
    meeting = Field(attribute="item__meeting__name", column_name=_("Meeting"))
    item = Field(attribute="item", column_name=_("Agenda item"))
    lead_unit = Field(attribute="lead_unit", column_name=_("Lead unit"))
    confidentiality = Field(attribute="get_confidentiality_display", column_name=_("Confidentiality"))
    created_at = Field(attribute="created_at", column_name=_("Handed in on"))

    class Meta:
        model = Paper
        fields = ("title", "kind", "meeting", "item", "lead_unit", "confidentiality", "created_at")
        export_order = fields
