"""Forms of the import of measures lists."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from quarters.reading.errors import Unreadable
from quarters.reading.table import MAX_BYTES
from steering.domain.measure_imports import ListFile
from steering.enums import Side
from steering.enums_exchange import ListImportState
from steering.models import Committee, MeasureImport
from steering.queries.measure_imports import areas_by_name, units_by_name
from steering.resources.measure_lists import MeasureList


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

    def __init__(self, *args: Any, user: Any, today: Any, municipality: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.municipality = today, municipality
        self.fields["committee"].queryset = Committee.objects.visible_to(user).valid_on(today)

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Nothing was kept. Please split it."))
        return file

    def clean(self) -> dict[str, Any]:
        """Read the file; one that cannot be read is refused as a whole, with the reason."""
        cleaned = super().clean()
        if not self.errors:
            try:
                cleaned["list"] = self._read(cleaned["file"], cleaned["side"])
            except Unreadable as reason:
                self.add_error("file", self._in_words(reason))
        return cleaned

    def _read(self, file: Any, side: str) -> ListFile:
        content = file.read()
        units, areas = units_by_name(self.today), areas_by_name(self.municipality, self.today)
        found = MeasureList(content, units=units, areas=areas, side=side)
        return ListFile(file.name, content, found.columns, found.ignored, list(found.rows()))

    @staticmethod
    def _in_words(reason: Unreadable) -> str:
        words = [str(reason.refusal.label)]
        if reason.detail:
            words.append(_("Place in the file: %(place)s.") % {"place": reason.detail})
        return " ".join([*words, str(_("Nothing was kept. Please correct the file."))])


class ListConfirmForm(PageForm):
    """Whether rows that cannot be taken over may be left out."""

    leave_out = forms.BooleanField(
        label=_("Leave out the rejected rows and those in conflict"),
        required=False,
        help_text=_("They can be corrected in the file and imported again; what is in already stays unchanged."),
    )
