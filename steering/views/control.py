"""Decision control: the page, and the same lines as PDF, DOCX, XLSX and CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from core.documents import DOCUMENT_FORMATS, document_response
from core.export import FORMATS, file_response
from core.views.base import ListPage
from steering import rules
from steering.forms.control import CHANGED, ControlFilter
from steering.models import Measure
from steering.queries.control import Line, blocks_of, control_rows, lines_of
from steering.queries.control_document import control_document
from steering.resources.control import ControlResource
from steering.tables.lists import MeasureTable
from steering.views.shared import DatedListMixin


class DecisionControlPage(DatedListMixin, ListPage):
    """The page the committee looks at together: by part, body and unit, overdue first."""

    model = Measure
    table_class = MeasureTable
    filterset_class = ControlFilter
    role_permission = rules.may_read_results
    template_name = "steering/decision_control.html"
    heading = _("Decision control")
    table_pagination = False
    # More than any committee looks at in one meeting; the files hold all.
    paginate_by = 200
    empty_text = _(
        "Every open measure stands here, unit by unit. It begins with the first decision that orders something."
    )

    def get_queryset(self) -> Any:
        """Return what the committee still has to look at."""
        return control_rows(self.request.user, self.request.today)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the page, or hand out all its lines as a file."""
        wanted = request.GET.get("format", "")
        if wanted not in {*FORMATS, *DOCUMENT_FORMATS}:
            return super().get(request, *args, **kwargs)
        filterset = self.get_filterset(self.get_filterset_class())
        rows = filterset.qs if filterset.is_valid() else self.get_queryset()
        if wanted in FORMATS:
            resource = ControlResource(
                today=request.today, calendar=self.calendar, with_changes=self.only_changed(filterset)
            )
            return file_response(resource, rows, wanted, "decision-control")
        document = control_document(
            self.lines(rows, filterset), city=request.installation.city_name, today=request.today, made_at=request.now
        )
        return document_response(document, wanted, _("Decision control"), request.today)

    def only_changed(self, filterset: ControlFilter) -> bool:
        """Tell whether what changed is asked for."""
        return filterset.is_valid() and filterset.form.cleaned_data.get("show") == CHANGED

    def lines(self, rows: Any, filterset: ControlFilter) -> list[Line]:
        """Return the lines of these rows."""
        with_changes = self.only_changed(filterset)
        return lines_of(rows, self.request.today, self.calendar, with_changes=with_changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Group the lines of this page; count what is late in all of them."""
        context = super().get_context_data(**kwargs)
        return context | {
            "page": context["page_obj"],
            "blocks": blocks_of(self.lines(context["page_obj"].object_list, context["filter"])),
            "overdue": self.object_list.overdue(self.request.today).count(),
            "only_changed": self.only_changed(context["filter"]),
            "is_projected": "projector" in self.request.GET,
            "may_report": rules.may_plan_meetings(self.request.user),
        }
