"""Forms of the imports."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from quarters.enums import BatchState
from quarters.models import ImportBatch, ImportProfile
from quarters.reading.table import MAX_BYTES


class ImportFilter(django_filters.FilterSet):
    """Find an import by state and profile."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=BatchState, empty_label=_("all"))
    profile = django_filters.ModelChoiceFilter(
        label=_("Import profile"), queryset=ImportProfile.objects.all(), empty_label=_("all")
    )

    class Meta:
        model = ImportBatch
        fields = ("state", "profile")


class UploadForm(PageForm):
    """Which file, and how it is laid out."""

    profile = forms.ModelChoiceField(
        label=_("Import profile"),
        queryset=ImportProfile.objects.select_related("source"),
        help_text=_("Says how this source lays out its files: columns, number format, symbols."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 20 MB. Nothing changes before you have seen and confirmed what would."),
        error_messages={"empty": _("The file is empty. Please choose another one.")},
    )

    def clean_file(self) -> object:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Nothing was kept. Please split it."))
        return file


class ConfirmForm(PageForm):
    """Whether figures that are missing in the file are taken back."""

    withdraw_removed = forms.BooleanField(
        label=_("Also take back the figures that are no longer in the file"),
        required=False,
        help_text=_("Without this tick they stay as they are."),
    )
