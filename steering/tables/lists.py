"""Columns of the lists of steering."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.dates import Calendar
from core.templatetags.ui import due_words
from steering.enums import Progress
from steering.models import Decision, FollowUp, Measure, Meeting
from steering.templatetags.steering import badge


class DatedTable(tables.Table):
    """A table that says how dates stand; `today` and `calendar` come from the page."""

    def __init__(self, *args: Any, today: Any, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.calendar = today, calendar

    def due(self, day: Any, *, is_open: bool) -> SafeString | str:
        """Return how a date stands; once nothing is owed, only the date."""
        if not is_open:
            return date_format(day, "SHORT_DATE_FORMAT") if day else ""
        return due_words(day, self.today, self.calendar)


class MeetingTable(tables.Table):
    """Which meeting, when, how far, and what came of it."""

    number = tables.Column(verbose_name=_("Meeting"), linkify=True, order_by=("year", "number"))
    item_count = tables.Column(
        verbose_name=_("Items"), attrs={"td": {"class": "lk-number"}, "th": {"class": "lk-number"}}
    )
    decision_count = tables.Column(
        verbose_name=_("Decisions"), attrs={"td": {"class": "lk-number"}, "th": {"class": "lk-number"}}
    )

    class Meta:
        model = Meeting
        fields = ("number", "committee", "held_on", "starts_at", "state", "item_count", "decision_count")

    def render_number(self, record: Meeting) -> str:
        """Say "7. Sitzung 2026"."""
        return str(record)

    def render_state(self, record: Meeting) -> SafeString:
        """Show the state as a badge."""
        return badge(record.state, record.get_state_display())


class DecisionTable(tables.Table):
    """Number, what it is about, its wording in short, how far it is."""

    number = tables.Column(linkify=True)
    title = tables.Column(verbose_name=_("Subject"), order_by=("agenda_item__title", "circular__title"))
    wording = tables.Column(orderable=False)
    progress = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Decision
        fields = ("number", "taken_on", "title", "wording", "progress")

    def render_wording(self, value: str) -> str:
        """Shorten; the page of the decision has all of it."""
        return Truncator(value).words(24)

    def render_progress(self, value: str) -> SafeString:
        """Show how far it is as a badge."""
        return badge(value, Progress(value).label)


class MeasureTable(DatedTable):
    """Number, title, unit, state, and how the date stands."""

    number = tables.Column(linkify=True, attrs={"td": {"class": "lk-whole"}})
    due_on = tables.Column(empty_values=())

    class Meta:
        model = Measure
        fields = ("number", "title", "lead_unit", "state", "due_on")

    def render_state(self, record: Measure) -> SafeString:
        """Show the state as a badge, and beside it what blocks the measure."""
        state = badge(record.state, record.get_state_display())
        blocked = badge("blocked", _("blocked"))
        return format_html("<span>{} {}</span>", state, blocked) if record.blocked_since else state

    def render_due_on(self, record: Measure) -> SafeString | str:
        """Say how the date stands as long as the unit owes something; that there is none is an error."""
        if record.is_owed and record.next_on is None:
            return badge("no_date", _("no date"))
        return self.due(record.deadline, is_open=record.is_owed)


class SelectableMeasureTable(MeasureTable):
    """The same with a box before each row, for acts on several at once."""

    chosen = tables.Column(
        verbose_name=_("Select"), accessor="pk", orderable=False, attrs={"th": {"class": "lk-narrow"}}
    )

    class Meta(MeasureTable.Meta):
        sequence = ("chosen", "...")

    def render_chosen(self, record: Measure) -> SafeString:
        """Draw a box that belongs to the form below the list."""
        label = _("Select %(number)s") % {"number": record.number}
        return format_html(
            '<input class="lk-select" type="checkbox" name="pk" value="{}" form="together" aria-label="{}">',
            record.pk,
            label,
        )


class FollowUpTable(DatedTable):
    """What, for which unit, until when, and the button that answers."""

    subject = tables.Column(linkify=True)
    act = tables.Column(verbose_name="", accessor="pk", orderable=False)

    class Meta:
        model = FollowUp
        fields = ("subject", "code", "unit", "state", "due_on", "act")

    def __init__(self, *args: Any, may_answer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_answer = may_answer

    def render_state(self, record: FollowUp) -> SafeString:
        """Show the answer once there is one, else the state."""
        return badge(record.state, record.get_outcome_display() or record.get_state_display())

    def render_due_on(self, record: FollowUp) -> SafeString | str:
        """Say how the date stands as long as an answer is owed."""
        return self.due(record.due_on, is_open=record.is_open)

    def render_act(self, record: FollowUp) -> SafeString | str:
        """Offer the next act to those who may answer."""
        if not self.may_answer(record):
            return ""
        is_new = record.acknowledged_at is None
        url = reverse("steering:followup_acknowledge" if is_new else "steering:followup_answer", args=[record.code])
        label = _("Acknowledge") if is_new else _("Give answer") if record.is_referral else _("Report done")
        return format_html(
            '<a class="kern-btn kern-btn--secondary kern-btn--small" href="{}"><span class="kern-label">{}</span></a>',
            url,
            label,
        )
