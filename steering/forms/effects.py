"""The form for what a measure is meant to change."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from quarters.models import Area, Indicator
from steering.enums import EffectDirection

DAY = {"type": "date"}
SEARCH = {"data-search": ""}


class EffectForm(PageForm):
    """Which figure, where, which way, from what, until when."""

    fieldsets = (
        (_("Which figure"), ("indicator", "area", "direction")),
        (_("From what and until when"), ("baseline", "baseline_on", "expected_by")),
    )
    indicator = forms.ModelChoiceField(
        label=_("Indicator"), queryset=Indicator.objects.all(), widget=forms.Select(attrs=SEARCH)
    )
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), widget=forms.Select(attrs=SEARCH))
    direction = forms.ChoiceField(label=_("It is meant to"), choices=EffectDirection, widget=forms.RadioSelect)
    baseline = forms.DecimalField(
        label=_("Baseline"),
        max_digits=24,
        decimal_places=8,
        localize=True,
        help_text=_("The figure from which change is measured. The profile of the quarter shows it."),
    )
    baseline_on = forms.DateField(label=_("Day of the baseline"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    expected_by = forms.DateField(label=_("Expected by"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
