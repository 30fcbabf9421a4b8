"""What is asked for reports about measures: since when, and what stands above the paper for the council."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm

DAY = {"type": "date"}


class SinceForm(PageForm):
    """From which day on; without one the page chooses."""

    since = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def since_or(self, default: date) -> date:
        """Return the chosen day, else the default."""
        return self.value("since") or default

    def value(self, name: str) -> Any:
        """Return a clean value, None where it was not given or not understood."""
        return (self.cleaned_data.get(name) if self.is_valid() else None) or None


class CouncilReportForm(SinceForm):
    """Nothing is required: what is left out stays blank on the paper."""

    body = forms.CharField(label=_("Committee of the council"), max_length=120, required=False)
    meets_on = forms.DateField(
        label=_("Meeting on"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    reference = forms.CharField(label=_("Reference of the council"), max_length=40, required=False)
    lead = forms.CharField(label=_("Lead unit"), max_length=120, required=False)
    field_order = ("body", "meets_on", "reference", "lead", "since")
