"""Log mode: one item after the other, by keyboard."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.views.base import ActionPage, ObjectFormPage, Page
from steering import rules
from steering.domain.outcomes import ChangedMeanwhileError, record_outcome, reopen_item
from steering.domain.spoken_dates import due_date_from
from steering.enums import Link
from steering.forms.outcomes import OutcomeForm
from steering.models import AgendaItem, Decision, LogDraft
from steering.queries.attendance import AttendanceList, attendance_list, instant_of
from steering.queries.decisions import open_measure_count
from steering.queries.drafts import current_values, draft_of, lines_of, open_revisions, writers_of
from steering.queries.meetings import items_to_log
from steering.views.meetings import TRAIL, meeting_for
from steering.views.shared import CalendarMixin, moment_for

# As many lines of an agenda are drawn beside the form.
WINDOW = 80


class OutcomeNextPage(View):
    """Leads to the first item without a result, or back to the meeting when all have one."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Redirect."""
        meeting = meeting_for(request.user, pk)
        item = meeting.agenda_items.visible_to(request.user).open().order_by("position").first()
        if item is None:
            return HttpResponseRedirect(meeting.get_absolute_url())
        return HttpResponseRedirect(reverse("steering:outcome_log", args=[item.pk]))


class OutcomePage(CalendarMixin, ObjectFormPage):
    """The minute taker, in the meeting, without time."""

    model = AgendaItem
    form_class = OutcomeForm
    permission = rules.may_log_item
    template_name = "steering/outcome_log.html"

    def get_queryset(self) -> Any:
        """Load meeting, committee and seat with the item."""
        return items_to_log(self.request.user)

    def get_heading(self) -> str:
        """Name the item."""
        return f"{_('Item %(item)s') % {'item': self.object.label}}: {self.object.title}"

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object.meeting), self.object.meeting.get_absolute_url()))

    @cached_property
    def decisions(self) -> list[Decision]:
        """What has been decided under this item."""
        return list(self.object.decisions.order_by("pk").with_progress().select_related("vote", "earlier"))

    @cached_property
    def draft(self) -> LogDraft | None:
        """What has been typed and not recorded yet."""
        return draft_of(self.object)

    @cached_property
    def values(self) -> dict[str, str]:
        """What the fields hold: recorded, and typed over it."""
        return current_values(self.object, self.draft)

    @cached_property
    def people(self) -> AttendanceList:
        """Who is there."""
        return attendance_list(self.object.meeting)

    @property
    def instant(self) -> datetime | None:
        """The instant presence is counted for."""
        return instant_of(self.object.meeting, self.request.now)

    def get_initial(self) -> dict[str, Any]:
        """Start from what has been typed, from what is recorded, and from the proposed wording."""
        typed = self.values | self._corrected()
        lists = {name: typed.get(name, "").split(",") if typed.get(name) else [] for name in ("contributing", "areas")}
        draft_version = self.draft.version if self.draft else 0
        return typed | lists | {"version": self.object.version, "draft_version": draft_version}

    def _corrected(self) -> dict[str, str]:
        """Return the wording of a decision that is to be corrected by a new one."""
        number = self.request.GET.get("replaces", "")
        earlier = next((decision for decision in self.decisions if decision.number == number), None)
        if earlier is None or self.values.get("wording"):
            return {}
        return {"result": "decided", "wording": earlier.wording, "earlier": number, "link": Link.REPLACES}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what due dates are counted from, and who is there."""
        moment = moment_for(self.request, self.object.meeting.committee_id, self.calendar)
        return super().get_form_kwargs() | {
            "item": self.object,
            "user": self.request.user,
            "has_decision": bool(self.decisions),
            "people": self.people,
            "quorum": self.people.quorum(self.instant),
            "moment": moment,
            "municipality": self.request.installation.municipality_key,
        }

    def perform(self, form: OutcomeForm) -> AgendaItem:
        """Record it; if somebody else was quicker, show their text beside the own one."""
        try:
            return record_outcome(self.object, user=self.request.user, outcome=form.outcome())
        except ChangedMeanwhileError as refusal:
            draft = refusal.draft
            form.show_theirs(refusal.theirs, draft.fields if draft else {}, draft.version if draft else 0)
            raise

    def form_valid(self, form: OutcomeForm) -> HttpResponse:
        """Say what was recorded: number, date and its reason."""
        response = super().form_valid(form)
        if hasattr(self, "done"):
            messages.success(self.request, self._said(form))
        return response

    def _said(self, form: OutcomeForm) -> str:
        if not form.cleaned_data["wording"].strip() or not form.outcome().wording:
            return _("Item %(label)s: recorded.") % {"label": self.object.label}
        number = self.object.decisions.order_by("-pk").first()
        order, due = form.cleaned_data["order"], form.cleaned_data["due"]
        if order is None:
            return _("Decision %(number)s has been recorded.") % {"number": number}
        return _("Decision %(number)s has been recorded: %(unit)s until %(day)s. %(reason)s") % {
            "number": number,
            "unit": order.lead_unit,
            "day": date_format(due.day, "D, d.m.Y"),
            "reason": str(due),
        }

    def get_success_url(self) -> str:
        """Go on to the next item without a result."""
        if "stay" in self.request.POST:
            return self.request.path
        return reverse("steering:outcome_next", args=[self.object.meeting_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the agenda beside the form, the way to the neighbours, and what other writers left."""
        item, user = self.object, self.request.user
        lines = list(lines_of(item.meeting, user))
        items = [line for line in lines if not line.is_section]
        place = next(index for index, line in enumerate(items) if line.pk == item.pk)
        return super().get_context_data(
            lines=window(lines, item.pk),
            hidden_lines=max(0, len(lines) - WINDOW),
            decisions=self.decisions,
            revisions=list(open_revisions(item, self.draft)),
            values=self.values,
            writers=list(writers_of(item.meeting, user, self.request.now)),
            people=self.people,
            present=self.people.present(self.instant),
            quorum=self.people.quorum(self.instant),
            meeting=item.meeting,
            previous=items[place - 1] if place else None,
            following=items[place + 1] if place + 1 < len(items) else None,
            all_items=len(items),
            recorded=sum(bool(line.result) for line in items),
            **kwargs,
        )


def window(lines: list[AgendaItem], current: int) -> list[AgendaItem]:
    """Return the lines around the current one; a very long agenda is not drawn as a whole."""
    place = next(index for index, line in enumerate(lines) if line.pk == current)
    begin = max(0, min(place - WINDOW // 2, len(lines) - WINDOW))
    return lines[begin : begin + WINDOW]


class ItemReopenPage(ActionPage):
    """A result was chosen by mistake."""

    model = AgendaItem
    permission = rules.may_log_item
    heading = gettext_lazy("Take result back")
    question = gettext_lazy("The result is taken back; the minutes stay. Decisions are never taken back.")
    submit_label = gettext_lazy("Take result back")

    def get_queryset(self) -> Any:
        """Load the meeting with the item."""
        return items_to_log(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the item."""
        return (*TRAIL, (str(self.object), self.get_success_url()))

    def perform(self, form: Any) -> AgendaItem:
        """Take it back."""
        return reopen_item(self.object, user=self.request.user)

    def get_success_url(self) -> str:
        """Go back to the item."""
        return reverse("steering:outcome_log", args=[self.object.pk])


class DecisionLookup(Page, View):
    """Answers while the number of an earlier decision is being typed."""

    http_method_names = ("get", "head", "options")
    role_permission = rules.is_committee

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the decisions whose number holds what was typed; for one alone also what it says."""
        number = request.GET.get("earlier", "").strip()[:24]
        rows = Decision.objects.visible_to(request.user).filter(number__icontains=number).order_by("-pk")
        found = list(rows.annotate(open_measures=open_measure_count())[:8]) if len(number) >= 2 else []
        exact = next((row for row in found if row.number.lower() == number.lower()), None)
        return render(request, "steering/parts/earlier_answer.html", {"found": found, "exact": exact, "number": number})


class DueDatePreview(CalendarMixin, Page, View):
    """Answers while a due date is being typed: which day, and why."""

    http_method_names = ("get", "head", "options")
    role_permission = rules.may_read_measures

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return one line of HTML."""
        committee = request.GET.get("committee", "")
        moment = moment_for(
            request, int(committee) if committee.isdecimal() and len(committee) < 10 else None, self.calendar
        )
        context: dict[str, Any] = {}
        if text := request.GET.get("due", "").strip():
            try:
                context["answer"] = due_date_from(text[:60], moment)
            except ValidationError as refusal:
                context["refusal"] = refusal.messages[0]
        return render(request, "steering/parts/due_answer.html", context)
