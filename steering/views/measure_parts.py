"""Steps of contributing units, requests for a later date, expected effects."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage
from steering import rules
from steering.domain.effects import state_effect, withdraw_effect
from steering.domain.extensions import grant_extension, refuse_extension, request_extension
from steering.domain.steps import add_step, change_step, drop_step
from steering.forms.effects import EffectForm
from steering.forms.measure_acts import (
    ExtensionDecisionForm,
    ExtensionForm,
    ReasonForm,
    StepAddForm,
    StepForm,
)
from steering.models import ExpectedEffect, ExtensionRequest, MeasureStep
from steering.queries.measures import areas_with_figures, parts_to_extend
from steering.views.measures import TRAIL, MeasureDuePage, MeasurePage


class PartPage(MeasurePage):
    """A form about something that belongs to a measure."""

    @property
    def measure(self) -> Any:
        """The measure it belongs to."""
        return self.object.measure

    def get_queryset(self) -> Any:
        """Load the measure with it."""
        return self.model.objects.select_related("measure__decision__committee", "measure__lead_unit")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the measure."""
        return (*TRAIL, (self.measure.number, self.measure.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the measure."""
        return self.measure.get_absolute_url()


class StepCreatePage(MeasureDuePage):
    """Ask a further unit to contribute."""

    form_class = StepAddForm
    permission = rules.may_hand_over
    heading = _("Add contributing unit")
    submit_label = _("Add unit")
    success_message = _("The unit has been asked to contribute.")

    def perform(self, form: StepAddForm) -> MeasureStep:
        """Open the step."""
        due_on = form.cleaned_data["due"].day
        return add_step(self.object, user=self.request.user, due_on=due_on, **self.chosen(form, "unit", "task"))


class StepUpdatePage(PartPage, MeasureDuePage):
    """Change task or date of a step."""

    model = MeasureStep
    form_class = StepForm
    permission = rules.may_change_step
    heading = _("Change the unit's step")
    submit_label = _("Change the unit's step")
    success_message = _("The step has been changed; the reminders follow it.")

    def get_queryset(self) -> Any:
        """Load the unit, too."""
        return super().get_queryset().select_related("unit")

    def get_initial(self) -> dict[str, Any]:
        """Show what stands there now."""
        return {"task": self.object.task, "due": self.object.due_on.strftime("%d.%m.%Y") if self.object.due_on else ""}

    def perform(self, form: StepForm) -> MeasureStep:
        """Change it."""
        due_on = form.cleaned_data["due"].day
        return change_step(self.object, user=self.request.user, due_on=due_on, **self.chosen(form, "task", "reason"))


class StepDropPage(PartPage):
    """The step is no longer needed."""

    model = MeasureStep
    form_class = ReasonForm
    permission = rules.may_change_step
    heading = _("Step no longer needed")
    submit_label = _("Drop step")
    success_message = _("The unit is not asked for this step any more.")

    def perform(self, form: ReasonForm) -> MeasureStep:
        """Drop it."""
        return drop_step(self.object, user=self.request.user, reason=form.cleaned_data["reason"])


class ExtensionCreatePage(MeasureDuePage):
    """A unit asks for a later date."""

    form_class = ExtensionForm
    permission = rules.may_ask_for_time
    heading = _("Request a later date")
    submit_label = _("Request later date")
    success_message = _("The request waits for the committee office. Until then the old date counts.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what this person's units owe; where a request waits for all of it, the domain refuses another."""
        parts = parts_to_extend(self.request.user, self.object) or [None]
        return super().get_form_kwargs() | {"measure": self.object, "parts": parts}

    def perform(self, form: ExtensionForm) -> ExtensionRequest:
        """Record the request."""
        step = form.step
        return request_extension(
            self.object,
            user=self.request.user,
            unit=step.unit if step else self.object.lead_unit,
            step=step,
            new_due_on=form.cleaned_data["due"].day,
            reason=form.cleaned_data["reason"],
        )


class ExtensionDecidePage(PartPage):
    """Office or chair grant or refuse the later date."""

    model = ExtensionRequest
    form_class = ExtensionDecisionForm
    template_name = "steering/extension_decide.html"
    permission = rules.may_decide_extension
    heading = _("Decide on a later date")
    submit_label = _("Decide")
    success_message = _("The answer has been recorded; the unit reads it on the page of the measure.")

    def get_queryset(self) -> Any:
        """Load the unit, too."""
        return super().get_queryset().select_related("unit", "requested_by", "step")

    def perform(self, form: ExtensionDecisionForm) -> ExtensionRequest:
        """Grant or refuse."""
        user = self.request.user
        if form.cleaned_data["decision"] == form.GRANT:
            return grant_extension(self.object, user=user)
        return refuse_extension(self.object, user=user, answer=form.cleaned_data["answer"])


class EffectCreatePage(MeasurePage):
    """State what the measure is meant to change."""

    form_class = EffectForm
    permission = rules.may_oversee
    heading = _("State expected effect")
    submit_label = _("State effect")
    success_message = _("The expected effect stands beside the figures now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the areas figures are known for."""
        return super().get_form_kwargs() | {"areas": areas_with_figures(self.request.installation.municipality_key)}

    def get_initial(self) -> dict[str, Any]:
        """Propose the area where the measure has only one."""
        areas = list(self.object.areas.all()[:2])
        return {"area": areas[0].pk} if len(areas) == 1 else {}

    def perform(self, form: EffectForm) -> ExpectedEffect:
        """Record it."""
        names = ("indicator", "area", "direction", "baseline", "baseline_on", "expected_by")
        return state_effect(self.object, user=self.request.user, **self.chosen(form, *names))


class EffectDeletePage(PartPage, ActionPage):
    """Take a stated effect off."""

    model = ExpectedEffect
    permission = rules.may_change_part
    heading = _("Take expected effect off")
    question = _("The effect is no longer stated. The audit keeps that it was.")
    success_message = _("The effect has been taken off.")

    def perform(self, form: Any) -> None:
        """Take it off."""
        return withdraw_effect(self.object)
