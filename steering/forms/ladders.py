"""Forms of the ladder editor."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from steering.domain.ladders import StepFields
from steering.enums_reminders import Audience, Channel, Trigger
from steering.models import Committee

BEFORE, ON, AFTER = "before", "on", "after"


class PreviewForm(forms.Form):
    """For a follow-up opened on one day and due on another."""

    opened_on = forms.DateField(label=_("Opened on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """Refuse a due date before the opening."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("opened_on"), cleaned.get("due_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("due_on", _("The due date lies before the opening."))
        return cleaned


class StepForm(PageForm):
    """One step, in the order in which one says it: what from, how many days, who, how."""

    fieldsets = (
        (_("When"), ("trigger", "side", "days")),
        (_("Who and how"), ("audience", "channel", "is_escalation")),
    )
    trigger = forms.ChoiceField(label=_("Counted from"), choices=Trigger)
    side = forms.ChoiceField(
        label=_("Before or after"),
        choices=((BEFORE, _("before it")), (ON, _("on the day itself")), (AFTER, _("after it"))),
        widget=forms.RadioSelect,
        help_text=_("Only a due date has days before it."),
    )
    days = forms.IntegerField(label=_("Working days"), min_value=0, max_value=250, required=False)
    audience = forms.ChoiceField(label=_("Who hears it"), choices=Audience)
    channel = forms.ChoiceField(label=_("How"), choices=Channel, widget=forms.RadioSelect)
    is_escalation = forms.BooleanField(
        label=_("Escalation"),
        required=False,
        help_text=_(
            "The mail goes out at once in office hours; nobody can switch it off or put it together with others."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the number of days where it is needed."""
        cleaned = super().clean()
        if cleaned.get("side") in (BEFORE, AFTER) and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", _("Please give the number of working days."))
        return cleaned

    def to_fields(self) -> StepFields:
        """Return the step as the domain wants it."""
        data = self.cleaned_data
        sign = {BEFORE: -1, ON: 0, AFTER: 1}[data["side"]]
        return StepFields(
            trigger=data["trigger"],
            working_days=sign * (data["days"] or 0),
            audience=data["audience"],
            channel=data["channel"],
            is_escalation=data["is_escalation"],
        )


class LadderForm(PageForm):
    """A committee gets a ladder of its own."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())

    def __init__(self, *args: Any, committees: QuerySet[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees


class RulesForm(PageForm):
    """Within which hours mails go out, and what people may choose."""

    fieldsets = (
        (_("Office hours"), ("earliest", "latest")),
        (_("What each person may choose"), ("single_allowed", "longest_wait")),
    )
    earliest = forms.TimeField(
        label=_("Mails not before"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    latest = forms.TimeField(label=_("Mails not after"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    single_allowed = forms.BooleanField(
        label=_("One mail for each follow-up is allowed"),
        required=False,
        help_text=_("Otherwise everybody gets one mail with everything."),
    )
    longest_wait = forms.IntegerField(
        label=_("Longest wait in working days"),
        min_value=0,
        max_value=20,
        help_text=_("So long may a reminder wait for the weekday a person has chosen."),
    )
