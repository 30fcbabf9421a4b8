"""Forms of the import of measures lists."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from quarters.reading.table import MAX_BYTES
from steering.enums import Side
from steering.enums_exchange import ListImportState
from steering.models import Committee, MeasureImport


class MeasureImportFilter(django_filters.FilterSet):
    """Find an import by state and committee."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=ListImportState, empty_label=_("all"))
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all")
    )

    class Meta:
        model = MeasureImport
        fields = ("state", "committee")


class ListUploadForm(PageForm):
    """Which list, of which committee."""

    committee = forms.ModelChoiceField(
        label=_("Committee"),
        queryset=Committee.objects.none(),
        help_text=_("Whose list it is. Numbers count per committee."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with one row of headings. Needed: measure, lead unit, date. Also read: number, contributing "
            "units, state, status, quarter, side. Nothing changes before you have seen and confirmed what would."
        ),
        error_messages={"empty": _("The file is empty. Please choose another one.")},
    )
    side = forms.ChoiceField(
        label=_("Side of the work where a row names none"),
        choices=[("", _("none: such rows are rejected")), *Side.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = Committee.objects.visible_to(user).valid_on(today)

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Nothing was kept. Please split it."))
        return file


class ListConfirmForm(PageForm):
    """Whether rows that cannot be taken over may be left out."""

    leave_out = forms.BooleanField(
        label=_("Leave out the rejected rows and those in conflict"),
        required=False,
        help_text=_("They can be corrected in the file and imported again; what is in already stays unchanged."),
    )
