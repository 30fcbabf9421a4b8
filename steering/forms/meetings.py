"""Forms and filters for meetings."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms.base import PageForm
from core.queries.calendar import city_calendar
from steering.enums import MeetingState
from steering.enums_agenda import Extent
from steering.models import Committee, Meeting
from steering.queries.clashes import Clash, clashes

WHEN = ("held_on", "starts_at", "ends_at")


def time_field(label: Any, **options: Any) -> forms.TimeField:
    """Return a field for a time of day, with the browser's own clock."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


def link_field() -> forms.URLField:
    """Return the field for taking part online."""
    return forms.URLField(
        label=_("Link for taking part online"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Begins with https://. It stands in the invitation."),
    )


def check_hours(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Say beside the fields what the database would refuse: an early end, a link that is not https."""
    begin, end = cleaned.get("starts_at"), cleaned.get("ends_at")
    if begin and end and end <= begin:
        form.add_error("ends_at", _("The planned end lies before the beginning."))
    if cleaned.get("online_link") and not cleaned["online_link"].startswith("https://"):
        form.add_error("online_link", _("The link must begin with https://."))


def clash_in_words(clash: Clash) -> str:
    """Say which meeting is at the same time and how many people it concerns."""
    words = ngettext(
        "%(meeting)s is at the same time; %(n)s person is expected at both.",
        "%(meeting)s is at the same time; %(n)s people are expected at both.",
        clash.people,
    )
    return words % {"meeting": clash.meeting.name, "n": clash.people}


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


class MeetingFacts(PageForm):
    """When and where a meeting takes place; `committee` says whose it is."""

    held_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    starts_at = time_field(_("Begin"))
    ends_at = time_field(_("Planned end"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    online_link = link_field()

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned = super().clean()
        check_hours(self, cleaned)
        return cleaned

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn of a day in the past, a free day, a notice period that cannot be kept, and people with two meetings."""
        calendar, committee = city_calendar(), self.committee_of(cleaned)
        day = cleaned["held_on"]
        if day < self.today:
            self.warn(_("The date lies in the past."))
            return
        if not calendar.is_working_day(day):
            self.warn(_("The offices are closed on this day."))
        if calendar.invite_by(day, committee.notice_days).day < self.today:
            self.warn(_("The notice period of the committee can no longer be kept."))
        for clash in clashes(committee, **{name: cleaned[name] for name in WHEN}, but=self.meeting):
            self.warn(clash_in_words(clash))

    def committee_of(self, cleaned: dict[str, Any]) -> Committee:
        """Return the committee that meets."""
        raise NotImplementedError

    meeting: Meeting | None = None


class MeetingForm(MeetingFacts):
    """A new meeting."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    field_order = ("committee",)

    def __init__(self, *args: Any, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["committee"].queryset = Committee.objects.visible_to(user).valid_on(today)
        self.initial.setdefault("committee", Committee.objects.seated(user).valid_on(today).first())

    def committee_of(self, cleaned: dict[str, Any]) -> Committee:
        """Return the chosen committee."""
        return cleaned["committee"]


class MeetingChangeForm(MeetingFacts):
    """Another day, other hours or another place; in a series also for all that follow."""

    extent = forms.ChoiceField(
        label=_("What changes"),
        choices=Extent,
        initial=Extent.ONE,
        widget=forms.RadioSelect,
        help_text=_("For all that follow, hours, place and link change; each stays on its day."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        if meeting.series_id is None:
            del self.fields["extent"]

    def clean(self) -> dict[str, Any]:
        """A new day belongs to one meeting alone."""
        cleaned = super().clean()
        if cleaned.get("extent") == Extent.FOLLOWING and cleaned.get("held_on") != self.meeting.held_on:
            self.add_error("held_on", _("A new date is given to one meeting at a time."))
        return cleaned

    def committee_of(self, cleaned: dict[str, Any]) -> Committee:
        """Return the committee of the meeting."""
        return self.meeting.committee


class MeetingCancelForm(PageForm):
    """Why a meeting does not take place; in a series also all that follow."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Stands in the message to those invited. No personal data.")
    )
    extent = forms.ChoiceField(
        label=_("What is cancelled"), choices=Extent, initial=Extent.ONE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting.series_id is None:
            del self.fields["extent"]
