"""Measures: list, one measure, reports, confirmation, new dates."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.enums import UNIT_ROLES, Role
from core.models import Organisation
from core.views.base import ActionPage, DetailPage, ListPage, ObjectFormPage
from steering import rules
from steering.domain.measures import change_measure_date, confirm_measure, report_status
from steering.forms.measures import MeasureDateForm, MeasureFilter, StatusReportForm
from steering.forms.measures_together import TogetherAct
from steering.models import FollowUp, Measure, StatusReport
from steering.queries.control import next_step_of, with_latest
from steering.queries.histories import measure_history
from steering.queries.measures import effects_of, running_meeting_of
from steering.queries.timelines import measure_timeline
from steering.queries.traffic import signal_for
from steering.resources.measures import MeasureResource
from steering.tables.lists import MeasureTable, SelectableMeasureTable
from steering.views.shared import CalendarMixin, DatedListMixin, moment_for

MAY = {
    "report": rules.may_report,
    "confirm": rules.may_confirm,
    "oversee": rules.may_oversee,
    "hand_over": rules.may_hand_over,
    "carry_out": rules.may_carry_out,
    "ask_for_time": rules.may_ask_for_time,
    "deal_with_refusal": rules.may_deal_with_refusal,
    "decide_extension": rules.may_oversee,
}
TRAIL = ((_("Measures"), reverse_lazy("steering:measure_list")),)


class MeasureListPage(DatedListMixin, ListPage):
    """The committee sees all, a unit its own."""

    model = Measure
    table_class = MeasureTable
    filterset_class = MeasureFilter
    resource_class = MeasureResource
    role_permission = rules.may_read_measures
    heading = _("Measures")
    template_name = "steering/measure_list.html"
    export_name = "measures"
    empty_text = _("Measures stand here as soon as a decision names a lead unit and a date.")

    def get_queryset(self) -> Any:
        """Load the unit with them; what lacks a date stands first, what is closed last."""
        return super().get_queryset().most_urgent_first().select_related("lead_unit", "decision")

    def get_table_class(self) -> Any:
        """Office and chair select rows to act on."""
        return SelectableMeasureTable if self.may_select else MeasureTable

    @property
    def may_select(self) -> bool:
        """Tell whether this person acts on several measures at once."""
        return rules.may_plan_meetings(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what can be done with the selected rows."""
        return super().get_context_data(acts=TogetherAct.choices if self.may_select else (), **kwargs)


class MeasureDetailPage(CalendarMixin, DetailPage):
    """One measure: what it is, who does what, how it stands, what happened."""

    model = Measure
    template_name = "steering/measure_detail.html"
    role_permission = rules.may_read_measures
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load everything the page shows, in a constant number of queries."""
        rows = with_latest(Measure.objects.all()).select_related(
            "lead_unit", "decision__committee", "ordered_by", "confirmed_by", "confirmed_in"
        )
        return rows.prefetch_related("steps__unit", "areas", "status_reports__unit", "status_reports__reported_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the history and what may be done."""
        user, measure = self.request.user, self.object
        own = FollowUp.objects.visible_to(user).open().filter(measure=measure).order_by("pk")
        return super().get_context_data(
            timeline=measure_timeline(measure),
            signal=signal_for(measure, self.request.today, self.calendar),
            next_step=next_step_of(measure),
            extensions=measure.extensions.open().select_related("unit", "requested_by"),
            effects=effects_of(measure, self.request.installation.municipality_key, self.request.today),
            may={name: rule(user, measure) for name, rule in MAY.items()},
            answerable=[row for row in own if rules.may_answer(user, row)],
            sees_decision=rules.may_read_results(user),
            history=measure_history(measure, user),
            **kwargs,
        )


class MeasurePage(CalendarMixin, ObjectFormPage):
    """A form about one measure; afterwards the reader is back on its page."""

    model = Measure

    def get_queryset(self) -> Any:
        """Load the unit and the steps, by which the rules go."""
        return Measure.objects.select_related("lead_unit", "decision__committee").prefetch_related("steps__unit")

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the measure."""
        return (*TRAIL, (self.object.number, self.object.get_absolute_url()))

    def get_success_url(self) -> str:
        """Return to the measure."""
        return self.object.get_absolute_url()

    def chosen(self, form: Any, *names: str) -> dict[str, Any]:
        """Return these clean values by name."""
        return {name: form.cleaned_data[name] for name in names}


class MeasureDuePage(MeasurePage):
    """A form about one measure in which a due date is typed."""

    template_name = "steering/due_form.html"

    @property
    def measure(self) -> Measure:
        """The measure the date is for."""
        return self.object

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what due dates are counted from."""
        committee = self.measure.decision.committee_id if self.measure.decision else None
        moment = moment_for(self.request, committee, self.calendar)
        return super().get_form_kwargs() | {"moment": moment, "committee": committee}


class StatusReportPage(MeasurePage):
    """A unit says how it stands."""

    form_class = StatusReportForm
    permission = rules.may_report
    heading = _("Report status")
    submit_label = _("Report status")
    success_message = _("The status report has been recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of the measure this person works for; the office may report for all of them."""
        units = rules.units_at_work(self.object)
        if not self.request.user.has_role(Role.COMMITTEE_OFFICE):
            units &= self.request.user.organisation_ids_for(*UNIT_ROLES)
        return super().get_form_kwargs() | {"units": Organisation.objects.filter(pk__in=units)}

    def perform(self, form: StatusReportForm) -> StatusReport:
        """Record it."""
        return report_status(
            self.object, user=self.request.user, unit=form.cleaned_data["unit"], text=form.cleaned_data["text"]
        )


class MeasureConfirmPage(MeasurePage, ActionPage):
    """The committee takes note that it is done."""

    permission = rules.may_confirm
    heading = _("Confirm completion")
    question = _(
        "The committee takes note that this measure is done. It appears once more in the decision control and then drops off."
    )
    success_message = _("The completion has been confirmed.")

    def perform(self, form: Any) -> Measure:
        """Confirm."""
        return confirm_measure(self.object, user=self.request.user, meeting=running_meeting_of(self.object))


class MeasureDatePage(MeasureDuePage):
    """Office or chair move the date, with a reason."""

    form_class = MeasureDateForm
    permission = rules.may_change_date
    heading = _("Change due date")
    submit_label = _("Change due date")
    success_message = _("The new date has been set; the reminders follow it.")

    def perform(self, form: MeasureDateForm) -> Measure:
        """Move it."""
        return change_measure_date(
            self.object,
            user=self.request.user,
            due_on=form.cleaned_data["due"].day,
            reason=form.cleaned_data["reason"],
        )
