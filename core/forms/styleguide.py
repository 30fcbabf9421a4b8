"""The sample form of the style guide: every kind of field once."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm

# Sample data, not texts of the interface.
UNITS = [
    ("Referate", [("51", "51 Erziehung und Bildung"), ("53", "53 Gesundheit")]),
    ("Weitere Stellen", [("gd", "Gelsendienste"), ("buergerservice", "Bürgerservice")]),
]
SIDES = [("help", "Hilfe und Unterstützung"), ("order", "Sicherheit und Ordnung")]
LONG = "Eine sehr lange Bezeichnung, die auf einem Telefon ganz sicher in die nächste Zeile umbricht"


class SampleForm(PageForm):
    """Every kind of field, a warning (a group of more than 100) and errors of fields and of the whole."""

    fieldsets = (
        (_("What it is about"), ("subject", "description", "unit", "taking_part", "side", "channels")),
        (_("When and how much"), ("day", "time", "moment", "group_size", "attachment", "confidential", "fixed")),
    )

    subject = forms.CharField(label=_("Subject"), max_length=80, help_text=_("One line, without names of persons."))
    description = forms.CharField(label=_("Description"), widget=forms.Textarea, required=False)
    unit = forms.ChoiceField(label=_("Lead unit"), choices=[("", "---------"), *UNITS])
    taking_part = forms.MultipleChoiceField(
        label=_("Units taking part"),
        choices=UNITS,
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": True}),
        help_text=_("Type a few letters of a number or a name."),
    )
    side = forms.ChoiceField(label=_("Side of the work"), choices=SIDES, widget=forms.RadioSelect)
    channels = forms.MultipleChoiceField(
        label=_("Who is told"),
        choices=[("unit", "Postfach der Stelle"), ("head", "Leitung"), ("long", LONG)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    moment = forms.DateTimeField(
        label=_("Day and time"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    group_size = forms.IntegerField(label=_("Group size"), required=False, validators=[MinValueValidator(1)])
    attachment = forms.FileField(label=_("Attachment"), required=False)
    confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Only the committee sees it.")
    )
    fixed = forms.CharField(label=_("Cannot be changed"), required=False, disabled=True, initial="M-2026-031")

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Ask about unusually large groups."""
        if (cleaned.get("group_size") or 0) > 100:
            self.warn(_("A group of more than 100 people is unusual."))
