"""Papers: list, one paper with its files, handing in, changing, taking away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core.access import get_for
from core.files import download_response
from core.views.base import ActionPage, DetailPage, ListPage, ObjectFormPage
from steering import rules
from steering.domain.papers import add_paper, attach_files, change_paper, remove_attachment, remove_paper
from steering.forms.papers import AttachmentForm, PaperFields, PaperFilter, PaperForm
from steering.models import Paper, PaperAttachment
from steering.queries.agendas import attachments_to_change, papers_to_change, papers_with_counts
from steering.resources.papers import PaperResource
from steering.tables.papers import PaperTable
from steering.views.agendas import ItemPage

TRAIL = ((_("Papers"), reverse_lazy("steering:paper_list")),)
PAPER_FACTS = ("kind", "title", "text", "confidentiality", "lead_unit")


class PaperListPage(ListPage):
    """Whoever prepares for a meeting, or looks up what lay before the committee."""

    model = Paper
    table_class = PaperTable
    filterset_class = PaperFilter
    resource_class = PaperResource
    role_permission = rules.may_read_results
    heading = _("Papers")
    export_name = "papers"
    empty_text = _("Papers stand here as soon as one is handed in for an item of an agenda.")

    def get_queryset(self) -> Any:
        """Load item, meeting and the number of files."""
        return papers_with_counts(self.request.user)


class PaperDetailPage(DetailPage):
    """One paper: what it says, and its files."""

    model = Paper
    template_name = "steering/paper_detail.html"
    role_permission = rules.may_read_results
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load item and meeting, and whether this person has a seat there."""
        return papers_to_change(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the files this person may see, and what may be done."""
        user, paper = self.request.user, self.object
        files = PaperAttachment.objects.visible_to(user).filter(paper=paper).select_related("file").order_by("pk")
        return super().get_context_data(
            files=files,
            may_change=rules.may_change_paper(user, paper),
            may_remove=rules.may_remove_paper(user, paper),
            **kwargs,
        )


class PaperCreatePage(ItemPage):
    """Office or chair hand in a paper for an item."""

    form_class = PaperForm
    template_name = "steering/paper_form.html"
    permission = rules.may_add_paper
    heading = _("Hand in paper")
    submit_label = _("Hand in paper")
    success_message = _("The paper lies before the committee.")

    def get_initial(self) -> dict[str, Any]:
        """Start from the item."""
        item = self.object
        return {"title": item.title, "confidentiality": item.confidentiality, "lead_unit": item.lead_unit_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of today."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: PaperForm) -> Paper:
        """Keep it with its files."""
        values = {name: form.cleaned_data[name] for name in (*PAPER_FACTS, "files")}
        return add_paper(self.object, user=self.request.user, **values)

    def get_success_url(self) -> str:
        """Show the paper."""
        return self.done.get_absolute_url()


class PaperPage(ObjectFormPage):
    """A form about one paper."""

    model = Paper
    permission = rules.may_change_paper

    def get_queryset(self) -> Any:
        """Load item and meeting, and whether this person has a seat there."""
        return papers_to_change(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the paper."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the paper."""
        return self.object.get_absolute_url()


class PaperUpdatePage(PaperPage):
    """Office or chair change what a paper says."""

    form_class = PaperFields
    heading = _("Change paper")
    submit_label = _("Change paper")
    success_message = _("The paper has been changed.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what stands there."""
        return {name: getattr(self.object, name) for name in PAPER_FACTS}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of today."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: PaperFields) -> Paper:
        """Change it."""
        return change_paper(self.object, **{name: form.cleaned_data[name] for name in PAPER_FACTS})


class PaperRemovePage(PaperPage, ActionPage):
    """Office or chair take a paper away before the meeting begins."""

    permission = rules.may_remove_paper
    heading = _("Remove paper")
    question = _("The paper and its files are deleted for good.")
    success_message = _("The paper has been deleted.")
    extra_context = {"danger": True}

    def perform(self, form: Any) -> None:
        """Remove it."""
        remove_paper(self.object)

    def get_success_url(self) -> str:
        """Return to the meeting."""
        return self.object.item.get_absolute_url()


class AttachmentCreatePage(PaperPage):
    """Office or chair add files to a paper."""

    form_class = AttachmentForm
    template_name = "steering/paper_form.html"
    heading = _("Add files")
    submit_label = _("Add files")
    success_message = _("The files have been added.")

    def get_initial(self) -> dict[str, Any]:
        """Start from the paper."""
        return {"confidentiality": self.object.confidentiality}

    def perform(self, form: AttachmentForm) -> list[PaperAttachment]:
        """Keep them."""
        values = form.cleaned_data
        return attach_files(
            self.object, files=values["files"], confidentiality=values["confidentiality"], user=self.request.user
        )


class AttachmentDownload(View):
    """Hands out a file to whoever may see item, paper and file."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the bytes, to be saved."""
        found = get_for(request.user, PaperAttachment.objects.select_related("file"), pk=pk)
        return download_response(found.file)


class AttachmentRemovePage(ActionPage):
    """Office or chair take a file away before the meeting begins."""

    model = PaperAttachment
    permission = rules.may_remove_attachment
    heading = _("Remove file")
    question = _("The file is deleted for good.")
    success_message = _("The file has been deleted.")
    extra_context = {"danger": True}

    def get_queryset(self) -> Any:
        """Load paper and meeting, and whether this person has a seat there."""
        return attachments_to_change(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the paper."""
        return (*TRAIL, (str(self.object.paper), self.object.paper.get_absolute_url()))

    def perform(self, form: Any) -> None:
        """Remove it."""
        remove_attachment(self.object)

    def get_success_url(self) -> str:
        """Return to the paper."""
        return self.object.paper.get_absolute_url()
