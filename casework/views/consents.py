"""Consent: recording it, and its withdrawal."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from casework import rules
from casework.domain.consents import record_consent, withdraw_consent
from casework.enums import ReadKind
from casework.forms.consents import ConsentRecordForm
from casework.models import Consent
from casework.queries.cases import possible_recipients
from casework.views.base import CaseworkPage
from casework.views.cases import TRAIL, OfCase
from core.views.base import ActionPage, ObjectFormPage


class ConsentCreatePage(OfCase, ObjectFormPage):
    """What the person agrees to, in one minute, together with the person."""

    form_class = ConsentRecordForm
    permission = rules.may_work_on
    heading = _("Record consent")
    submit_label = _("Record consent")
    success_message = _("The consent is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the recipients."""
        today = self.request.today
        return super().get_form_kwargs() | {"recipients": possible_recipients(self.object, today), "today": today}

    def perform(self, form: ConsentRecordForm) -> Consent:
        """Record it."""
        return record_consent(self.object, form.agreed(), by=self.request.user, today=self.request.today)


class ConsentWithdrawPage(CaseworkPage, ActionPage):
    """The person changes their mind; it counts at once."""

    model = Consent
    template_name = "casework/consent_withdraw.html"
    read_kind = ReadKind.CONSENT
    heading = _("Withdraw consent")
    question = _("The withdrawal counts at once and cannot be taken back. A new consent can be recorded later.")
    success_message = _("The consent is withdrawn. Open referrals to this recipient have been recalled.")

    def get_queryset(self) -> QuerySet:
        """Load case, person and recipient."""
        return Consent.objects.select_related("case__person", "recipient")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the case."""
        return (*TRAIL, (str(self.object.case), self.object.case.get_absolute_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count the referrals that will be recalled."""
        return super().get_context_data(danger=True, open_referrals=self.object.referrals.open().count(), **kwargs)

    def perform(self, form: Form) -> None:
        """Withdraw it."""
        withdraw_consent(self.object, by=self.request.user, now=self.request.now)

    def get_success_url(self) -> str:
        """Return to the case."""
        return self.object.case.get_absolute_url()
