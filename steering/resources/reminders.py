"""Columns that may leave with an export of reminders: no address, no text of a mail."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from steering.models import ReminderOccurrence
from steering.queries.steps_in_words import step_in_words


class ReminderResource(ExportResource):
    """What is planned or was sent, for whom and why."""

    local_date = Field(attribute="local_date", column_name=_("Day"))
    code = Field(attribute="follow_up__code", column_name=_("Reference code"))
    subject = Field(attribute="follow_up__subject", column_name=_("Subject"))
    unit = Field(attribute="follow_up__unit", column_name=_("Unit"))
    step = Field(column_name=_("Step"))
    audience = Field(attribute="step__get_audience_display", column_name=_("Who hears it"))
    state = Field(attribute="get_state_display", column_name=_("State"))
    reason = Field(attribute="reason", column_name=_("Why on this day"))

    class Meta:
        model = ReminderOccurrence
        fields = ("local_date", "code", "subject", "unit", "step", "audience", "state", "reason")
        export_order = fields

    def dehydrate_step(self, row: ReminderOccurrence) -> str:
        """Say when it speaks."""
        return str(step_in_words(row.step))
