"""Columns of experiences of others that may leave."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from steering.models import Exchange


class ExchangeResource(ExportResource):
    """Everything the reader sees on the page, but for links to measures of others."""

    happened_on = Field(attribute="happened_on", column_name=_("Date"))
    kind = Field(attribute="get_kind_display", column_name=_("Occasion"))
    organisation = Field(attribute="organisation__name", column_name=_("Learned from"))
    meeting = Field(column_name=_("Meeting"))
    title = Field(attribute="title", column_name=_("Title"))
    lessons = Field(attribute="lessons", column_name=_("Lessons"))
    contact = Field(attribute="contact", column_name=_("Contact point"))
    areas = Field(column_name=_("Areas"))
    committee = Field(attribute="committee__name", column_name=_("Committee"))
    confidentiality = Field(attribute="get_confidentiality_display", column_name=_("Confidentiality"))

    class Meta:
        model = Exchange
        fields = (
            "happened_on", "kind", "organisation", "meeting", "title", "lessons", "contact", "areas", "committee",
            "confidentiality",
        )  # fmt: skip
        export_order = fields

    def dehydrate_meeting(self, row: Exchange) -> str:
        """Say "7. Sitzung 2026"."""
        return str(row.meeting) if row.meeting_id else ""

    def dehydrate_areas(self, row: Exchange) -> str:
        """Name the areas."""
        return ", ".join(area.name for area in row.areas.all())
