"""Referrals: asking a unit, taking it back, and what came of it."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from casework import rules
from casework.domain.referrals import neutral_subject, recall, record_feedback, refer
from casework.enums import ReadKind
from casework.forms.referrals import FeedbackForm, ReferralForm
from casework.models import Referral
from casework.queries.cases import consents_of
from casework.views.base import CaseworkPage
from casework.views.cases import TRAIL, OfCase
from core.queries.calendar import city_calendar
from core.views.base import ActionPage, ObjectFormPage


class ReferralCreatePage(OfCase, ObjectFormPage):
    """Ask a unit for help, and see beforehand what it will read."""

    form_class = ReferralForm
    template_name = "casework/referral_form.html"
    permission = rules.may_work_on
    heading = _("Refer")
    submit_label = _("Refer")
    success_message = _("The unit has been asked. You hear from it on this page and on your start page.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the consents that hold today."""
        today = self.request.today
        self.consents = consents_of(self.object, self.request.user).holding(today)
        return super().get_form_kwargs() | {"consents": self.consents, "today": today, "calendar": city_calendar()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words the unit will read."""
        context = super().get_context_data(subject=neutral_subject(), **kwargs)
        return context | {"has_consent": self.consents.exists()}

    def perform(self, form: ReferralForm) -> Referral:
        """Refer."""
        return refer(self.object, by=self.request.user, now=self.request.now, **form.chosen())


class OfReferral(CaseworkPage):
    """A form about one referral; hands the way back to its case."""

    model = Referral
    read_kind = ReadKind.REFERRAL

    def get_queryset(self) -> QuerySet:
        """Load case, person, unit and answer."""
        return Referral.objects.select_related("case__person", "unit", "follow_up")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the case."""
        return (*TRAIL, (str(self.object.case), self.object.case.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the case."""
        return self.object.get_absolute_url()


class ReferralFeedbackPage(OfReferral, ObjectFormPage):
    """The unit has answered: note what came of it for the person."""

    form_class = FeedbackForm
    template_name = "casework/referral_feedback.html"
    heading = _("Record what came of it")
    submit_label = _("Record")
    success_message = _("Recorded. The referral is finished.")

    def perform(self, form: FeedbackForm) -> Referral:
        """Record it."""
        values = form.cleaned_data
        return record_feedback(
            self.object, kept=values["kept"], feedback=values["feedback"], by=self.request.user, now=self.request.now
        )


class ReferralRecallPage(OfReferral, ActionPage):
    """The referral is no longer needed."""

    heading = _("Recall referral")
    question = _("The unit has nothing more to do and gets no more reminders. That it was asked stays on record.")
    success_message = _("The referral has been recalled.")

    def perform(self, form: Form) -> None:
        """Recall it."""
        recall(self.object, by=self.request.user, now=self.request.now)
