"""The status report for a committee of the council: a look at it, and the paper in one click."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.documents import DOCUMENT_FORMATS, document_response
from core.views.base import TextPage
from steering import rules
from steering.forms.council import CouncilReportForm
from steering.queries.council_report import Head, council_document, counts_of, public_lines

TRAIL = ((_("Decision control"), reverse_lazy("steering:decision_control")),)
A_YEAR = timedelta(days=365)


class CouncilReportPage(TextPage):
    """The office prepares a Mitteilungsvorlage; nothing but the public part can get into it."""

    role_permission = rules.may_plan_meetings
    template_name = "steering/council_report.html"
    heading = _("Status report for the council")
    breadcrumbs = TRAIL

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what will stand in it, or hand it out as a file."""
        wanted = request.GET.get("format", "")
        if wanted not in DOCUMENT_FORMATS:
            return super().get(request, *args, **kwargs)
        form = CouncilReportForm(request.GET)
        since = form.since_or(request.today - A_YEAR)
        head = Head(**{name: form.value(name) for name in ("body", "meets_on", "reference", "lead")})
        document = council_document(
            public_lines(request.today, since),
            head=head,
            city=request.installation.city_name,
            today=request.today,
            since=since,
            made_at=request.now,
        )
        return document_response(document, wanted, _("Status report"), request.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the lines and their numbers."""
        form = CouncilReportForm(self.request.GET)
        since = form.since_or(self.request.today - A_YEAR)
        lines = public_lines(self.request.today, since)
        return super().get_context_data(form=form, since=since, lines=lines, counts=counts_of(lines), **kwargs)
