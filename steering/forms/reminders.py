"""Filters of reminders, and how a person wants them."""

from datetime import time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from core.enums import MailState
from core.forms.base import PageForm
from core.models import Organisation
from steering.enums import FOLLOW_UP_OPEN
from steering.enums_reminders import Audience, Delivery, OccurrenceState
from steering.models import Ladder, ReminderOccurrence
from steering.models.reminder_settings import WORKING_WEEK

WEEK, FOUR_WEEKS, PLANNED, SENT, LOST, UNCERTAIN = "week", "four_weeks", "planned", "sent", "nobody", "uncertain"
OPEN, ALL = "open", "all"
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


class ReminderFilter(django_filters.FilterSet):
    """What is planned for the coming weeks; what was sent and what nobody received is one choice away."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=(
            (WEEK, _("the next seven days")),
            (FOUR_WEEKS, _("the next four weeks")),
            (PLANNED, _("everything planned")),
            (SENT, _("sent in the last four weeks")),
            (UNCERTAIN, _("uncertain whether it arrived")),
            (LOST, _("nobody to receive it")),
        ),
        method="by_time",
        empty_label=None,
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), field_name="follow_up__unit", queryset=Organisation.objects.all(), empty_label=_("all")
    )
    audience = django_filters.ChoiceFilter(
        label=_("Who hears it"), field_name="step__audience", choices=Audience, empty_label=_("all")
    )
    q = django_filters.CharFilter(label=_("Subject or code"), method="search")

    class Meta:
        model = ReminderOccurrence
        fields = ("show", "unit", "audience", "q")

    def by_time(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is still to come, what has left, or what somebody has to look after."""
        today = self.request.today
        to_come = Q(state__in=(OccurrenceState.PLANNED, OccurrenceState.REACHED))
        shown = {
            WEEK: to_come & Q(local_date__lte=today + timedelta(days=7)),
            FOUR_WEEKS: to_come & Q(local_date__lte=today + timedelta(days=28)),
            PLANNED: to_come,
            SENT: Q(
                state__in=(OccurrenceState.QUEUED, OccurrenceState.ENTERED),
                local_date__gte=today - timedelta(days=28),
            ),
            UNCERTAIN: Q(mail__state=MailState.UNCERTAIN),
            LOST: Q(state=OccurrenceState.UNDELIVERABLE),
        }
        return queryset.filter(shown[value])

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the subject, or the beginning of the code."""
        return queryset.filter(Q(follow_up__subject__icontains=value) | Q(follow_up__code__istartswith=value))


class NoticeFilter(django_filters.FilterSet):
    """The entries whose follow-up still waits stand first."""

    show = django_filters.ChoiceFilter(
        label=_("Show"), choices=((OPEN, _("still open")), (ALL, _("all"))), method="by_state", empty_label=None
    )

    class Meta:
        model = ReminderOccurrence
        fields = ("show",)

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the entries about what is still open."""
        return queryset.filter(follow_up__state__in=FOLLOW_UP_OPEN) if value == OPEN else queryset


class ReminderSettingsForm(PageForm):
    """Hour, days, form, within what the committee allows."""

    fieldsets = (
        (_("When"), ("time_of_day", "weekdays")),
        (_("How"), ("delivery", "weekly")),
    )
    time_of_day = forms.TypedChoiceField(label=_("Time of day"), coerce=time.fromisoformat)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        choices=[(day, WEEKDAYS[day]) for day in WORKING_WEEK],
        widget=forms.CheckboxSelectMultiple,
    )
    delivery = forms.ChoiceField(label=_("Form"), choices=Delivery, widget=forms.RadioSelect)
    weekly = forms.BooleanField(
        label=_("Weekly overview on the first working day of the week"),
        required=False,
        help_text=_("For heads of unit: what is due, what is overdue, what was confirmed, how long answers took."),
    )

    def __init__(self, *args: Any, ladder: Ladder, is_head: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [hour for hour in HALF_HOURS if ladder.earliest <= hour <= ladder.latest]
        self.fields["time_of_day"].choices = [(f"{hour:%H:%M}", time_format(hour)) for hour in hours]
        if not ladder.single_allowed:
            self.fields["delivery"].choices = [(Delivery.DIGEST, Delivery.DIGEST.label)]
        if not is_head:
            self.fields["weekly"].widget = forms.HiddenInput()
