"""Forms and filters for accounts, memberships, substitutes and invitations."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import AccountState, Language, Role
from core.forms.base import PageForm
from core.models import Membership, Organisation, User


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class UserFilter(django_filters.FilterSet):
    """Find an account by name or address, role, organisation and state."""

    STATES = (*AccountState.choices, ("no_factor", _("without second factor")))

    q = django_filters.CharFilter(label=_("Name or e-mail address"), method="search")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role, method="hold", empty_label=_("all"))
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.all(), method="hold", empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="be", empty_label=_("all"))

    class Meta:
        model = User
        fields = ("q", "role", "organisation", "state")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match any part of name or address."""
        return queryset.filter(Q(name__icontains=value) | Q(email__icontains=value))

    def hold(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Keep who holds this role, or any role in this organisation, today."""
        held = Membership.objects.valid_on(self.request.today).filter(**{name: value})
        return queryset.filter(pk__in=held.values("user"))

    def be(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the accounts in this state."""
        if value == AccountState.CLOSED:
            return queryset.filter(is_active=False)
        active = queryset.filter(is_active=True)
        if value == AccountState.INVITED:
            return active.filter(last_login__isnull=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return active.filter(has_second_factor=False) if value == "no_factor" else active


class MembershipForm(PageForm):
    """A role in an organisation, from/to."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.all())
    role = forms.ChoiceField(label=_("Role"), choices=(("", _("please choose")), *Role.choices))
    valid_from = day_field(_("Valid from"), required=False, help_text=_("Leave empty to begin at once."))
    valid_to = day_field(_("Valid to"), required=False, help_text=_("Last day. Leave empty if it is not known."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["organisation"].queryset = Organisation.objects.valid_on(today)

    def clean_valid_from(self) -> date:
        """Begin today unless a day is given: what was is not changed backwards."""
        return self.cleaned_data["valid_from"] or self.today


class InvitationForm(MembershipForm):
    """Whom to invite, and the first role."""

    fieldsets = (
        (_("Person"), ("name", "email", "language")),
        (_("First role"), ("organisation", "role", "valid_from", "valid_to")),
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The invitation goes there."))
    language = forms.ChoiceField(label=_("Language"), choices=Language)


class OwnDetailsForm(PageForm):
    """What a person may change of the own account."""

    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language, help_text=_("Language of the pages and of the mails to you.")
    )


class UserForm(OwnDetailsForm):
    """What an administrator may change of an account."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("The old address is told about a change."))
    field_order = ("name", "email", "language")


class ReasonForm(PageForm):
    """Why; the reason stands in the history of the account."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It is kept in the history of the account.")
    )


class LastDayForm(PageForm):
    """Until when."""

    last_day = day_field(_("Last day"))


class SubstitutionForm(PageForm):
    """Who stands in, from/to."""

    substitute = forms.ModelChoiceField(label=_("Substitute"), queryset=User.objects.none())
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"), required=False, help_text=_("Leave empty if it is not known."))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = people


class FirstPasswordForm(PageForm):
    """The first password, typed twice."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        """Apply the rules for passwords."""
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean_again(self) -> str:
        """Catch a slip of the fingers."""
        if self.cleaned_data["again"] != self.cleaned_data.get("password", self.cleaned_data["again"]):
            raise ValidationError(_("The two passwords differ. Nothing was saved; please type both again."))
        return self.cleaned_data["again"]
