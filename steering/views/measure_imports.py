"""Imports of measures lists: choose a file, look at every row, confirm; and take back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage, DetailPage, FormPage, ListPage
from quarters.reading.errors import Unreadable
from steering import rules
from steering.domain.measure_imports import ListFile, check_list, confirm_import, discard_import, undo_import
from steering.enums_exchange import ListImportState, RowChange
from steering.forms.measure_imports import ListConfirmForm, ListUploadForm, MeasureImportFilter
from steering.models import MeasureImport
from steering.queries.measure_imports import CHANGES, areas_by_name, preview_rows, unit_names, units_by_name
from steering.resources.measure_lists import HEADINGS, MeasureList
from steering.tables.measure_imports import TONES, MeasureImportTable

TRAIL = ((_("Imports of measures"), reverse_lazy("steering:measureimport_list")),)
STEPS = (_("Choose file"), _("Look at the rows"), _("Confirm"))
ROWS_ON_A_PAGE = 50


class MeasureImportListPage(ListPage):
    """The office, once at the beginning and whenever a further list turns up."""

    model = MeasureImport
    table_class = MeasureImportTable
    filterset_class = MeasureImportFilter
    role_permission = rules.may_import_measures
    heading = _("Imports of measures")
    empty_text = _("Lists of measures that were kept in a spreadsheet so far can be taken over here.")
    create_action = (_("Import list"), reverse_lazy("steering:measureimport_create"))

    def get_queryset(self) -> Any:
        """Load what the table names."""
        return super().get_queryset().select_related("committee", "uploaded_by")


class MeasureImportCreatePage(FormPage):
    """Step one: which file."""

    form_class = ListUploadForm
    role_permission = rules.may_import_measures
    template_name = "steering/measureimport_create.html"
    heading = _("Import list")
    submit_label = _("Check file")
    breadcrumbs = TRAIL
    extra_context = {"steps": STEPS}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer today's committees."""
        return super().get_form_kwargs() | {"user": self.request.user, "today": self.request.today}

    def perform(self, form: ListUploadForm) -> MeasureImport:
        """Read the file; keep its rows and compare them with the measures. One that cannot be read is refused."""
        data = form.cleaned_data
        try:
            file = self._read(data["file"], data["side"])
        except Unreadable as reason:
            raise ValidationError({"file": _in_words(reason)}) from reason
        return check_list(file, committee=data["committee"], side=data["side"], user=self.request.user)

    def _read(self, file: Any, side: str) -> ListFile:
        content, today = file.read(), self.request.today
        areas = areas_by_name(self.request.installation.municipality_key, today)
        found = MeasureList(content, units=units_by_name(today), areas=areas, side=side)
        return ListFile(file.name, content, found.columns, found.ignored, list(found.rows()))


def _in_words(reason: Unreadable) -> str:
    words = [str(reason.refusal.label)]
    if reason.detail:
        words.append(gettext("Place in the file: %(place)s.") % {"place": reason.detail})
    return " ".join([*words, gettext("Nothing was kept. Please correct the file.")])


class MeasureImportDetailPage(DetailPage):
    """Step two: what each row would do; later, what came of the list."""

    model = MeasureImport
    role_permission = rules.may_import_measures
    template_name = "steering/measureimport_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load what the page names."""
        return MeasureImport.objects.select_related("committee", "uploaded_by", "confirmed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the chosen kind."""
        batch, change = self.object, self._change()
        rows = Paginator(preview_rows(batch, change, unit_names()), ROWS_ON_A_PAGE)
        return super().get_context_data(
            steps=STEPS,
            tone=TONES[ListImportState(batch.state)],
            tabs=self._tabs(change),
            change=change,
            rows=rows.get_page(self.request.GET.get("page")),
            headings=[batch.columns[name] for name in HEADINGS if name in batch.columns],
            shows_rows=batch.state in (ListImportState.CHECKED, ListImportState.CONFIRMED),
            **kwargs,
        )

    def _kinds(self) -> tuple[RowChange, ...]:
        """What is confirmed became measures; what was left out is still shown with its reasons."""
        confirmed = self.object.state == ListImportState.CONFIRMED
        return (RowChange.CONFLICT, RowChange.REJECTED) if confirmed else CHANGES

    def _change(self) -> RowChange:
        """Return the kind the reader chose, otherwise the first that needs a look."""
        chosen, kinds = self.request.GET.get("change", ""), self._kinds()
        if chosen in kinds:
            return RowChange(chosen)
        order = (RowChange.REJECTED, RowChange.CONFLICT, RowChange.NEW)
        return next((each for each in order if each in kinds and getattr(self.object, each.value)), kinds[0])

    def _tabs(self, current: RowChange) -> list[dict[str, Any]]:
        return [
            {
                "label": capfirst(each.label),
                "url": f"?change={each.value}",
                "current": each == current,
                "count": getattr(self.object, each.value),
            }
            for each in self._kinds()
        ]


class MeasureImportActPage(ActionPage):
    """An act on an import, for the office."""

    model = MeasureImport
    role_permission = rules.may_import_measures

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the import."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))


class MeasureImportConfirmPage(MeasureImportActPage):
    """Step three: make measures of it."""

    form_class = ListConfirmForm
    template_name = "steering/measureimport_confirm.html"
    heading = _("Confirm import")
    question = _(
        "Shall the new rows become measures? The units named in open ones receive a follow-up and are reminded of it."
    )
    success_message = _("The measures are in. As long as nothing has happened to them, the import can be undone.")
    extra_context = {"steps": STEPS}

    def get_form(self, form_class: Any = None) -> ListConfirmForm:
        """Ask about rows left out only where there are any."""
        form = super().get_form(form_class)
        if not self.object.rejected + self.object.conflict:
            del form.fields["leave_out"]
        return form

    def perform(self, form: ListConfirmForm) -> MeasureImport:
        """Confirm what was seen."""
        leave_out = form.cleaned_data.get("leave_out", False)
        return confirm_import(self.object, user=self.request.user, leave_out=leave_out)


class MeasureImportUndoPage(MeasureImportActPage):
    """Take the measures of a list back."""

    heading = _("Undo import")
    question = _(
        "Shall the measures of this list be taken back, with their follow-ups? "
        "This is possible only as long as nothing has happened to them. Their numbers are not given out again."
    )
    success_message = _("The measures of this list are gone. It can be imported again.")

    def perform(self, form: Any) -> MeasureImport:
        """Undo it."""
        return undo_import(self.object)


class MeasureImportDiscardPage(MeasureImportActPage):
    """Throw an unconfirmed list away."""

    heading = _("Discard file")
    question = _("Shall this list be discarded? No measure has come of it.")
    success_message = _("The list was discarded.")

    def perform(self, form: Any) -> MeasureImport:
        """Discard it."""
        return discard_import(self.object)

    def get_success_url(self) -> str:
        """Return to the list."""
        return reverse("steering:measureimport_list")
