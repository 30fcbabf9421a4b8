"""Filters for decisions and for decision control."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.models import Organisation
from steering.enums import Progress
from steering.models import Committee, Decision, Measure
from steering.queries.searching import decision_words

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DecisionFilter(django_filters.FilterSet):
    """Find a decision by its words, how far it is, who leads, which committee, when."""

    q = django_filters.CharFilter(label=_("Number or words"), method="search")
    progress = django_filters.ChoiceFilter(label=_("State"), choices=Progress, empty_label=_("all"))
    lead_unit = django_filters.ModelChoiceFilter(
        label=_("Lead unit"), queryset=Organisation.objects.all(), method="led_by", empty_label=_("all")
    )
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all")
    )
    taken_from = django_filters.DateFilter(label=_("Taken from"), field_name="taken_on", lookup_expr="gte", widget=DAY)
    taken_to = django_filters.DateFilter(label=_("Taken until"), field_name="taken_on", lookup_expr="lte", widget=DAY)

    class Meta:
        model = Decision
        fields = ("q", "progress", "lead_unit", "committee", "taken_from", "taken_to")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the number, the wording, or the subject."""
        return queryset.filter(decision_words(value))

    def led_by(self, queryset: QuerySet, name: str, value: Organisation) -> QuerySet:
        """Keep the decisions with a measure this unit leads; a join here would falsify the progress."""
        return queryset.filter(Exists(Measure.objects.filter(decision=OuterRef("pk"), lead_unit=value)))
