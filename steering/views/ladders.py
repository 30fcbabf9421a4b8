"""The ladder editor: read by everybody, changed by the office."""

from datetime import timedelta
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import ActionPage, DetailPage, FormPage, ObjectFormPage, TextPage
from steering import rules
from steering.domain.ladder import preview
from steering.domain.ladders import add_step, change_rules, change_step, give_own_ladder, remove_step
from steering.forms.ladders import AFTER, BEFORE, ON, LadderForm, PreviewForm, RulesForm, StepForm
from steering.models import Committee, Ladder, LadderStep
from steering.queries.ladders import groups_of, ladders_with_steps
from steering.views.shared import CalendarMixin

TRAIL = ((_("Reminder ladders"), reverse_lazy("steering:ladder_list")),)
# What the preview shows before a date is chosen.
USUAL_SPAN = timedelta(days=28)
RULES = ("earliest", "latest", "single_allowed", "longest_wait")


class LadderListPage(TextPage):
    """Everybody: by which rules are we reminded?"""

    template_name = "steering/ladder_list.html"
    heading = _("Reminder ladders")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ladders, the default first."""
        may_change = rules.may_plan_reminders(self.request.user)
        return super().get_context_data(ladders=ladders_with_steps(), may_change=may_change, **kwargs)


class LadderDetailPage(CalendarMixin, DetailPage):
    """One ladder with its steps, and what it means for a date."""

    model = Ladder
    template_name = "steering/ladder_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load the steps with it."""
        return ladders_with_steps()

    def get_heading(self) -> Any:
        """Name the committee."""
        ladder = self.object
        return (
            _("Ladder of %(committee)s") % {"committee": ladder.committee} if ladder.committee else _("Default ladder")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the steps in groups and the preview."""
        today = self.request.today
        usual = {"opened_on": f"{today:%Y-%m-%d}", "due_on": f"{today + USUAL_SPAN:%Y-%m-%d}"}
        form = PreviewForm(self.request.GET if "due_on" in self.request.GET else usual)
        heard = (
            preview(self.object.steps_in_force, **form.cleaned_data, calendar=self.calendar) if form.is_valid() else []
        )
        return super().get_context_data(
            groups=groups_of(self.object.steps_in_force),
            preview_form=form,
            heard=heard,
            may_change=rules.may_change_ladder(self.request.user, self.object),
            **kwargs,
        )


class LadderCreatePage(FormPage):
    """The office gives a committee rules of its own."""

    form_class = LadderForm
    role_permission = rules.may_plan_reminders
    heading = _("Own ladder for a committee")
    submit_label = _("Create ladder")
    success_message = _("The committee has a ladder of its own. It begins as a copy of the default.")
    breadcrumbs = TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the committees that follow the default."""
        committees = Committee.objects.visible_to(self.request.user).filter(ladder__isnull=True)
        return super().get_form_kwargs() | {"committees": committees}

    def perform(self, form: LadderForm) -> Ladder:
        """Copy the default."""
        return give_own_ladder(form.cleaned_data["committee"])


class LadderPage(ObjectFormPage):
    """A form about one ladder."""

    model = Ladder
    permission = rules.may_change_ladder

    def get_queryset(self) -> Any:
        """Load the committee, which gives it its name."""
        return Ladder.objects.select_related("committee")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the ladder."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the ladder."""
        return self.object.get_absolute_url()


class LadderRulesPage(LadderPage):
    """Office hours of the mails, and what people may choose."""

    form_class = RulesForm
    heading = _("Hours and choices")
    submit_label = _("Save rules")
    success_message = _("The rules have been saved. They count from the next reminder on.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        return {name: getattr(self.object, name) for name in RULES}

    def perform(self, form: RulesForm) -> Ladder:
        """Save them."""
        return change_rules(self.object, **{name: form.cleaned_data[name] for name in RULES})


class StepCreatePage(LadderPage):
    """One more step."""

    form_class = StepForm
    template_name = "steering/ladderstep_form.html"
    heading = _("Add step")
    submit_label = _("Add step")
    success_message = _("The step has been added. Open follow-ups get it where its day is still to come.")

    def get_initial(self) -> dict[str, Any]:
        """Start from the most usual."""
        return {"side": BEFORE, "channel": "mail"}

    def perform(self, form: StepForm) -> LadderStep:
        """Add it."""
        return add_step(self.object, fields=form.to_fields())


class StepMixin:
    """A page about one step in force, within its ladder."""

    model = LadderStep
    permission = rules.may_change_ladder

    def get_queryset(self) -> Any:
        """A step that was replaced cannot be changed any more."""
        return LadderStep.objects.in_force().select_related("ladder__committee")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the ladder."""
        return (*TRAIL, (str(self.object.ladder), reverse("steering:ladder_detail", args=[self.object.ladder_id])))

    def get_success_url(self) -> str:
        """Return to the ladder."""
        return reverse("steering:ladder_detail", args=[self.object.ladder_id])


class StepUpdatePage(StepMixin, ObjectFormPage):
    """Another day, another audience."""

    form_class = StepForm
    template_name = "steering/ladderstep_form.html"
    heading = _("Change step")
    submit_label = _("Change step")
    success_message = _("The step has been changed. What is planned follows; what was sent stays.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        step = self.object
        side = AFTER if step.working_days > 0 else BEFORE if step.working_days < 0 else ON
        names = ("trigger", "audience", "channel", "is_escalation")
        return {name: getattr(step, name) for name in names} | {"side": side, "days": abs(step.working_days)}

    def perform(self, form: StepForm) -> LadderStep:
        """Put the new one in its place."""
        return change_step(self.object, fields=form.to_fields())


class StepRemovePage(StepMixin, ActionPage):
    """Take a step off the ladder."""

    heading = _("Remove step")
    question = _("What this step has planned will not be sent. What it has sent already stays in the history.")
    success_message = _("The step has been removed.")

    def perform(self, form: Any) -> None:
        """Remove it."""
        remove_step(self.object)
