"""Behind a one-time link: a unit without accounts acknowledges, reports or answers one follow-up, on a phone perhaps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from core.access import public
from core.models import Organisation
from core.queries.calendar import city_calendar
from core.views.base import ActionPage, FormPage, TextPage
from core.views.links import LinkEntry, LinkPage
from steering import rules
from steering.domain.link_answers import acknowledge_by_link, answer_by_link, report_by_link
from steering.domain.links import PURPOSE, link_behind, replace_link, withdraw_links
from steering.forms.followups import AnswerForm
from steering.forms.measures import StatusReportForm
from steering.models import FollowUp, FollowUpLink
from steering.views.followups import FollowUpPage


class OneTimeLink:
    """What the link in a mail to a unit stands for."""

    purpose = PURPOSE

    def find(self, token: str) -> FollowUpLink | None:
        """Return the link, as long as it holds."""
        return link_behind(token)

    def page(self, found: FollowUpLink) -> tuple[str, str]:
        """Lead to the page of its follow-up."""
        return found.follow_up.code, reverse("steering:followuplink_detail", args=[found.follow_up.code])


class FollowUpLinkEntry(OneTimeLink, LinkEntry):
    """The address in the mail."""


class FollowUpLinkPart(OneTimeLink, LinkPage):
    """Mixed into every page behind the link."""

    key_field = "code"

    @property
    def object(self) -> FollowUp:
        """The one follow-up it is about."""
        return self.found.follow_up

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the follow-up."""
        return super().get_context_data(object=self.object, **kwargs)


class FollowUpLinkPage(FollowUpLinkPart, TextPage):
    """What is asked, until when, and the buttons. Opening it changes nothing."""

    template_name = "steering/followuplink_detail.html"

    def get_heading(self) -> str:
        """Name what is asked."""
        return self.object.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the calendar, which says how the date stands."""
        return super().get_context_data(calendar=city_calendar(), **kwargs)


class FollowUpLinkAcknowledge(FollowUpLinkPart):
    """The button "Acknowledge"."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Acknowledge; of two clicks the second changes nothing."""
        try:
            acknowledge_by_link(self.found)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Acknowledged. You can report here until it is done."))
        return HttpResponseRedirect(reverse("steering:followuplink_detail", args=[code]))


class FollowUpLinkFormPage(FollowUpLinkPart, FormPage):
    """A form behind the link."""

    template_name = "steering/followuplink_form.html"
    private = True

    def get_cancel_url(self) -> str:
        """Return to what is asked."""
        return reverse("steering:followuplink_detail", args=[self.object.code])


class FollowUpLinkReportPage(FollowUpLinkFormPage):
    """How the measure stands, in three sentences."""

    form_class = StatusReportForm
    heading = _("Report status")
    submit_label = _("Report status")
    success_message = _("The status has been recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Report for the unit of the link alone."""
        return super().get_form_kwargs() | {"units": Organisation.objects.filter(pk=self.object.unit_id)}

    def perform(self, form: StatusReportForm) -> None:
        """Record it."""
        report_by_link(self.found, text=form.cleaned_data["text"])

    def get_success_url(self) -> str:
        """Return to what is asked."""
        return self.get_cancel_url()


class FollowUpLinkAnswerPage(FollowUpLinkFormPage):
    """It is done, or why not; then the link is used up."""

    form_class = AnswerForm

    def get_heading(self) -> Any:
        """Name the act."""
        return _("Give answer") if self.object.is_referral else _("Report done")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the answers that fit."""
        return super().get_form_kwargs() | {"is_referral": self.object.is_referral}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button like the page."""
        return super().get_context_data(**kwargs) | {"submit_label": self.get_heading()}

    def perform(self, form: AnswerForm) -> None:
        """Record the answer."""
        answer_by_link(self.found, outcome=form.cleaned_data["outcome"], text=form.cleaned_data["text"])

    def get_success_url(self) -> str:
        """Say thank you."""
        return reverse("steering:followuplink_done")


@method_decorator(public, name="dispatch")
class FollowUpLinkDonePage(TextPage):
    """The last page: the answer has arrived, nothing more is to do. It names nothing."""

    template_name = "steering/followuplink_done.html"
    heading = _("Thank you, your answer has arrived")


# --- For those who gave the link out ----------------------------------------------------------------------


class FollowUpLinkSendPage(FollowUpPage, ActionPage):
    """The office, when a partner lost the mail or it went to the wrong person."""

    permission = rules.may_send_link
    heading = _("Send a new link")
    question = _(
        "The inbox of the unit receives a mail with a new link, with which it answers without an account. "
        "Links from earlier mails no longer work then."
    )
    success_message = _("The link is on its way.")

    def perform(self, form: Any) -> None:
        """Replace and send it."""
        replace_link(self.object, user=self.request.user)


class FollowUpLinkWithdrawPage(FollowUpPage, ActionPage):
    """The office, when a mail went to somebody it was not meant for."""

    permission = rules.may_send_link
    heading = _("Withdraw link")
    question = _("Links from earlier mails no longer work. The next reminder carries a new one.")
    success_message = _("The link no longer works.")

    def perform(self, form: Any) -> None:
        """Withdraw."""
        withdraw_links(self.object, user=self.request.user)
