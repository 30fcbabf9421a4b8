"""The outbox, for administrators: what waits, what was sent, what failed, and what nobody can know."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import rules
from core.domain.mail import WITHDRAWABLE, send_again, withdraw_mail
from core.enums import MailState
from core.forms.mail import MailFilter
from core.models import OutgoingMail
from core.models.mail import UNSOLVED
from core.queries.health import MAIL_MAY_BE_DUE, SCHEDULER_MAY_BE_SILENT, scheduler_silent_seconds
from core.queries.mail import oldest_due_seconds, outbox_figures, server_problem
from core.resources.mail import MailResource
from core.tables.mail import SYMBOLS, TONES, MailTable
from core.views.base import ActionPage, DetailPage, ListPage, Text

TRAIL = ((_("Outgoing mail"), reverse_lazy("core:mail_list")),)


class MailListPage(ListPage):
    """Somebody says a reminder never came: here it stands why."""

    model = OutgoingMail
    role_permission = rules.is_administrator
    table_class = MailTable
    filterset_class = MailFilter
    resource_class = MailResource
    template_name = "core/mail_list.html"
    heading = _("Outgoing mail")
    export_name = "outgoing-mail"
    empty_text = _("Every mail of the product stands here, before and after it is sent. So far there is none.")

    def get_queryset(self) -> QuerySet[OutgoingMail]:
        """Leave the texts in the database."""
        return super().get_queryset().defer("text", "html", "attachments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and what an administrator has to look after."""
        silent, due = scheduler_silent_seconds(), oldest_due_seconds()
        return super().get_context_data(
            figures=outbox_figures(),
            server_problem=server_problem(),
            scheduler_never_seen=silent is None,
            scheduler_minutes=int(silent // 60) if silent and silent > SCHEDULER_MAY_BE_SILENT else 0,
            due_minutes=int(due // 60) if due > MAIL_MAY_BE_DUE else 0,
            **kwargs,
        )


class MailDetailPage(DetailPage):
    """One mail: its text unless it is confidential, how it stands and who did what with it."""

    model = OutgoingMail
    template_name = "core/mail_detail.html"
    breadcrumbs = TRAIL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what may be done with it now."""
        state = self.object.state
        return super().get_context_data(
            tone=TONES[MailState(state)],
            symbol=SYMBOLS.get(MailState(state), ""),
            attachment_names=[attachment["name"] for attachment in self.object.attachments],
            interventions=self.object.interventions.select_related("by"),
            can_send_again=state in UNSOLVED,
            can_withdraw=state in WITHDRAWABLE,
            **kwargs,
        )


class MailActionPage(ActionPage):
    """An act on one mail; the question depends on how the mail stands."""

    model = OutgoingMail
    questions: dict[str, Promise] = {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask what fits the state."""
        return super().get_context_data(**kwargs) | {"question": self.questions.get(self.object.state, self.question)}

    def get_breadcrumbs(self) -> tuple[tuple[Text, str], ...]:
        """Name the mail it is about."""
        return (*TRAIL, (self.object.subject, self.object.get_absolute_url()))


class MailSendAgainPage(MailActionPage):
    """Send a failed or uncertain mail once more."""

    heading = _("Send again")
    success_message = _("The mail waits to be sent again.")
    question = _("The mail will be tried again at once.")
    questions = {
        MailState.UNCERTAIN: _(
            "This mail may already have arrived; only the log of the mail server can tell. If you send it again, the "
            "recipient may get it twice, with the same Message-ID."
        ),
    }

    def perform(self, form: Form) -> OutgoingMail:
        """Let it wait again."""
        return send_again(self.object, by=self.request.user)


class MailWithdrawPage(MailActionPage):
    """Take a mail out of the outbox, or close the matter."""

    heading = _("Withdraw mail")
    success_message = _("The mail has been withdrawn.")
    question = _("The mail will not be sent. It stays in this list as withdrawn.")
    questions = {
        MailState.UNCERTAIN: _(
            "The mail will not be sent again. If it has already arrived, this changes nothing for the recipient."
        ),
    }

    def perform(self, form: Form) -> OutgoingMail:
        """Withdraw it."""
        return withdraw_mail(self.object, by=self.request.user)
