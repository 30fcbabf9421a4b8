"""Columns of decision control as a spreadsheet: the lines of the page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.dates import Calendar
from core.export import ExportResource
from steering.models import Measure
from steering.queries.control import Line, lines_of


class ControlResource(ExportResource):
    """One row per line, in the order of the page. `today` and `calendar` say how dates stand."""

    part = Field(column_name=_("Part"))
    body = Field(attribute="body", column_name=_("Committee"))
    lead_unit = Field(attribute="measure__lead_unit", column_name=_("Lead unit"))
    number = Field(attribute="measure__number", column_name=_("Number"))
    title = Field(attribute="measure__title", column_name=_("Measure"))
    decision = Field(attribute="measure__decision__number", column_name=_("Decision"))
    taken_on = Field(attribute="measure__decision__taken_on", column_name=_("Taken on"))
    wording = Field(attribute="measure__decision__wording", column_name=_("Wording"))
    proposer = Field(attribute="proposer", column_name=_("Proposed by"))
    contributing = Field(column_name=_("Contributing units"))
    original_due_on = Field(attribute="measure__original_due_on", column_name=_("Original due date"))
    due_on = Field(attribute="measure__deadline", column_name=_("Current due date"))
    state = Field(attribute="measure__get_state_display", column_name=_("State"))
    light = Field(attribute="signal__text", column_name=_("Traffic light"))
    reasons = Field(column_name=_("Remarks"))
    status = Field(attribute="status", column_name=_("Status"))
    status_on = Field(attribute="status_on", column_name=_("Date of the status"))
    late_reason = Field(attribute="late_reason", column_name=_("Reason if late"))
    next_step = Field(attribute="next_step__text", column_name=_("Next step"))
    next_on = Field(attribute="next_step__on", column_name=_("Date of the next step"))
    completed_on = Field(attribute="completed_on", column_name=_("Completed on"))
    changes = Field(column_name=_("Since the last meeting"))

    class Meta:
        model = Measure
        fields = (
            "part",
            "body",
            "lead_unit",
            "number",
            "title",
            "decision",
            "taken_on",
            "wording",
            "proposer",
            "contributing",
            "original_due_on",
            "due_on",
            "state",
            "light",
            "reasons",
            "status",
            "status_on",
            "late_reason",
            "next_step",
            "next_on",
            "completed_on",
            "changes",
        )
        export_order = fields

    def __init__(self, *, today: date, calendar: Calendar, with_changes: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today, self.calendar, self.with_changes = today, calendar, with_changes

    def iter_queryset(self, queryset: Any) -> Iterable[Line]:
        """Hand out the lines of the page instead of bare rows."""
        return lines_of(queryset, self.today, self.calendar, with_changes=self.with_changes)

    def dehydrate_part(self, line: Line) -> str:
        """Name the part."""
        return str(line.part_name)

    def dehydrate_contributing(self, line: Line) -> str:
        """Name the units with the state of their steps."""
        return "; ".join(f"{step.unit}: {step.get_state_display()}" for step in line.steps)

    def dehydrate_reasons(self, line: Line) -> str:
        """Say why the light shows its colour."""
        return ", ".join(map(str, line.signal.reasons))

    def dehydrate_changes(self, line: Line) -> str:
        """Say what happened since the last meeting."""
        return ", ".join(map(str, line.changes))
