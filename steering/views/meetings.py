"""Meetings: list, agenda, planning, begin and end."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.access import get_for, require
from core.views.base import ActionPage, DetailPage, FormPage, ListPage, ObjectFormPage
from steering import rules, rules_minutes
from steering.domain.meetings import begin_meeting, cancel_meeting, change_meeting, end_meeting, plan_meeting
from steering.domain.series import cancel_following, change_following
from steering.enums import MeetingState
from steering.enums_agenda import Extent
from steering.forms.meetings import MeetingCancelForm, MeetingChangeForm, MeetingFilter, MeetingForm
from steering.models import Meeting
from steering.models.meetings import NOT_BEGUN
from steering.queries.agendas import outline_of
from steering.queries.meetings import agenda_of, meetings_with_counts
from steering.queries.minutes import meetings_to_record, readable_minutes
from steering.resources.lists import MeetingResource
from steering.tables.lists import MeetingTable

TRAIL = ((_("Meetings"), reverse_lazy("steering:meeting_list")),)
FACTS = ("held_on", "starts_at", "ends_at", "place", "online_link")


def facts(form: Any) -> dict[str, Any]:
    """Return when and where, as the domain takes it."""
    return {name: form.cleaned_data[name] for name in FACTS}


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
    template_name = "steering/meeting_create.html"
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
        return plan_meeting(form.cleaned_data["committee"], **facts(form))


class MeetingDetailPage(DetailPage):
    """One meeting: its agenda with what became of each item."""

    model = Meeting
    template_name = "steering/meeting_detail.html"
    role_permission = rules.may_read_results
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Say which part this person has in the meeting and in its minutes."""
        return meetings_to_record(self.request.user).select_related("committee", "series")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the agenda with papers and subjects, and what may be done."""
        user, meeting = self.request.user, self.object
        not_begun = meeting.state in NOT_BEGUN
        return super().get_context_data(
            rows=outline_of(list(agenda_of(meeting, user)), user),
            may_change_meeting=rules.may_change_meeting(user, meeting),
            may_log=rules.may_log(user, meeting),
            may_begin=not_begun and rules.may_take_part(user, meeting),
            may_end=meeting.state == MeetingState.RUNNING and rules.may_lead(user, meeting),
            may_change_agenda=rules.may_change_agenda(user, meeting),
            may_assemble=rules_minutes.may_assemble(user, meeting),
            minutes=readable_minutes(meeting, user),
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


class MeetingUpdatePage(MeetingPage):
    """Office or chair move a meeting; whoever was invited hears of it."""

    form_class = MeetingChangeForm
    permission = rules.may_change_meeting
    heading = _("Change meeting")
    submit_label = _("Change meeting")
    success_message = _("The meeting has been changed; whoever was invited hears of it.")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is planned."""
        return {name: getattr(self.object, name) for name in FACTS}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the meeting and today."""
        return super().get_form_kwargs() | {"meeting": self.object, "today": self.request.today}

    def perform(self, form: MeetingChangeForm) -> Meeting:
        """Change this one, or all that follow."""
        user, values = self.request.user, facts(form)
        if form.cleaned_data.get("extent") == Extent.FOLLOWING:
            values.pop("held_on")
            change_following(self.object, user=user, **values)
            return self.object
        return change_meeting(self.object, user=user, **values)


class MeetingCancelPage(MeetingPage):
    """Office or chair call a meeting off."""

    form_class = MeetingCancelForm
    template_name = "steering/meeting_cancel.html"
    permission = rules.may_change_meeting
    heading = _("Cancel meeting")
    submit_label = _("Cancel meeting")
    success_message = _("The meeting has been cancelled; whoever was invited hears of it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for the extent where there is a series."""
        return super().get_form_kwargs() | {"meeting": self.object}

    def perform(self, form: MeetingCancelForm) -> Meeting:
        """Cancel this one, or all that follow."""
        user, reason = self.request.user, form.cleaned_data["reason"]
        if form.cleaned_data.get("extent") == Extent.FOLLOWING:
            cancel_following(self.object, reason=reason, user=user)
            return self.object
        return cancel_meeting(self.object, reason=reason, user=user)


class MeetingBeginPage(MeetingPage, ActionPage):
    """A seat opens the meeting and lands in log mode."""

    permission = rules.may_take_part
    template_name = "steering/meeting_begin.html"
    heading = _("Begin meeting")
    question = _("The meeting begins now. From then on outcomes can be recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Warn when today is not the planned day."""
        return super().get_context_data(is_other_day=self.object.held_on != self.request.today, **kwargs)

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
