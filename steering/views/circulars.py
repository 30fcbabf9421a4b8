"""Decisions by circular: draft, send, reply, see how it ended."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.enums import COMMITTEE_ROLES
from core.queries.calendar import city_calendar
from core.views.base import ActionPage, DetailPage, FormPage, ListPage, ObjectFormPage
from steering import rules_committee as rules
from steering.domain.circulars import (
    deadline_from,
    draft_circular,
    reply_to_circular,
    send_circular,
    withdraw_circular,
)
from steering.forms.circulars import OWN_FIELDS, CircularFilter, CircularForm, ReplyForm
from steering.forms.topics import ReasonForm, RemarkForm
from steering.models import CircularDecision, CircularRecipient
from steering.models.circulars import asked_of
from steering.queries.circulars import circulars_with_counts, replies_to
from steering.resources.committees import CircularResource
from steering.tables.committees import CircularTable

TRAIL = ((_("Decisions by circular"), reverse_lazy("steering:circular_list")),)


class CircularListPage(ListPage):
    """The committee looks up what was decided between meetings, and what waits for replies."""

    model = CircularDecision
    table_class = CircularTable
    filterset_class = CircularFilter
    resource_class = CircularResource
    role_permission = rules.may_read_committees
    heading = _("Decisions by circular")
    export_name = "circulars"
    empty_text = _("What cannot wait for the next meeting is decided in writing, if nobody objects. It stands here.")

    def get_queryset(self) -> Any:
        """Load the counts with them."""
        return circulars_with_counts(self.request.user)

    def get_create_action(self) -> tuple[Any, str] | None:
        """Office and chair decide between meetings."""
        may = rules.may_draft_circulars(self.request.user)
        return (_("Draft circular"), reverse("steering:circular_create")) if may else None


class CircularDetailPage(DetailPage):
    """One circular: what is decided, until when, who has replied."""

    model = CircularDecision
    template_name = "steering/circular_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        rows = CircularDecision.objects.select_related("committee", "sent_by", "created_by", "decision")
        return rows.seated_for(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the replies, for whoever takes part, and what may be done."""
        user, circular = self.request.user, self.object
        mine = list(asked_of(user).filter(circular=circular).select_related("person"))
        takes_part = bool(mine) or user.has_role(*COMMITTEE_ROLES)
        return super().get_context_data(
            replies=replies_to(circular),
            mine=mine if circular.is_running else [],
            takes_part=takes_part,
            decision=getattr(circular, "decision", None),
            may_change=rules.may_change_circular(user, circular),
            may_withdraw=rules.may_withdraw_circular(user, circular),
            **kwargs,
        )


class CircularFormMixin:
    """What drafting and changing have in common."""

    form_class = CircularForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the committees this person leads."""
        return super().get_form_kwargs() | {"user": self.request.user, "today": self.request.today}


class CircularCreatePage(CircularFormMixin, FormPage):
    """Office or chair draft a circular; it is sent in a second step."""

    role_permission = rules.may_draft_circulars
    heading = _("Draft circular")
    submit_label = _("Keep draft")
    success_message = _("The draft is kept. Nobody has been asked yet: please check it, then send it.")
    breadcrumbs = TRAIL

    def perform(self, form: CircularForm) -> CircularDecision:
        """Keep the draft."""
        return draft_circular(CircularDecision(), fields=form.own_fields(), user=self.request.user)


class CircularPage(ObjectFormPage):
    """A form about one circular."""

    model = CircularDecision

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return CircularDecision.objects.select_related("committee").seated_for(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the circular."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))


class CircularUpdatePage(CircularFormMixin, CircularPage):
    """Change a draft."""

    permission = rules.may_change_circular
    heading = _("Change draft")
    submit_label = _("Keep draft")
    success_message = _("The changes have been saved.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {name: getattr(self.object, name) for name in OWN_FIELDS}

    def perform(self, form: CircularForm) -> CircularDecision:
        """Change it."""
        return draft_circular(self.object, fields=form.own_fields(), user=self.request.user)


class CircularSendPage(CircularPage, ActionPage):
    """Look once more who is asked until when, then send."""

    permission = rules.may_change_circular
    template_name = "steering/circular_send.html"
    heading = _("Send circular")
    question = _("Everybody named here is asked for a reply by mail. The text can then no longer be changed.")
    success_message = _("The circular has been sent.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show who has a vote, and the deadline with its reason."""
        circular, now = self.object, self.request.now
        deadline = deadline_from(now, period=circular.period, unit=circular.period_unit, calendar=city_calendar())
        seats = circular.committee.seats.voting_on(self.request.today).select_related("organisation", "person")
        return super().get_context_data(deadline=deadline, seats=seats, **kwargs)

    def perform(self, form: Any) -> CircularDecision:
        """Send it."""
        return send_circular(self.object, user=self.request.user)


class CircularWithdrawPage(CircularPage, ActionPage):
    """Take it back."""

    permission = rules.may_withdraw_circular
    heading = _("Withdraw circular")
    success_message = _("The circular has been withdrawn.")

    def get_form_class(self) -> Any:
        """Once it was sent, say why."""
        return ReasonForm if self.object.is_running else RemarkForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what happens."""
        told = _("Replies no longer count. Everybody who was asked is told and reads the reason.")
        quiet = _("Nobody has been asked yet, so nobody is told.")
        return super().get_context_data(**kwargs) | {"question": told if self.object.is_running else quiet}

    def perform(self, form: Any) -> CircularDecision:
        """Withdraw it."""
        return withdraw_circular(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class CircularReplyPage(ObjectFormPage):
    """A seat replies, or whoever stands in."""

    model = CircularRecipient
    form_class = ReplyForm
    template_name = "steering/circular_reply.html"
    permission = rules.may_reply
    submit_label = _("Reply")
    success_message = _("Your reply has been recorded.")

    def get_queryset(self) -> Any:
        """Return what this person was asked."""
        return asked_of(self.request.user).select_related("circular__committee", "person")

    def get_heading(self) -> Any:
        """Name what it is about."""
        return _("Reply: %(title)s") % {"title": self.object.circular}

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the circular."""
        return (*TRAIL, (str(self.object.circular), self.object.circular.get_absolute_url()))

    def get_initial(self) -> dict[str, Any]:
        """Start from the reply given before."""
        return {"reply": self.object.reply, "remark": self.object.remark}

    def get_success_url(self) -> str:
        """Return to the circular."""
        return self.object.circular.get_absolute_url()

    def perform(self, form: ReplyForm) -> CircularRecipient:
        """Record the reply."""
        cleaned = form.cleaned_data
        return reply_to_circular(self.object, user=self.request.user, reply=cleaned["reply"], remark=cleaned["remark"])
