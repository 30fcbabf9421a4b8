"""Follow-ups: the inbox of a unit, acknowledging, answering."""

from functools import partial
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage, DetailPage, ListPage, ObjectFormPage
from steering import rules
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.forms.followups import OPEN, AnswerForm, FollowUpFilter
from steering.models import FollowUp, Measure
from steering.queries.timelines import follow_up_timeline
from steering.resources.lists import FollowUpResource
from steering.tables.lists import FollowUpTable
from steering.views.shared import CalendarMixin, DatedListMixin

TRAIL = ((_("Follow-ups"), reverse_lazy("steering:followup_list")),)
FOR_PAGES = ("unit", "measure", "opened_by", "acknowledged_by", "answered_by", "closed_by")


class FollowUpListPage(DatedListMixin, ListPage):
    """The inbox of a unit: what is asked of it, the most urgent first."""

    model = FollowUp
    table_class = FollowUpTable
    filterset_class = FollowUpFilter
    resource_class = FollowUpResource
    template_name = "steering/list.html"
    role_permission = rules.may_list_follow_ups
    heading = _("Follow-ups")
    export_name = "follow-ups"
    empty_text = _("What the committee and its partners ask of your unit stands here, with its date and its button.")

    def get_queryset(self) -> Any:
        """Load the unit with them."""
        return super().get_queryset().select_related("unit")

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Show what is open unless something else was chosen."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        data.setdefault("show", OPEN)
        return kwargs | {"data": data}

    def get_table_kwargs(self) -> dict[str, Any]:
        """Offer the button where this person may answer."""
        return super().get_table_kwargs() | {"may_answer": partial(rules.may_answer, self.request.user)}


class FollowUpDetailPage(CalendarMixin, DetailPage):
    """One follow-up: what is asked, until when, and the buttons."""

    model = FollowUp
    lookup_field = "code"
    template_name = "steering/followup_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load everything the page shows."""
        return FollowUp.objects.select_related(*FOR_PAGES)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the history and what may be done."""
        user, row = self.request.user, self.object
        measure = Measure.objects.visible_to(user).prefetch_related("steps").filter(pk=row.measure_id).first()
        return super().get_context_data(
            measure=measure,
            may_report=measure is not None and row.is_open and rules.may_report(user, measure),
            timeline=follow_up_timeline(row),
            may_answer=rules.may_answer(user, row),
            **kwargs,
        )


class FollowUpPage(ObjectFormPage):
    """A form about one follow-up."""

    model = FollowUp
    lookup_field = "code"

    def get_queryset(self) -> Any:
        """Load the unit with it."""
        return FollowUp.objects.select_related("unit")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the follow-up."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the follow-up."""
        return self.object.get_absolute_url()


class FollowUpAcknowledgePage(FollowUpPage, ActionPage):
    """The unit has seen it."""

    permission = rules.may_answer
    template_name = "steering/followup_acknowledge.html"
    heading = _("Acknowledge")
    question = _("You confirm that your unit has seen this and will see to it. Reminders go on until it is done.")
    success_message = _("Acknowledged.")

    def perform(self, form: Any) -> FollowUp:
        """Acknowledge."""
        return acknowledge_follow_up(self.object, user=self.request.user)


class FollowUpAnswerPage(FollowUpPage):
    """The unit says it is done, or why not. A referral's answer may touch a person: nothing is kept in the browser."""

    form_class = AnswerForm
    permission = rules.may_answer
    success_message = _("The answer has been recorded; the reminders have ended.")

    def get_heading(self) -> Any:
        """Name the act."""
        return _("Give answer") if self.object.is_referral else _("Report done")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the answers that fit."""
        return super().get_form_kwargs() | {"is_referral": self.object.is_referral}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button like the page."""
        context = super().get_context_data(**kwargs)
        return context | {"submit_label": self.get_heading(), "private": self.object.is_referral}

    def perform(self, form: AnswerForm) -> FollowUp:
        """Record the answer."""
        return answer_follow_up(
            self.object,
            user=self.request.user,
            outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["text"],
        )
