"""Filter of the audit log."""

from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import AuditAction
from core.models import AuditEntry, User
from core.queries.audit import audited_tables

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuditFilter(django_filters.FilterSet):
    """Find what happened to whom, by whom, when."""

    table = django_filters.ChoiceFilter(label=_("Kind of record"), choices=audited_tables, empty_label=_("all"))
    user = django_filters.ModelChoiceFilter(label=_("Account"), queryset=User.objects.all(), empty_label=_("all"))
    since = django_filters.DateFilter(label=_("From day"), method="filter_since", widget=_DAY)
    until = django_filters.DateFilter(label=_("To day"), method="filter_until", widget=_DAY)
    action = django_filters.ChoiceFilter(label=_("Act"), choices=AuditAction, empty_label=_("all"))
    row_key = django_filters.CharFilter(label=_("Number of the record"))

    class Meta:
        model = AuditEntry
        fields = ("table", "user", "since", "until", "action", "row_key")

    def filter_since(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Keep what happened on this day or later."""
        return queryset.filter(at__gte=_midnight(value))

    def filter_until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        """Keep what happened on this day or before."""
        return queryset.filter(at__lt=_midnight(value + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
