"""Forms and filters for organisations, office closures and the settings of the installation."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import CASEWORK_ROLES, Land, Language, OrganisationKind, Role
from core.forms.base import PageForm
from core.models import OfficeClosure, Organisation

LOGO_LIMIT = 200_000
# A picture is recognised by its first bytes, never by its name.
LOGO_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


class OrganisationFilter(django_filters.FilterSet):
    """Find a unit by name or number, kind, and whether it still exists."""

    q = django_filters.CharFilter(label=_("Name or number"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=OrganisationKind, empty_label=_("all"))

    class Meta:
        model = Organisation
        fields = ("q", "kind")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the beginning of the number or any part of the names."""
        return queryset.filter(Q(number__istartswith=value) | Q(name__icontains=value) | Q(short_name__icontains=value))


class OrganisationForm(PageForm, forms.ModelForm):
    """One organisation."""

    fieldsets = (
        (_("Name"), ("kind", "number", "name", "short_name", "parent")),
        (_("Contact"), ("inbox_email",)),
        (_("Validity"), ("valid_from", "valid_to")),
    )

    class Meta:
        model = Organisation
        fields = ("kind", "number", "name", "short_name", "parent", "inbox_email", "valid_from", "valid_to")
        widgets: ClassVar = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn when nobody would be reached while a person is absent."""
        if not cleaned.get("inbox_email"):
            self.warn(_("Without a unit inbox, reminders reach nobody while the responsible person is absent."))


class ClosureFilter(django_filters.FilterSet):
    """Closures of one year."""

    year = django_filters.NumberFilter(label=_("Year"), field_name="day", lookup_expr="year")

    class Meta:
        model = OfficeClosure
        fields = ("year",)


class ClosureForm(PageForm):
    """One day on which the offices are closed."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(
        label=_("Reason"),
        max_length=100,
        help_text=_("For example Rosenmontag. Working days skip this day; legal deadlines do not."),
    )


class InstallationForm(PageForm):
    """What differs between installations and is data."""

    fieldsets = (
        (_("City"), ("city_name", "municipality_key", "land", "logo")),
        (_("Language and mail"), ("default_language", "sender_address")),
        (_("Links at the foot of every page"), ("imprint_url", "privacy_url", "accessibility_url")),
        (_("Protection"), ("second_factor_roles", "small_count_threshold")),
    )

    city_name = forms.CharField(label=_("Name of the city"), max_length=120)
    municipality_key = forms.RegexField(
        r"^[0-9]{8}$",
        label=_("Municipality key (AGS)"),
        required=False,
        help_text=_("Eight digits, for example 05513000."),
        error_messages={"invalid": _("The municipality key has eight digits. Please correct it.")},
    )
    land = forms.ChoiceField(label=_("Land"), choices=Land, help_text=_("Decides on the legal holidays."))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 200 KB. Leave empty to keep the present one."),
    )
    default_language = forms.ChoiceField(label=_("Default language"), choices=Language)
    sender_address = forms.EmailField(label=_("Sender of mails"), required=False)
    imprint_url = forms.URLField(label=_("Imprint"), required=False, assume_scheme="https")
    privacy_url = forms.URLField(label=_("Privacy notice"), required=False, assume_scheme="https")
    accessibility_url = forms.URLField(label=_("Accessibility statement"), required=False, assume_scheme="https")
    second_factor_roles = forms.MultipleChoiceField(
        label=_("Roles with a second factor"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Casework roles always need one."),
    )
    small_count_threshold = forms.IntegerField(
        label=_("Threshold for small counts"),
        min_value=3,
        max_value=100,
        help_text=_("Counts below this number are not shown. At least 3."),
    )

    def clean_second_factor_roles(self) -> list[str]:
        """Casework roles cannot be left out."""
        return sorted({*self.cleaned_data["second_factor_roles"], *CASEWORK_ROLES})

    def clean_logo(self) -> tuple[bytes, str] | None:
        """Return content and media type; the name of the file is not believed."""
        upload = self.cleaned_data.get("logo")
        if not upload:
            return None
        content = upload.read(LOGO_LIMIT + 1)
        if len(content) > LOGO_LIMIT:
            raise ValidationError(
                _("The picture is larger than 200 KB. The other entries are kept; please choose a smaller one.")
            )
        for signature, media_type in LOGO_SIGNATURES.items():
            if content.startswith(signature):
                return content, media_type
        raise ValidationError(
            _("This is no PNG, JPEG or WebP picture. The other entries are kept; please choose another file.")
        )
