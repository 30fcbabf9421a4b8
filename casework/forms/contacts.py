"""The quick log of a contact, and the filter of the list."""

import uuid
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.domain.contacts import Observed
from casework.enums import ContactDepth, ContactLanguage, ContactSequence, DoneAction
from casework.forms.organisations import OrganisationField, OwnOrganisationMixin
from casework.models import FieldContact, Topic
from casework.models.contacts import LARGEST_GROUP, LONGEST_NOTE, SMALLEST_GROUP
from casework.queries.contacts import Habits, quarters_of
from core.forms.base import PageForm

LOCAL_TIME = "%Y-%m-%dT%H:%M"


class ContactForm(OwnOrganisationMixin, PageForm):
    """One contact in a few taps: everything has a preset or may stay empty."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    organisation = OrganisationField()
    area = forms.ModelChoiceField(label=_("Quarter"), queryset=None)
    happened_at = forms.DateTimeField(
        label=_("Time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME)
    )
    language = forms.ChoiceField(label=_("Language"), choices=ContactLanguage, widget=forms.RadioSelect)
    depth = forms.ChoiceField(label=_("Kind of contact"), choices=ContactDepth, widget=forms.RadioSelect)
    group_size = forms.IntegerField(
        label=_("Persons in the group"), min_value=SMALLEST_GROUP, max_value=LARGEST_GROUP, required=False
    )
    sequence = forms.ChoiceField(label=_("First contact?"), choices=ContactSequence, widget=forms.RadioSelect)
    topics = forms.ModelMultipleChoiceField(
        label=_("What was it about?"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    finer = forms.ModelMultipleChoiceField(
        label=_("More precisely"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    done = forms.MultipleChoiceField(
        label=_("What was done?"), choices=DoneAction, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names, no addresses."),
    )

    def __init__(self, *args: Any, areas: QuerySet, habits: Habits, **kwargs: Any) -> None:
        """Offer the quarters of the city and the languages spoken lately first."""
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
        self.fields["topics"].queryset = Topic.objects.tiles()
        self.fields["finer"].queryset = Topic.objects.second_level()
        self.fields["language"].choices = habits.language_choices()

    def clean(self) -> dict[str, Any]:
        """A group has a size, other contacts have none; a size typed before the kind changed is forgotten."""
        cleaned = self.cleaned_data
        if cleaned.get("depth") != ContactDepth.GROUP:
            cleaned["group_size"] = None
            self.errors.pop("group_size", None)
        elif not cleaned.get("group_size") and "group_size" not in self.errors:
            self.add_error("group_size", _("How many persons? Please enter a number from 2 to 99."))
        return super().clean()

    def observed(self) -> Observed:
        """Return what was seen and done."""
        names = ("area", "happened_at", "language", "depth", "group_size", "sequence", "note")
        return Observed(
            done=tuple(self.cleaned_data["done"]),
            topics=[*self.cleaned_data["topics"], *self.cleaned_data["finer"]],
            **{name: self.cleaned_data[name] for name in names},
        )


def _areas(request: HttpRequest) -> QuerySet:
    return quarters_of(request.installation.municipality_key, request.today)


class ContactFilter(django_filters.FilterSet):
    """Contacts by quarter, topic, time and language."""

    area = django_filters.ModelChoiceFilter(label=_("Quarter"), queryset=_areas, empty_label=_("all"))
    topics = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=Topic.objects.all(), empty_label=_("all"))
    since = django_filters.DateFilter(
        label=_("From"),
        field_name="happened_at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("Until"),
        field_name="happened_at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=ContactLanguage, empty_label=_("all"))
    depth = django_filters.ChoiceFilter(label=_("Kind of contact"), choices=ContactDepth, empty_label=_("all"))
    mine = django_filters.BooleanFilter(label=_("Only mine"), method="only_mine", widget=forms.CheckboxInput)

    class Meta:
        model = FieldContact
        fields = ("area", "topics", "since", "until", "language", "depth", "mine")

    def only_mine(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Leave out what colleagues recorded."""
        return queryset.filter(recorded_by=self.request.user) if value else queryset
