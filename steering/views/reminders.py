"""Reminders: what is planned, one with its mail, the own entries, the own settings."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.views.base import DetailPage, FormPage, ListPage
from steering import rules
from steering.domain.foresight import foresee
from steering.domain.ladders import save_reminder_settings
from steering.forms.reminders import FOUR_WEEKS, OPEN, NoticeFilter, ReminderFilter, ReminderSettingsForm
from steering.models import Ladder, ReminderOccurrence, ReminderSettings
from steering.queries.reminders import FOR_LISTS, notices, reminders_for_office, works
from steering.resources.reminders import ReminderResource
from steering.tables.reminders import NoticeTable, ReminderTable
from steering.views.shared import DatedListMixin

TRAIL = ((_("Planned reminders"), reverse_lazy("steering:reminder_list")),)
ACCOUNT = ((_("My account"), reverse_lazy("core:account")),)


class ChosenAtFirstMixin:
    """Shows one choice of the filter `show` unless the reader has chosen another."""

    shown_at_first = ""

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """Fill in the choice."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        data = self.request.GET.copy()
        data.setdefault("show", self.shown_at_first)
        return kwargs | {"data": data}


class ReminderListPage(ChosenAtFirstMixin, ListPage):
    """The office, before the week begins: who will hear what, and does the machinery run?"""

    model = ReminderOccurrence
    table_class = ReminderTable
    filterset_class = ReminderFilter
    resource_class = ReminderResource
    template_name = "steering/reminder_list.html"
    role_permission = rules.may_plan_reminders
    heading = _("Planned reminders")
    export_name = "reminders"
    shown_at_first = FOUR_WEEKS
    empty_text = _("Reminders stand here with their day and recipient as soon as a follow-up has a date.")

    def get_queryset(self) -> Any:
        """Load what the list shows."""
        return reminders_for_office(self.request.user)

    def get_table_kwargs(self) -> dict[str, Any]:
        """Days are said as seen from today."""
        return super().get_table_kwargs() | {"today": self.request.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how scheduler and outbox stand."""
        return super().get_context_data(works=works(self.request.user), **kwargs)


class ReminderDetailPage(DetailPage):
    """One reminder: why on this day, who hears it and why, and the mail as it would leave."""

    model = ReminderOccurrence
    role_permission = rules.may_plan_reminders
    template_name = "steering/reminder_detail.html"
    breadcrumbs = TRAIL

    def get_queryset(self) -> Any:
        """Load everything the page shows."""
        return ReminderOccurrence.objects.select_related(*FOR_LISTS, "follow_up__measure__decision")

    def get_heading(self) -> Any:
        """Name what it is about."""
        return self.object.follow_up.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look ahead as long as it has not been sent."""
        is_to_come = self.object.state == "planned"
        return super().get_context_data(foresight=foresee(self.object) if is_to_come else None, **kwargs)


class NoticeListPage(ChosenAtFirstMixin, DatedListMixin, ListPage):
    """Everybody who answers for something: of what was I, or my unit, reminded?"""

    model = ReminderOccurrence
    table_class = NoticeTable
    filterset_class = NoticeFilter
    template_name = "steering/notice_list.html"
    role_permission = rules.may_list_follow_ups
    heading = _("My reminders")
    shown_at_first = OPEN
    empty_text = _(
        "Each reminder for you or your unit stands here from its day on, whether its mail has arrived or not."
    )

    def get_queryset(self) -> Any:
        """Load the entries of this person."""
        return notices(self.request.user)


class ReminderSettingsPage(FormPage):
    """Everybody who is reminded: when and how do I want the mails?"""

    form_class = ReminderSettingsForm
    template_name = "steering/reminder_settings.html"
    role_permission = rules.may_list_follow_ups
    heading = _("When I am reminded")
    submit_label = _("Save settings")
    success_message = _("The settings have been saved. They count from the next reminder on.")
    breadcrumbs = ACCOUNT

    def get_initial(self) -> dict[str, Any]:
        """Start from what was chosen, else from the usual."""
        chosen = ReminderSettings.objects.visible_to(self.request.user).first() or ReminderSettings()
        return {
            "time_of_day": f"{chosen.time_of_day:%H:%M}",
            "weekdays": chosen.weekdays,
            "delivery": chosen.delivery,
            "weekly": chosen.weekly,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the committee allows."""
        is_head = self.request.user.has_role(Role.DEPARTMENT_HEAD)
        return super().get_form_kwargs() | {"ladder": self.ladder, "is_head": is_head}

    @property
    def ladder(self) -> Ladder:
        """The default, whose hours hold for everybody."""
        if not hasattr(self, "_ladder"):
            self._ladder = Ladder.objects.default()
        return self._ladder

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the bounds."""
        return super().get_context_data(ladder=self.ladder, **kwargs)

    def perform(self, form: ReminderSettingsForm) -> ReminderSettings:
        """Write them down."""
        names = ("time_of_day", "weekdays", "delivery", "weekly")
        return save_reminder_settings(self.request.user, **{name: form.cleaned_data[name] for name in names})

    def get_success_url(self) -> str:
        """Stay."""
        return reverse("steering:reminder_settings")
