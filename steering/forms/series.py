"""The form of a series of meetings."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from steering.domain.recurrence import LAST, rule_text
from steering.enums_agenda import Rhythm
from steering.forms.committees import day_field
from steering.forms.meetings import check_hours, link_field, time_field
from steering.models import Committee

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
)
ORDINALS = ((1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth")), (LAST, _("last")))
LONGEST_YEARS = 3


class SeriesForm(PageForm):
    """How often, on which day, from when until when; the dates are shown before anything is planned."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    rhythm = forms.ChoiceField(label=_("Comes back"), choices=Rhythm, initial=Rhythm.WEEKLY, widget=forms.RadioSelect)
    interval = forms.IntegerField(label=_("Every how many weeks or months"), min_value=1, max_value=12, initial=1)
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    ordinal = forms.TypedChoiceField(
        label=_("Which one in the month"),
        choices=ORDINALS,
        coerce=int,
        initial=1,
        help_text=_("Only for a series by months."),
    )
    starts_on = day_field(_("First possible day"))
    ends_on = day_field(_("Last possible day"))
    starts_at = time_field(_("Begin"))
    ends_at = time_field(_("Planned end"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    online_link = link_field()

    fieldsets = (
        (_("How often"), ("committee", "rhythm", "interval", "weekday", "ordinal")),
        (_("From when until when"), ("starts_on", "ends_on")),
        (_("Hours and place"), ("starts_at", "ends_at", "place", "online_link")),
    )

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["committee"].queryset = Committee.objects.visible_to(user).valid_on(today)
        self.initial.setdefault("committee", Committee.objects.seated(user).valid_on(today).first())

    def clean(self) -> dict[str, Any]:
        """Work out the rule; the days must be in order and not too far apart."""
        cleaned = super().clean()
        check_hours(self, cleaned)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and first < self.today:
            self.add_error("starts_on", _("The date lies in the past."))
        if first and last and last < first:
            self.add_error("ends_on", _("The end of the series lies before its beginning."))
        elif first and last and last.year - first.year > LONGEST_YEARS:
            self.add_error("ends_on", _("A series is planned for three years at most."))
        if not self.errors:
            names = ("rhythm", "interval", "weekday", "ordinal")
            cleaned["rule"] = rule_text(**{name: cleaned[name] for name in names})
        return cleaned
