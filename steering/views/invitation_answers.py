"""Answering an invitation: signed in, for somebody else, or through the link in the mail."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage, FormPage, ObjectFormPage
from core.views.links import LinkEntry, LinkPage
from steering import rules
from steering.domain.invitations import answer_invitation, invitation_behind, withdraw_invitation
from steering.forms.invitations import InvitationAnswerForm
from steering.models import Invitation
from steering.notifications_invitations import PURPOSE
from steering.queries.invitations import possible_substitutes
from steering.views.meetings import TRAIL


class InvitationPage(ObjectFormPage):
    """A form about one invitation."""

    model = Invitation

    def get_queryset(self) -> QuerySet[Invitation]:
        """Load the meeting with it, and whether this person has a seat there."""
        rows = Invitation.objects.live().seated_for(self.request.user)
        return rows.select_related("meeting__committee", "seat__organisation", "person", "stands_in_for__person")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to where the person comes from: the office to all answers, the invited to the meeting."""
        meeting = self.object.meeting
        trail = (*TRAIL, (str(meeting), meeting.get_absolute_url()))
        if self.object.person_id == self.request.user.pk:
            return trail
        return (*trail, (_("Invitations"), reverse("steering:invitation_list", args=[meeting.pk])))

    def get_success_url(self) -> str:
        """Return there."""
        return self.get_cancel_url()


class AnswerMixin:
    """What answering signed in and through the link share."""

    form_class = InvitationAnswerForm
    heading = _("Answer invitation")
    submit_label = _("Send answer")
    success_message = _("Your answer is recorded. You can change it until the meeting begins.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the answers this invitation can have."""
        return super().get_form_kwargs() | {"invitation": self.object}

    def get_initial(self) -> dict[str, Any]:
        """Start from the answer given before."""
        row = self.object
        names = {person.name: person for person in possible_substitutes(row)} if row.substitute_name else {}
        known = names.get(row.substitute_name)
        return {
            "response": row.response,
            "substitute": known,
            "substitute_name": "" if known else row.substitute_name,
        }

    def answer(self, form: InvitationAnswerForm, *, user: Any) -> Invitation:
        """Record it."""
        return answer_invitation(
            self.object,
            response=form.cleaned_data["response"],
            user=user,
            substitute=form.cleaned_data.get("substitute"),
            substitute_name=form.cleaned_data.get("substitute_name", ""),
        )


class InvitationAnswerPage(AnswerMixin, InvitationPage):
    """The invited person answers, or the office enters what it was told."""

    permission = rules.may_answer_invitation
    template_name = "steering/invitation_answer.html"

    def perform(self, form: InvitationAnswerForm) -> Invitation:
        """Record it."""
        return self.answer(form, user=self.request.user)


class InvitationWithdrawPage(InvitationPage, ActionPage):
    """The office takes one invitation back."""

    permission = rules.may_withdraw_invitation
    heading = _("Withdraw invitation")
    question = _(
        "The entry is taken out of the person's calendar by mail. The answer given so far is kept in the history."
    )
    success_message = _("The invitation has been withdrawn.")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the invitations, whosever it is."""
        meeting = self.object.meeting
        invitations = (_("Invitations"), reverse("steering:invitation_list", args=[meeting.pk]))
        return (*TRAIL, (str(meeting), meeting.get_absolute_url()), invitations)

    def perform(self, form: Any) -> Invitation:
        """Withdraw."""
        return withdraw_invitation(self.object)


class ReplyLink:
    """What the link in an invitation stands for."""

    purpose = PURPOSE

    def find(self, token: str) -> Invitation | None:
        """Return the invitation, as long as it can be answered."""
        return invitation_behind(token)

    def page(self, found: Invitation) -> tuple[str, str]:
        """Lead to its page."""
        return str(found.pk), reverse("steering:invitation_reply", args=[found.pk])


class InvitationEntry(ReplyLink, LinkEntry):
    """The address in the mail."""


class InvitationReplyPage(ReplyLink, LinkPage, AnswerMixin, FormPage):
    """Whoever opened the mail, on a phone perhaps: when, where, and one answer. No account is needed."""

    key_field = "pk"
    template_name = "steering/invitation_answer.html"
    private = True

    @property
    def object(self) -> Invitation:
        """The invitation behind the link."""
        return self.found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the invitation."""
        return super().get_context_data(object=self.object, **kwargs)

    def get_cancel_url(self) -> str:
        """There is nowhere to go back to."""
        return ""

    def get_success_url(self) -> str:
        """Stay, and see the answer."""
        return self.request.path

    def perform(self, form: InvitationAnswerForm) -> Invitation:
        """Record it; nobody is signed in for it, so the audit names the link."""
        return self.answer(form, user=None)
