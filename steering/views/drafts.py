"""The log's script: saves at every pause, and asks every few seconds what the other writers do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import View

from core.access import get_for, require
from steering import rules
from steering.domain.drafts import note_presence, save_draft
from steering.forms.drafts import read_changes
from steering.models import AgendaItem, LogDraft
from steering.queries.attendance import attendance_list, instant_of
from steering.queries.drafts import author_of, current_values, draft_of, lines_of, open_revisions, writers_of
from steering.queries.meetings import items_to_log


class DraftPage(View):
    """Answers in JSON about one item that its user may log."""

    http_method_names = ("post",)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Fetch the item first: hidden is 404, not permitted is 403."""
        self.item: AgendaItem = get_for(request.user, items_to_log(request.user), pk=kwargs["pk"])
        require(rules.may_log_item(request.user, self.item))
        return super().dispatch(request, *args, **kwargs)

    def state_of(self, draft: LogDraft | None) -> dict[str, Any]:
        """Return what every field holds now, with the versions a record refers to."""
        return {
            "version": self.item.version,
            "draft_version": draft.version if draft else 0,
            "values": current_values(self.item, draft),
        }


class DraftSavePage(DraftPage):
    """The minute taker pauses."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        """Save; say when it was, and in which fields somebody else was quicker."""
        try:
            sent = read_changes(request.body)
            saved = save_draft(self.item, user=request.user, changes=sent.changes, settle=sent.settle)
        except ValidationError as refusal:
            return JsonResponse({"error": " ".join(refusal.messages)}, status=422)
        return JsonResponse(
            self.state_of(saved.draft)
            | {
                "saved_at": timezone.localtime(saved.draft.saved_at).strftime("%H:%M:%S"),
                "refused": {name: self._refused(saved.draft, name) for name in sorted(saved.refused)},
            }
        )

    def _refused(self, draft: LogDraft, name: str) -> dict[str, Any]:
        """Say who was quicker, and under which number the late text was kept."""
        own = open_revisions(self.item, draft).filter(field=name, written_by=self.request.user).last()
        return {"by": author_of(self.item, draft, name), "revision": own.pk if own else 0}


class LogStatePage(DraftPage):
    """The page is open: who writes where, what has been recorded, who is there."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> JsonResponse:
        """Note where this writer is; return how all items stand."""
        note_presence(self.item, user=request.user)
        meeting = self.item.meeting
        people = attendance_list(meeting)
        summary = {
            "people": people,
            "present": people.present(instant_of(meeting, request.now)),
            "quorum": people.quorum(instant_of(meeting, request.now)),
            "meeting": meeting,
        }
        return JsonResponse(
            self.state_of(draft_of(self.item))
            | {
                "lines": [[line.pk, line.result, line.is_typed] for line in lines_of(meeting, request.user)],
                "writers": [[row.item_id, row.user.name] for row in writers_of(meeting, request.user, request.now)],
                "attendance": render_to_string("steering/parts/attendance_summary.html", summary, request),
            }
        )
