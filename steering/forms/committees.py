"""Forms and filters for committees, seats and substitutes."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import COMMITTEE_ROLES
from core.forms.base import PageForm
from core.models import Membership, Organisation, User
from steering.enums import QuorumRule, SeatRole
from steering.models import Committee

SEARCHED = {"data-search": ""}


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class CommitteeFilter(django_filters.FilterSet):
    """Find a committee by name, or those that report to one."""

    q = django_filters.CharFilter(label=_("Name"), method="search")
    parent = django_filters.ModelChoiceFilter(
        label=_("Reports to"), queryset=Committee.objects.all(), empty_label=_("all")
    )
    quorum_rule = django_filters.ChoiceFilter(label=_("Quorum"), choices=QuorumRule, empty_label=_("all"))

    class Meta:
        model = Committee
        fields = ("q", "parent", "quorum_rule")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match any part of the names."""
        return queryset.filter(Q(name__icontains=value) | Q(short_name__icontains=value))


class CommitteeForm(PageForm, forms.ModelForm):
    """A committee and its rules; what no statute prescribes is set here."""

    fieldsets = (
        (_("Name"), ("name", "short_name", "number_prefix", "parent")),
        (_("Rules"), ("notice_days", "urgent_notice_hours", "quorum_rule", "backlog_threshold")),
        (_("Validity"), ("valid_from", "valid_to")),
    )

    class Meta:
        model = Committee
        fields = (
            "name",
            "short_name",
            "number_prefix",
            "parent",
            "notice_days",
            "urgent_notice_hours",
            "quorum_rule",
            "backlog_threshold",
            "valid_from",
            "valid_to",
        )
        widgets: ClassVar = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def own_fields(self) -> dict[str, Any]:
        """Return the clean values of the model's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PersonField(forms.ModelChoiceField):
    """A person with an open account."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.active().order_by("name")
        super().__init__(queryset=people, widget=forms.Select(attrs=SEARCHED), **kwargs)


class SeatedForm(PageForm):
    """What giving and filling a seat have in common: a person who should be able to read what is sent to them."""

    person = PersonField(label=_("Person"))
    today: date

    def check_person(self, person: User | None, organisation: Organisation) -> None:
        """Warn of somebody from elsewhere, and of somebody who cannot open what concerns the committee."""
        if person is None:
            return
        held = Membership.objects.valid_on(self.today).filter(user=person)
        if not held.filter(organisation=organisation).exists():
            self.warn(_("This person does not work for the organisation that holds the seat."))
        if not held.filter(role__in=COMMITTEE_ROLES).exists():
            self.warn(_("This person has no role in a committee yet and cannot open agendas. Administrators give it."))


class SeatForm(SeatedForm):
    """A seat for an organisation, with or without a person."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), widget=forms.Select(attrs=SEARCHED)
    )
    person = PersonField(
        label=_("Person"), required=False, help_text=_("Leave empty if nobody is named yet; the seat is then vacant.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole, initial=SeatRole.MEMBER)
    is_advisory = forms.BooleanField(
        label=_("Advisory"),
        required=False,
        help_text=_("Takes part without a vote, for example from outside the city."),
    )
    valid_from = day_field(_("From"))

    fieldsets = (
        (_("Who"), ("organisation", "person")),
        (_("As what"), ("role", "is_advisory", "valid_from")),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["organisation"].queryset = Organisation.objects.valid_on(today)
        self.initial.setdefault("valid_from", today)

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Look at the person."""
        self.check_person(cleaned["person"], cleaned["organisation"])


class SeatFillForm(SeatedForm):
    """Who sits there from a day on."""

    valid_from = day_field(_("From"))

    def __init__(self, *args: Any, today: date, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.organisation = today, organisation
        self.initial.setdefault("valid_from", today)

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Look at the person."""
        self.check_person(cleaned["person"], self.organisation)


class LastDayForm(PageForm):
    """Until when."""

    last_day = day_field(_("Last day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", today)


class SubstituteForm(PageForm):
    """Who takes the seat when its person is away."""

    person = PersonField(label=_("Person"))
    rank = forms.IntegerField(
        label=_("Rank"), min_value=1, max_value=20, initial=1, help_text=_("Rank 1 is asked first.")
    )
    valid_from = day_field(_("From"))
    valid_to = day_field(_("Until"), required=False, help_text=_("Last day. Leave empty if it is not known."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", today)
