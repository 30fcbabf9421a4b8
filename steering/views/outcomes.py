"""Log mode: one item after the other, by keyboard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import View

from core.views.base import ObjectFormPage, Page
from steering import rules
from steering.domain.outcomes import ChangedMeanwhileError, record_outcome
from steering.domain.spoken_dates import due_date_from
from steering.forms.outcomes import OutcomeForm
from steering.models import AgendaItem
from steering.queries.meetings import agenda_of, items_to_log
from steering.views.meetings import TRAIL, meeting_for
from steering.views.shared import CalendarMixin, moment_for


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
        return _("Item %(item)s") % {"item": self.object}

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object.meeting), self.object.meeting.get_absolute_url()))

    @property
    def decisions(self) -> list[Any]:
        """What has been decided under this item."""
        if not hasattr(self, "_decisions"):
            self._decisions = list(self.object.decisions.order_by("pk").with_progress())
        return self._decisions

    def get_initial(self) -> dict[str, Any]:
        """Start from what is recorded, and from the proposed wording."""
        item = self.object
        return {
            "version": item.version,
            "minutes": item.minutes,
            "result": item.result,
            "wording": "" if self.decisions else item.proposed_text,
            "lead_unit": item.lead_unit_id,
            "deferred_to": item.deferred_to_id,
            "referred_to": item.referred_to_id,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what due dates are counted from."""
        moment = moment_for(self.request, self.object.meeting.committee_id, self.calendar)
        return super().get_form_kwargs() | {
            "item": self.object,
            "has_decision": bool(self.decisions),
            "moment": moment,
            "municipality": self.request.installation.municipality_key,
        }

    def perform(self, form: OutcomeForm) -> AgendaItem:
        """Record it; if somebody else was quicker, show their text beside the own one."""
        try:
            return record_outcome(self.object, user=self.request.user, outcome=form.outcome())
        except ChangedMeanwhileError as refusal:
            form.show_theirs(refusal.theirs)
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
        """Add the agenda beside the form, and the way to the neighbours."""
        items = list(agenda_of(self.object.meeting, self.request.user))
        place = next(index for index, item in enumerate(items) if item.pk == self.object.pk)
        return super().get_context_data(
            items=items,
            decisions=self.decisions,
            previous=items[place - 1] if place else None,
            following=items[place + 1] if place + 1 < len(items) else None,
            recorded=sum(bool(item.result) for item in items),
            **kwargs,
        )


class DueDatePreview(CalendarMixin, Page, View):
    """Answers while a due date is being typed: which day, and why."""

    http_method_names = ("get", "head", "options")
    role_permission = rules.is_committee

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
