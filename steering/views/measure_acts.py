"""The acts on one measure: edit, hand over, block, resubmit, make permanent, send back, not executable, order again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage
from steering import rules
from steering.domain.handovers import hand_over
from steering.domain.measures import block_measure, edit_measure, make_permanent, set_resubmission, unblock_measure
from steering.domain.setbacks import declare_not_executable, order_again, send_back, settle_measure
from steering.forms.measure_acts import (
    BlockForm,
    HandOverForm,
    MeasureEditForm,
    OrderAgainForm,
    PermanentForm,
    ReasonForm,
    ResubmissionForm,
    SendBackForm,
)
from steering.models import Measure
from steering.queries.measures import quarters_of
from steering.views.measures import MeasureDuePage, MeasurePage


class MeasureUpdatePage(MeasurePage):
    """Office or chair correct title, side or areas; dates and units have pages of their own."""

    form_class = MeasureEditForm
    permission = rules.may_oversee
    heading = _("Edit measure")
    submit_label = _("Save")
    success_message = _("The measure has been changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the Stadtteile of the city."""
        areas = quarters_of(self.request.installation.municipality_key, self.request.today)
        return super().get_form_kwargs() | {"areas": areas}

    def get_initial(self) -> dict[str, Any]:
        """Show what stands there now."""
        return {"title": self.object.title, "side": self.object.side, "areas": self.object.areas.all()}

    def perform(self, form: MeasureEditForm) -> Measure:
        """Change it."""
        return edit_measure(self.object, user=self.request.user, **self.chosen(form, "title", "side", "areas"))


class MeasureHandOverPage(MeasurePage):
    """Another unit takes the lead."""

    form_class = HandOverForm
    permission = rules.may_hand_over
    heading = _("Hand over to another unit")
    submit_label = _("Hand over")
    success_message = _("The measure has been handed over; the new lead unit is asked to acknowledge.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units that exist today."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: HandOverForm) -> Measure:
        """Hand it over."""
        return hand_over(self.object, user=self.request.user, **self.chosen(form, "to", "reason"))


class MeasureBlockPage(MeasurePage):
    """Say what keeps it from going on."""

    form_class = BlockForm
    permission = rules.may_carry_out
    heading = _("Report an obstacle")
    submit_label = _("Report obstacle")
    success_message = _("The obstacle has been recorded. State and dates stay as they are.")

    def get_initial(self) -> dict[str, Any]:
        """Since today, or what stands there now."""
        row = self.object
        return {"since": row.blocked_since or self.request.today, "reason": row.blocked_reason}

    def perform(self, form: BlockForm) -> Measure:
        """Record it."""
        return block_measure(self.object, user=self.request.user, **self.chosen(form, "since", "reason"))


class MeasureUnblockPage(MeasurePage, ActionPage):
    """It can go on."""

    permission = rules.may_carry_out
    heading = _("Obstacle removed")
    question = _("The measure can go on. The history keeps what blocked it and since when.")
    success_message = _("The obstacle has been taken off.")

    def perform(self, form: Any) -> Measure:
        """Take it off."""
        return unblock_measure(self.object, user=self.request.user)


class MeasureResubmitPage(MeasurePage):
    """When to look at it again; not a deadline."""

    form_class = ResubmissionForm
    permission = rules.may_oversee
    heading = _("Set resubmission")
    submit_label = _("Set resubmission")
    success_message = _("The resubmission has been recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say what day it is."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def get_initial(self) -> dict[str, Any]:
        """Show what stands there now."""
        return {"on": self.object.resubmit_on, "reason": self.object.resubmit_reason}

    def perform(self, form: ResubmissionForm) -> Measure:
        """Record it."""
        return set_resubmission(self.object, user=self.request.user, **self.chosen(form, "on", "reason"))


class MeasurePermanentPage(MeasureDuePage):
    """A task without end reports by rhythm."""

    form_class = PermanentForm
    permission = rules.may_hand_over
    heading = _("Make a permanent task")
    submit_label = _("Make a permanent task")
    success_message = _("The measure is a permanent task now. Each report moves the next one on.")

    def perform(self, form: PermanentForm) -> Measure:
        """Make it permanent."""
        chosen = self.chosen(form, "months", "reason")
        first = form.cleaned_data["due"].day
        return make_permanent(self.object, user=self.request.user, first_report_on=first, **chosen)


class MeasureSendBackPage(MeasureDuePage):
    """The committee does not accept that it is done."""

    form_class = SendBackForm
    permission = rules.may_send_back
    heading = _("Send back")
    submit_label = _("Send back")
    success_message = _("The measure has been sent back; the lead unit is asked anew.")

    def perform(self, form: SendBackForm) -> Measure:
        """Send it back."""
        due_on = form.cleaned_data["due"].day
        return send_back(self.object, user=self.request.user, due_on=due_on, reason=form.cleaned_data["reason"])


class MeasureNotExecutablePage(MeasurePage):
    """It cannot be done; the committee has to look at it again."""

    form_class = ReasonForm
    permission = rules.may_carry_out
    heading = _("Report as not executable")
    submit_label = _("Report as not executable")
    success_message = _("The measure goes back on the agenda; the reminders have ended.")

    def perform(self, form: ReasonForm) -> Measure:
        """Record the reason."""
        return declare_not_executable(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class MeasureOrderAgainPage(MeasureDuePage):
    """The committee wants it all the same."""

    form_class = OrderAgainForm
    permission = rules.may_deal_with_refusal
    heading = _("Order again")
    submit_label = _("Order again")
    success_message = _("The measure has been ordered again; the units see it at once.")

    def get_initial(self) -> dict[str, Any]:
        """Propose the same unit."""
        return {"lead_unit": self.object.lead_unit_id}

    def perform(self, form: OrderAgainForm) -> Measure:
        """Order it."""
        chosen = self.chosen(form, "lead_unit", "reason")
        return order_again(self.object, user=self.request.user, due_on=form.cleaned_data["due"].day, **chosen)


class MeasureSettlePage(MeasurePage, ActionPage):
    """The committee takes note that it cannot be done."""

    permission = rules.may_deal_with_refusal
    heading = _("Note as not executable")
    question = _(
        "The committee takes note that this measure cannot be done. It appears once more in the decision control and "
        "then drops off."
    )
    success_message = _("It has been noted that the measure cannot be done.")

    def perform(self, form: Any) -> Measure:
        """Note it."""
        return settle_measure(self.object, user=self.request.user)
