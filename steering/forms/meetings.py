"""Forms and filters for meetings and their agenda."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import Organisation
from core.queries.calendar import city_calendar
from steering.enums import Confidentiality, MeetingState
from steering.models import Committee, Meeting


class MeetingFilter(django_filters.FilterSet):
    """Meetings of a committee, a year, a state."""

    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=lambda request: Committee.objects.visible_to(request.user), empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=MeetingState, empty_label=_("all"))
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = Meeting
        fields = ("committee", "state", "year")


class MeetingForm(PageForm):
    """A new meeting."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    held_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts_at = forms.TimeField(label=_("Begin"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["committee"].queryset = Committee.objects.visible_to(user).valid_on(today)
        self.initial.setdefault("committee", Committee.objects.seated(user).valid_on(today).first())

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn of a day in the past, a free day, and a notice period that can no longer be kept."""
        calendar = city_calendar()
        day = cleaned["held_on"]
        if day < self.today:
            self.warn(_("The date lies in the past."))
            return
        if not calendar.is_working_day(day):
            self.warn(_("The offices are closed on this day."))
        invite_by = calendar.invite_by(day, cleaned["committee"].notice_days)
        if invite_by.day < self.today:
            self.warn(_("The notice period of the committee can no longer be kept."))


class AgendaItemForm(PageForm):
    """A new item at the end of the agenda."""

    title = forms.CharField(label=_("Title"), max_length=200)
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=Confidentiality,
        initial=Confidentiality.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_("Confidential: only the seats of this committee, its office and the head of the lead unit."),
    )
    lead_unit = forms.ModelChoiceField(
        label=_("Lead unit"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
    )
    proposed_text = forms.CharField(
        label=_("Proposed decision"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Organisation.objects.valid_on(today)
