"""Forms for opening, sharing and closing a case, and the filter of the list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.domain.cases import known_person
from casework.enums import ClosingReason
from casework.forms.organisations import OrganisationField, OwnOrganisationMixin
from casework.models import Case
from core.forms.base import PageForm
from core.models import User

DAY = {"type": "date"}


class CaseForm(OwnOrganisationMixin, PageForm):
    """A person by a handle, and why we accompany them."""

    field_order = ("organisation", "handle", "purpose")

    organisation = OrganisationField()
    handle = forms.CharField(
        label=_("Handle"),
        max_length=40,
        help_text=_("A nickname or sign only you and your colleagues understand. No full name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        help_text=_("What do you accompany the person for? For example: school place for two children."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Remember who opens the case."""
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """The same handle is the same person: ask."""
        if known_person(cleaned["handle"], by=self.user, organisation_id=self.organisation_id()):
            self.warn(
                _(
                    "You already accompany somebody with this handle. Is it the same person? Otherwise choose another handle."
                )
            )


class ShareForm(PageForm):
    """A colleague and, where wanted, a last day."""

    colleague = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("Empty: until you end it."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, colleagues: QuerySet, **kwargs: Any) -> None:
        """Offer the colleagues of the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues


class CloseForm(PageForm):
    """Why the case ends."""

    reason = forms.ChoiceField(label=_("Reason"), choices=ClosingReason, widget=forms.RadioSelect)


class CaseFilter(django_filters.FilterSet):
    """Cases by handle, state and responsible worker."""

    handle = django_filters.CharFilter(label=_("Handle"), field_name="person__handle", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=(("open", _("open")), ("closed", _("closed"))),
        method="by_state",
        empty_label=_("all"),
    )
    mine = django_filters.BooleanFilter(label=_("Only mine"), method="only_mine", widget=forms.CheckboxInput)

    class Meta:
        model = Case
        fields = ("handle", "state", "mine")

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep open or closed cases."""
        return queryset.filter(closed_on__isnull=value == "open")

    def only_mine(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Leave out cases of colleagues."""
        return queryset.filter(responsible=self.request.user) if value else queryset
