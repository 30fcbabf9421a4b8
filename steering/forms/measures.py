"""Forms and filters for measures."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import Organisation
from quarters.models import Area
from steering.domain.spoken_dates import Moment
from steering.enums import MeasureState, Side
from steering.forms.orders import DueField
from steering.models import ExtensionRequest, Measure


class Watch(TextChoices):
    """Why a measure needs a look."""

    NO_DATE = "no_date", _("without a date")
    BLOCKED = "blocked", _("blocked")
    EXTENSION = "extension", _("later date requested")
    RESUBMISSION = "resubmission", _("resubmission reached")
    REFUSED = "refused", _("not executable, to be dealt with")
    PERMANENT = "permanent", _("permanent task")


class MeasureFilter(django_filters.FilterSet):
    """Find a measure by its words, state and unit; overdue, side and area behind it."""

    q = django_filters.CharFilter(label=_("Number or title"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeasureState, empty_label=_("all"))
    lead_unit = django_filters.ModelChoiceFilter(
        label=_("Lead unit"), queryset=Organisation.objects.all(), empty_label=_("all")
    )
    overdue = django_filters.BooleanFilter(label=_("Only overdue"), method="only_overdue", widget=forms.CheckboxInput)
    watch = django_filters.ChoiceFilter(
        label=_("To watch"), choices=Watch, method="only_to_watch", empty_label=_("all")
    )
    side = django_filters.ChoiceFilter(label=_("Side of the work"), choices=Side, empty_label=_("all"))
    areas = django_filters.ModelChoiceFilter(label=_("Area"), queryset=Area.objects.all(), empty_label=_("all"))

    class Meta:
        model = Measure
        fields = ("q", "state", "lead_unit", "overdue", "watch", "side", "areas")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the number or the title."""
        return queryset.filter(Q(number__icontains=value) | Q(title__icontains=value))

    def only_overdue(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Keep the open measures whose date has passed."""
        return queryset.overdue(self.request.today) if value else queryset

    def only_to_watch(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what needs a look for this reason."""
        rows = queryset.open()
        asked = ExtensionRequest.objects.open().filter(measure=OuterRef("pk"))
        kept = {
            Watch.NO_DATE: queryset.without_date(),
            Watch.BLOCKED: rows.filter(blocked_since__isnull=False),
            Watch.EXTENSION: rows.filter(Exists(asked)),
            Watch.RESUBMISSION: rows.filter(resubmit_on__lte=self.request.today),
            Watch.REFUSED: queryset.refused(),
            Watch.PERMANENT: rows.filter(report_every_months__isnull=False),
        }
        return kept[Watch(value)]


class StatusReportForm(PageForm):
    """How it stands, in three sentences at most."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Organisation.objects.none(), empty_label=None)
    text = forms.CharField(
        label=_("Status"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Three sentences at most. No names of people who are helped."),
    )

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk


class MeasureDateForm(PageForm):
    """A new due date with its reason."""

    due = DueField()
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, moment: Moment, committee: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].count_from(moment, committee)
