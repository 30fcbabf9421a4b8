"""Minutes and agenda as files, versions side by side, excerpts for the units."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import get_for
from core.documents import DOCUMENT_FORMATS, document_response
from core.files import download_response
from core.views.base import DetailPage
from steering import rules
from steering.enums_minutes import MinutesState
from steering.models import Meeting, MinutesExcerpt, MinutesVersion
from steering.queries.agenda_document import agenda_document, agenda_file_name, public_agenda_document
from steering.queries.minutes import current_version, excerpt_parts, items_left_out, parts_of
from steering.queries.minutes_changes import changes_between
from steering.queries.minutes_document import (
    excerpt_document,
    member_document,
    minutes_file_name,
    public_document,
)
from steering.queries.minutes_page import shown
from steering.views.minutes import MinutesMixin


def wanted_format(request: HttpRequest) -> str:
    """Return the form in which a file is wanted, PDF unless said otherwise; anything unknown does not exist."""
    wanted = request.GET.get("format", "pdf")
    if wanted not in DOCUMENT_FORMATS:
        raise Http404
    return wanted


class MinutesFile(MinutesMixin, DetailPage):
    """The minutes as this person may read them; who may read all gets the sealed file itself."""

    role_permission = rules.may_read_results

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        wanted, minutes = wanted_format(request), self.get_object()
        version = current_version(minutes)
        complete = not items_left_out(version, parts_of(version, request.user))
        if minutes.state == MinutesState.SEALED and wanted == "pdf" and complete:
            return download_response(minutes.file)
        document = member_document(minutes, version, request.user)
        return document_response(document, wanted, minutes_file_name(minutes))


class MinutesPublicFile(MinutesMixin, DetailPage):
    """The public version of sealed minutes."""

    role_permission = rules.may_read_results

    def get_queryset(self) -> Any:
        """A draft has no public version."""
        return super().get_queryset().filter(state=MinutesState.SEALED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        wanted, minutes = wanted_format(request), self.get_object()
        return document_response(public_document(minutes), wanted, minutes_file_name(minutes, _("public")))


class MinutesComparePage(MinutesMixin, DetailPage):
    """Whoever wants to know what changed between two versions, word by word."""

    template_name = "steering/minutes_compare.html"
    role_permission = rules.may_read_results
    heading = _("Compare versions")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the minutes."""
        trail = super().get_breadcrumbs()
        return (*trail, (pgettext_lazy("document", "Minutes"), self.object.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare the versions asked for; without a choice the last two."""
        versions = list(self.object.versions.select_related("made_by").order_by("number"))
        new = self._chosen(versions, "new", versions[-1])
        old = self._chosen(versions, "old", versions[max(versions.index(new) - 1, 0)])
        changes = changes_between(old, new, self.request.user)
        return super().get_context_data(
            versions=versions,
            old=old,
            new=new,
            changed=[change for change in changes if change.is_changed],
            unchanged=sum(not change.is_changed for change in changes),
            **kwargs,
        )

    def _chosen(self, versions: list[MinutesVersion], name: str, default: MinutesVersion) -> MinutesVersion:
        return next((each for each in versions if str(each.number) == self.request.GET.get(name)), default)


class MinutesExcerptPage(DetailPage):
    """A unit reads what concerns it; the office sees what the unit was told of."""

    model = MinutesExcerpt
    template_name = "steering/minutes_excerpt.html"

    def get_object(self, queryset: Any = None) -> MinutesExcerpt:
        """Fetch by minutes and unit."""
        rows = MinutesExcerpt.objects.select_related("minutes__meeting__committee", "unit")
        return get_for(self.request.user, rows, minutes=self.kwargs["pk"], unit=self.kwargs["unit"])

    def get_heading(self) -> Any:
        """Name the meeting and the unit."""
        meeting = self.object.minutes.meeting
        return _("Excerpt from the minutes: %(meeting)s") % {"meeting": meeting}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or hand it out as a file (`?format=`)."""
        self.object = self.get_object()
        version = current_version(self.object.minutes)
        parts = list(excerpt_parts(version, self.object.unit, request.user))
        if "format" in request.GET:
            wanted, minutes, unit = wanted_format(request), self.object.minutes, self.object.unit
            document = excerpt_document(minutes, version, str(unit), [part.content for part in parts])
            return document_response(document, wanted, minutes_file_name(minutes, unit))
        return self.render_to_response(self.get_context_data(parts=shown(parts), version=version))


class AgendaFile(DetailPage):
    """The agenda as this person may read it, or its public part (`?public=1`)."""

    model = Meeting
    role_permission = rules.may_read_results

    def get_queryset(self) -> Any:
        """Load the committee with it."""
        return Meeting.objects.select_related("committee")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out."""
        wanted, meeting = wanted_format(request), self.get_object()
        if "public" in request.GET:
            document = public_agenda_document(meeting, made_at=request.now)
            return document_response(document, wanted, agenda_file_name(meeting), _("public"))
        document = agenda_document(meeting, request.user, made_at=request.now)
        return document_response(document, wanted, agenda_file_name(meeting))
