"""Meetings: list, agenda, planning, begin and end."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.access import get_for, require
from core.views.base import ActionPage, DetailPage, FormPage, ListPage, ObjectFormPage
from steering import rules
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting, end_meeting, plan_meeting
from steering.enums import MeetingState
from steering.forms.meetings import AgendaItemForm, MeetingFilter, MeetingForm
from steering.models import AgendaItem, Meeting
from steering.queries.meetings import agenda_of, meetings_with_counts
from steering.resources.lists import MeetingResource
from steering.tables.lists import MeetingTable

TRAIL = ((_("Meetings"), reverse_lazy("steering:meeting_list")),)


class MeetingListPage(ListPage):
    """The committee looks up its meetings; heads find those with results."""

    model = Meeting
    table_class = MeetingTable
    filterset_class = MeetingFilter
    resource_class = MeetingResource
    role_permission = rules.may_read_results
    heading = _("Meetings")
    export_name = "meetings"
    empty_text = _("Meetings stand here with their agenda and what was decided.")

    def get_queryset(self) -> Any:
        """Load the counts with them."""
        return meetings_with_counts(self.request.user)

    def get_create_action(self) -> tuple[Any, str] | None:
        """Office and chair plan meetings."""
        may = rules.may_plan_meetings(self.request.user)
        return (_("Plan meeting"), reverse("steering:meeting_create")) if may else None


class MeetingCreatePage(FormPage):
    """Office or chair plan a meeting."""

    form_class = MeetingForm
    role_permission = rules.may_plan_meetings
    heading = _("Plan meeting")
    submit_label = _("Plan meeting")
    success_message = _("The meeting has been planned.")
    breadcrumbs = TRAIL

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the committees this person may see."""
        return super().get_form_kwargs() | {"user": self.request.user, "today": self.request.today}

    def perform(self, form: MeetingForm) -> Meeting:
        """Plan it."""
        names = ("held_on", "starts_at", "place")
        return plan_meeting(form.cleaned_data["committee"], **{name: form.cleaned_data[name] for name in names})


class MeetingDetailPage(DetailPage):
    """One meeting: its agenda with what became of each item."""

    model = Meeting
    template_name = "steering/meeting_detail.html"
    role_permission = rules.may_read_results
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return Meeting.objects.select_related("committee").seated_for(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the agenda and what may be done."""
        user, meeting = self.request.user, self.object
        not_begun = meeting.state in (MeetingState.PLANNED, MeetingState.INVITED)
        return super().get_context_data(
            items=agenda_of(meeting, user),
            may_log=rules.may_log(user, meeting),
            may_begin=not_begun and rules.may_take_part(user, meeting),
            may_end=meeting.state == MeetingState.RUNNING and rules.may_lead(user, meeting),
            may_change_agenda=rules.may_change_agenda(user, meeting),
            **kwargs,
        )


class MeetingPage(ObjectFormPage):
    """A form about one meeting."""

    model = Meeting

    def get_queryset(self) -> Any:
        """Say whether this person has a seat in the committee."""
        return Meeting.objects.select_related("committee").seated_for(self.request.user)

    def get_breadcrumbs(self) -> tuple[tuple[Any, Any], ...]:
        """Return to the meeting."""
        return (*TRAIL, (str(self.object), self.object.get_absolute_url()))


class AgendaItemCreatePage(MeetingPage):
    """Office or chair put an item on the agenda."""

    form_class = AgendaItemForm
    permission = rules.may_change_agenda
    heading = _("Add item")
    submit_label = _("Add item")
    success_message = _("The item stands on the agenda.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units of today."""
        return super().get_form_kwargs() | {"today": self.request.today}

    def perform(self, form: AgendaItemForm) -> AgendaItem:
        """Add it at the end."""
        names = ("title", "confidentiality", "lead_unit", "proposed_text")
        return add_agenda_item(self.object, **{name: form.cleaned_data[name] for name in names})


class MeetingBeginPage(MeetingPage, ActionPage):
    """A seat opens the meeting and lands in log mode."""

    permission = rules.may_take_part
    heading = _("Begin meeting")
    question = _("The meeting begins now. From then on outcomes can be recorded.")

    def perform(self, form: Any) -> Meeting:
        """Begin."""
        return begin_meeting(self.object)

    def get_success_url(self) -> str:
        """Go on to the first item."""
        return reverse("steering:outcome_next", args=[self.object.pk])


class MeetingEndPage(MeetingPage, ActionPage):
    """Office or chair close the meeting."""

    permission = rules.may_lead
    heading = _("End meeting")
    question = _("The meeting ends now. Outcomes can still be completed until the minutes are sealed.")
    success_message = _("The meeting has ended.")

    def perform(self, form: Any) -> Meeting:
        """End."""
        return end_meeting(self.object)


def meeting_for(user, pk: int) -> Meeting:
    """Return a meeting this person may log in, or answer 404 or 403."""
    meeting = get_for(user, Meeting.objects.select_related("committee").seated_for(user), pk=pk)
    require(rules.may_log(user, meeting))
    return meeting
