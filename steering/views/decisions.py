"""Decisions: list, one decision with its measures, a further measure."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import DetailPage, ListPage, ObjectFormPage
from steering import rules
from steering.domain.measures import assign_measure
from steering.forms.decisions import DecisionFilter
from steering.forms.orders import MeasureForm
from steering.models import Decision, Measure
from steering.queries.histories import decision_history
from steering.resources.lists import DecisionResource
from steering.tables.lists import DecisionTable
from steering.views.shared import CalendarMixin, moment_for

TRAIL = ((_("Decisions"), reverse_lazy("steering:decision_list")),)


class DecisionListPage(ListPage):
    """Whoever asks what became of a decision."""

    model = Decision
    table_class = DecisionTable
    filterset_class = DecisionFilter
    resource_class = DecisionResource
    role_permission = rules.may_read_results
    heading = _("Decisions")
    export_name = "decisions"
    empty_text = _("Decisions stand here from the moment they are recorded in a meeting.")

    def get_queryset(self) -> Any:
        """Say with each how far it is."""
        rows = super().get_queryset().with_progress().with_origin()
        return rows.order_by("-taken_on", "-pk")


class DecisionDetailPage(CalendarMixin, DetailPage):
    """One decision: its wording, and every measure that came of it."""

    model = Decision
    template_name = "steering/decision_detail.html"
    role_permission = rules.may_read_results
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load item, meeting and earlier decision with it."""
        rows = Decision.objects.with_progress().with_origin()
        return rows.select_related("agenda_item__lead_unit", "earlier", "recorded_by")

    def get_heading(self) -> Any:
        """Say which decision."""
        return _("Decision %(number)s") % {"number": self.object.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the measures and later decisions this person may see."""
        user = self.request.user
        measures = Measure.objects.visible_to(user).filter(decision=self.object).select_related("lead_unit")
        return super().get_context_data(
            measures=measures.prefetch_related("steps__unit"),
            later=Decision.objects.visible_to(user).filter(earlier=self.object),
            may_order=rules.may_plan_meetings(user),
            history=decision_history(self.object, user),
            **kwargs,
        )


class MeasureCreatePage(CalendarMixin, ObjectFormPage):
    """Office or chair order a further measure for a decision."""

    model = Decision
    form_class = MeasureForm
    template_name = "steering/due_form.html"
    role_permission = rules.may_plan_meetings
    heading = _("Order measure")
    submit_label = _("Order measure")
    success_message = _("The measure has been ordered; the units see it at once.")

    def get_queryset(self) -> Any:
        """Load its origin with it."""
        return Decision.objects.with_origin()

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the decision."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))

    def get_initial(self) -> dict[str, Any]:
        """Propose the title of the item or circular."""
        return {"title": self.object.title}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what due dates are counted from."""
        committee = self.object.committee_id
        return super().get_form_kwargs() | {
            "moment": moment_for(self.request, committee, self.calendar),
            "committee": committee,
            "municipality": self.request.installation.municipality_key,
        }

    def perform(self, form: MeasureForm) -> Measure:
        """Order it."""
        order = form.cleaned_data["order"]
        return assign_measure(
            self.object,
            title=form.cleaned_data["title"],
            lead_unit=order.lead_unit,
            contributing=order.contributing,
            areas=order.areas,
            side=order.side,
            due_on=order.due_on,
            user=self.request.user,
        )
