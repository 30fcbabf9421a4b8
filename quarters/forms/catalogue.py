"""Filters of areas and indicators, and the form of one indicator."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from quarters.enums import AreaLevel
from quarters.models import Area, Indicator


class AreaFilter(django_filters.FilterSet):
    """Find an area by name or key and level."""

    q = django_filters.CharFilter(label=_("Name or key"), method="search")
    level = django_filters.ChoiceFilter(label=_("Level"), choices=AreaLevel, empty_label=_("all"))

    class Meta:
        model = Area
        fields = ("q", "level")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the beginning of the key or any part of the name."""
        return queryset.filter(Q(code__istartswith=value) | Q(name__icontains=value))


class IndicatorFilter(django_filters.FilterSet):
    """Find an indicator by a word of its name or definition."""

    q = django_filters.CharFilter(label=_("Name or definition"), method="search")

    class Meta:
        model = Indicator
        fields = ("q",)

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match any part of name, definition or code."""
        return queryset.filter(Q(name__icontains=value) | Q(definition__icontains=value) | Q(code__icontains=value))


class IndicatorForm(PageForm, forms.ModelForm):
    """What an indicator means and how it is shown."""

    fieldsets = (
        (_("Meaning"), ("name", "definition", "unit", "measured", "reading_aid", "caution")),
        (_("Display"), ("decimals", "is_headline", "share_of")),
        (_("Protection"), ("hidden_below", "is_additive")),
    )

    class Meta:
        model = Indicator
        fields = (
            "name", "definition", "unit", "measured", "reading_aid", "caution", "decimals", "is_headline",
            "share_of", "hidden_below", "is_additive",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["share_of"].queryset = Indicator.objects.exclude(pk=self.instance.pk)

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn when a threshold is lowered: numbers that were hidden become visible, in exports as well."""
        if cleaned["hidden_below"] < (self.initial.get("hidden_below") or 0):
            self.warn(_("Numbers that were hidden until now will be shown to every reader and in exports."))
