"""Columns of reminders."""

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.templatetags.ui import due_words, spoken_date
from steering.models import ReminderOccurrence
from steering.queries.steps_in_words import step_in_words
from steering.templatetags.reminders import reminder_badge
from steering.templatetags.steering import badge


class ReminderTable(tables.Table):
    """On which day, about what, of which unit, which step, who hears it, how it stands."""

    local_date = tables.Column(verbose_name=_("Day"))
    subject = tables.Column(
        verbose_name=_("Follow-up"), accessor="follow_up__subject", linkify=lambda record: record.get_absolute_url()
    )
    unit = tables.Column(
        verbose_name=_("Unit"),
        accessor="follow_up__unit",
        order_by=("follow_up__unit__number", "follow_up__unit__name"),
    )
    step = tables.Column(verbose_name=_("Step"), order_by=("step__trigger", "step__working_days"))
    audience = tables.Column(verbose_name=_("Who hears it"), accessor="step__audience")

    class Meta:
        model = ReminderOccurrence
        fields = ("local_date", "subject", "unit", "step", "audience", "state")

    def __init__(self, *args, today, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def render_local_date(self, value) -> SafeString | str:
        """Say the day as people do."""
        return spoken_date(value, self.today)

    def render_step(self, record: ReminderOccurrence) -> str:
        """Say when it speaks."""
        return step_in_words(record.step)

    def render_audience(self, record: ReminderOccurrence) -> SafeString | str:
        """Name who heard it; as long as nobody did, the audience."""
        if record.user or record.unit:
            who = record.user.name if record.user else record.unit
            return format_html('{}<br><span class="lk-muted lk-small">{}</span>', who, record.get_chosen_display())
        return record.step.get_audience_display()

    def render_state(self, record: ReminderOccurrence) -> SafeString:
        """Show how the mail stands once there is one."""
        return reminder_badge(record)


class NoticeTable(tables.Table):
    """Since when, about what, which step."""

    reached_at = tables.Column(verbose_name=_("Since"))
    subject = tables.Column(
        verbose_name=_("Follow-up"),
        accessor="follow_up__subject",
        linkify=lambda record: record.follow_up.get_absolute_url(),
    )
    step = tables.Column(verbose_name=_("Reason"), orderable=False)
    due_on = tables.Column(verbose_name=_("Due date"), accessor="follow_up__due_on")
    state = tables.Column(verbose_name=_("State"), accessor="follow_up__state")

    class Meta:
        model = ReminderOccurrence
        fields = ("reached_at", "subject", "step", "due_on", "state")
        order_by = ("-reached_at",)

    def __init__(self, *args, today, calendar, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.calendar = today, calendar

    def render_reached_at(self, value) -> SafeString | str:
        """Say the day as people do."""
        return spoken_date(value, self.today)

    def render_step(self, record: ReminderOccurrence) -> str:
        """Say why there is an entry."""
        return step_in_words(record.step)

    def render_due_on(self, record: ReminderOccurrence) -> SafeString | str:
        """Say how the date stands as long as an answer is owed."""
        due_on = record.follow_up.due_on
        if not record.follow_up.is_open:
            return date_format(due_on, "SHORT_DATE_FORMAT")
        return due_words(due_on, self.today, self.calendar)

    def render_state(self, record: ReminderOccurrence) -> SafeString:
        """Show the answer once there is one, else the state."""
        row = record.follow_up
        return badge(row.state, row.get_outcome_display() or row.get_state_display())
