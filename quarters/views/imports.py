"""Imports: upload, look, confirm; and take back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage, DetailPage, FormPage, ListPage
from quarters.domain.checking import check_import
from quarters.domain.imports import confirm_import, discard_import, undo_import, upload_import
from quarters.domain.missing import create_missing
from quarters.enums import BatchState, Change
from quarters.forms.imports import ConfirmForm, ImportFilter, UploadForm
from quarters.models import ImportBatch
from quarters.queries.imports import missing_areas, missing_indicators, preview_rows
from quarters.resources.cells import open_file
from quarters.rules import may_import
from quarters.tables.imports import TONES, ImportTable

TRAIL = ((_("Imports"), reverse_lazy("quarters:importbatch_list")),)
STEPS = (_("Choose file"), _("Look at the changes"), _("Confirm"))
ROWS_ON_A_PAGE = 50
# A file up to this size is read at once; a larger one in the background, with progress.
AT_ONCE_BYTES = 300_000


class ImportListPage(ListPage):
    """What was brought in, by whom; every confirmed import can be taken back."""

    model = ImportBatch
    role_permission = may_import
    table_class = ImportTable
    filterset_class = ImportFilter
    heading = _("Imports")
    empty_text = _("Files of figures that were uploaded stand here, with what they changed.")
    create_action = (_("Import file"), reverse_lazy("quarters:importbatch_create"))

    def get_queryset(self) -> Any:
        """Load what the table names."""
        return super().get_queryset().select_related("profile", "uploaded_by")


class ImportCreatePage(FormPage):
    """Step one: which file."""

    form_class = UploadForm
    role_permission = may_import
    template_name = "quarters/importbatch_create.html"
    heading = _("Import file")
    submit_label = _("Check file")
    breadcrumbs = TRAIL
    extra_context = {"steps": STEPS}

    def perform(self, form: UploadForm) -> ImportBatch:
        """Keep the file; read it now if it is small, otherwise in the background."""
        file = form.cleaned_data["file"]
        content = file.read()
        batch = upload_import(
            form.cleaned_data["profile"],
            file_name=file.name,
            content=content,
            user=self.request.user,
            now=self.request.now,
        )
        if len(content) <= AT_ONCE_BYTES:
            check_import(batch.pk, open_file=open_file)
        return batch


class ImportDetailPage(DetailPage):
    """Step two: what would change, with row and column of the file; later, what has changed."""

    model = ImportBatch
    role_permission = may_import
    template_name = "quarters/importbatch_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load what the page names."""
        return ImportBatch.objects.select_related("profile__source", "uploaded_by", "confirmed_by", "undoes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows of the chosen kind and what is missing."""
        batch = self.object
        change = self._change()
        rows = Paginator(preview_rows(batch, change), ROWS_ON_A_PAGE)
        checked = batch.state == BatchState.CHECKED
        return super().get_context_data(
            steps=STEPS,
            tone=TONES[batch.state],
            is_running=batch.state in {BatchState.UPLOADED, BatchState.READING},
            tabs=self._tabs(change),
            change=change,
            rows=rows.get_page(self.request.GET.get("page")),
            missing_areas=missing_areas(batch) if checked else [],
            missing_indicators=missing_indicators(batch) if checked else [],
            undone_by=ImportBatch.objects.filter(undoes=batch).first(),
            **kwargs,
        )

    def _change(self) -> Change:
        """Return the kind the reader chose, otherwise the first that needs a look."""
        chosen = self.request.GET.get("change", "")
        if chosen in Change.values:
            return Change(chosen)
        order = (Change.CHANGED, Change.REJECTED, Change.NEW, Change.REMOVED)
        return next((each for each in order if getattr(self.object, each.value)), Change.UNCHANGED)

    def _tabs(self, current: Change) -> list[dict[str, Any]]:
        """Return a tab per kind of change."""
        order = (Change.CHANGED, Change.NEW, Change.REMOVED, Change.REJECTED, Change.UNCHANGED)
        return [
            {
                "label": capfirst(each.label),
                "url": f"?change={each.value}",
                "current": each == current,
                "count": getattr(self.object, each.value),
            }
            for each in order
        ]


class ImportActPage(ActionPage):
    """An act on an import, for data stewards."""

    model = ImportBatch
    role_permission = may_import

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the import."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))


class ImportCompletePage(ImportActPage):
    """Create the areas and indicators the file names and we do not have."""

    heading = _("Create from the file")
    submit_label = _("Create")
    template_name = "quarters/importbatch_complete.html"
    question = _("Shall these areas and indicators be created? Look at the keys and names first.")
    success_message = _("Created. The preview is up to date.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would be created."""
        return super().get_context_data(
            missing_areas=missing_areas(self.object), missing_indicators=missing_indicators(self.object), **kwargs
        )

    def perform(self, form: Form) -> ImportBatch:
        """Create them."""
        return create_missing(self.object)


class ImportConfirmPage(ImportActPage):
    """Step three: make figures of it."""

    form_class = ConfirmForm
    template_name = "quarters/importbatch_confirm.html"
    heading = _("Confirm import")
    question = _("Shall these changes become figures? Rejected cells change nothing.")
    success_message = _("The figures are in. The import can be undone at any time.")
    extra_context = {"steps": STEPS}

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        """Ask about removed figures only where there are any."""
        form = super().get_form(form_class)
        if not self.object.removed:
            del form.fields["withdraw_removed"]
        return form

    def perform(self, form: ConfirmForm) -> ImportBatch:
        """Confirm what was seen."""
        return confirm_import(
            self.object,
            user=self.request.user,
            now=self.request.now,
            withdraw_removed=form.cleaned_data.get("withdraw_removed", False),
        )


class ImportUndoPage(ImportActPage):
    """Take a confirmed import back."""

    heading = _("Undo import")
    question = _(
        "Shall the figures become what they were before this import? "
        "Figures that a later import changed again stay as they are. The undoing is an import of its own."
    )
    success_message = _("The former figures are back.")

    def perform(self, form: Form) -> ImportBatch:
        """Undo it."""
        return undo_import(self.object, user=self.request.user, now=self.request.now)


class ImportDiscardPage(ImportActPage):
    """Throw an unconfirmed file away."""

    heading = _("Discard file")
    question = _("Shall this file be discarded? No figure has been changed by it.")

    def perform(self, form: Form) -> None:
        """Discard it."""
        discard_import(self.object)

    def form_valid(self, form: Form) -> HttpResponse:
        """Say that nothing else happened."""
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(self.request, _("The file was discarded."))
        return response

    def get_success_url(self) -> str:
        """Return to the list."""
        return reverse("quarters:importbatch_list")
