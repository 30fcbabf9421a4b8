"""Everything a reader sees of a measure, as columns of an export."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from steering.models import Measure


class MeasureResource(ExportResource):
    """Measures with their units, areas, dates, and how they stand."""

    number = Field(attribute="number", column_name=_("Number"))
    title = Field(attribute="title", column_name=_("Title"))
    decision = Field(attribute="decision__number", column_name=_("Decision"))
    lead_unit = Field(attribute="lead_unit", column_name=_("Lead unit"))
    contributing = Field(column_name=_("Contributing units"))
    areas = Field(column_name=_("Areas"))
    side = Field(attribute="get_side_display", column_name=_("Side of the work"))
    state = Field(attribute="get_state_display", column_name=_("State"))
    original_due_on = Field(attribute="original_due_on", column_name=_("Original due date"))
    due_on = Field(attribute="due_on", column_name=_("Due date"))
    resubmit_on = Field(attribute="resubmit_on", column_name=_("Resubmission"))
    next_report_on = Field(attribute="next_report_on", column_name=_("Next report"))
    status_on = Field(column_name=_("Date of the status"))
    status = Field(column_name=_("Status"))
    note = Field(attribute="completion_note", column_name=_("Note on completion"))
    reason = Field(attribute="reason", column_name=_("Reason"))
    blocked_since = Field(attribute="blocked_since", column_name=_("Blocked since"))
    blocked_reason = Field(attribute="blocked_reason", column_name=_("What blocks it"))
    confirmed_on = Field(column_name=_("Confirmed on"))

    class Meta:
        model = Measure
        fields = (
            "number", "title", "decision", "lead_unit", "contributing", "areas", "side", "state", "original_due_on",
            "due_on", "resubmit_on", "next_report_on", "status_on", "status", "note", "reason", "blocked_since",
            "blocked_reason", "confirmed_on",
        )  # fmt: skip
        export_order = fields

    def export(self, *args: Any, queryset: QuerySet | None = None, **kwargs: Any) -> Any:
        """Load what the columns name; the list itself does not need it."""
        if queryset is not None:
            queryset = queryset.prefetch_related("steps__unit", "areas", "status_reports")
        return super().export(*args, queryset=queryset, **kwargs)

    def dehydrate_contributing(self, row: Measure) -> str:
        """Name the contributing units."""
        return "; ".join(str(step.unit) for step in row.steps.all())

    def dehydrate_areas(self, row: Measure) -> str:
        """Name the areas."""
        return "; ".join(area.name for area in row.areas.all())

    def dehydrate_status_on(self, row: Measure) -> Any:
        """Date the latest status report."""
        return next((report.reported_on for report in row.status_reports.all()), None)

    def dehydrate_status(self, row: Measure) -> str:
        """Give the words of the latest status report."""
        return next((report.text for report in row.status_reports.all()), "")

    def dehydrate_confirmed_on(self, row: Measure) -> Any:
        """Say on which day the committee confirmed it."""
        return timezone.localdate(row.confirmed_at) if row.confirmed_at else None
