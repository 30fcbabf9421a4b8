"""Inviting: the last look before it goes out, who answered, reminding, guests, changes of seats."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.queries.calendar import city_calendar
from core.views.base import ActionPage, DetailPage
from steering import rules
from steering.domain.invitations import (
    invite,
    invite_guest,
    remind_silent,
    update_invitations,
)
from steering.forms.invitations import GuestForm, InviteForm
from steering.models import Invitation, Meeting
from steering.queries.invitations import (
    answer_counts,
    invitations_of,
    notice_for,
    seats_to_invite,
)
from steering.views.meetings import TRAIL, MeetingPage


class InvitePage(MeetingPage):
    """The office, when the agenda stands: who gets the invitation, until when it must go out, and send it."""

    form_class = InviteForm
    permission = rules.may_invite
    template_name = "steering/invitation_send.html"
    heading = _("Send invitation")
    submit_label = _("Send invitation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over the notice period, and whether there is an agenda."""
        self.notice = notice_for(self.object, now=self.request.now, calendar=city_calendar())
        return super().get_form_kwargs() | {"notice": self.notice, "has_agenda": self.object.agenda_items.exists()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom it reaches."""
        drafts = [
            Invitation(meeting=self.object, seat=seat, person=seat.person) for seat in seats_to_invite(self.object)
        ]
        context = super().get_context_data(**kwargs)
        return context | {"notice": self.notice, "drafts": drafts}

    def perform(self, form: InviteForm) -> Meeting:
        """Send it."""
        sending = invite(self.object, user=self.request.user, urgency=form.cleaned_data.get("urgency", ""))
        count = sum(bool(each.address) for each in invitations_of(sending.meeting))
        words = ngettext(
            "The invitation is on its way to %(n)d address.", "The invitation is on its way to %(n)d addresses.", count
        )
        messages.success(self.request, words % {"n": count})
        return sending.meeting

    def get_success_url(self) -> str:
        """See who answers."""
        return reverse("steering:invitation_list", args=[self.object.pk])


class InvitationListPage(DetailPage):
    """The office, in the days before: who comes, who is silent, and what to do about it."""

    model = Meeting
    permission = rules.may_lead
    template_name = "steering/invitation_list.html"
    heading = _("Invitations")

    def get_queryset(self) -> QuerySet[Meeting]:
        """Say whether this person has a seat in the committee."""
        return Meeting.objects.select_related("committee").seated_for(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add invitations, sums and what was sent."""
        invitations = list(invitations_of(self.object))
        invited = {row.seat_id for row in invitations}
        seats = {seat.pk: seat for seat in seats_to_invite(self.object)}
        return super().get_context_data(
            invitations=invitations,
            counts=answer_counts(self.object),
            sendings=self.object.sendings.select_related("sent_by").order_by("-sequence"),
            new_seats=[seat for pk, seat in seats.items() if pk not in invited],
            lost_seats=[row for row in invitations if row.seat_id and row.seat_id not in seats],
            is_open=rules.takes_answers(self.object),
            may_invite=rules.may_invite(self.request.user, self.object),
            **kwargs,
        )


class InvitationsPage(MeetingPage):
    """An act on the invitations of a meeting, while answers are taken; leads back to them."""

    permission = rules.may_manage_invitations

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the invitations."""
        return (
            *super().get_breadcrumbs(),
            (_("Invitations"), reverse("steering:invitation_list", args=[self.object.pk])),
        )

    def get_success_url(self) -> str:
        """Return to the invitations."""
        return self.get_cancel_url()


class InvitationRemindPage(InvitationsPage, ActionPage):
    """The office asks those who are silent."""

    heading = _("Remind those without an answer")
    question = _("Everybody without an answer gets a short mail with the link to answer, once a day at most.")
    submit_label = _("Send reminder")

    def perform(self, form: Any) -> None:
        """Remind."""
        count = remind_silent(self.object)
        words = ngettext("%(n)d reminder is on its way.", "%(n)d reminders are on their way.", count)
        messages.success(self.request, words % {"n": count})


class InvitationRefreshPage(InvitationsPage, ActionPage):
    """The office, after seats have changed."""

    heading = _("Bring invitations up to date")
    question = _("New seats are invited; whose seat has ended gets a cancellation. Nobody else receives a mail.")
    success_message = _("The invitations match the seats again.")

    def perform(self, form: Any) -> None:
        """Invite and withdraw."""
        update_invitations(self.object, user=self.request.user)


class GuestInvitePage(InvitationsPage):
    """The office invites an expert or a guest."""

    form_class = GuestForm
    heading = _("Invite a guest")
    submit_label = _("Invite")
    success_message = _("The guest has been invited.")

    def perform(self, form: GuestForm) -> Invitation:
        """Invite."""
        return invite_guest(self.object, name=form.cleaned_data["name"], email=form.cleaned_data["email"])
