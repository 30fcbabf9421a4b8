"""Who is to do what until when: the fields of an order, and a measure ordered later."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.dates import Answer
from core.forms.base import PageForm
from core.models import Organisation
from quarters.models import Area
from steering.domain.outcomes import Order
from steering.domain.spoken_dates import Moment, due_date_from
from steering.enums import Side


class DueField(forms.CharField):
    """A due date typed the way people speak; the clean value is an `Answer`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Due date"),
            max_length=60,
            help_text=_("For example: in 2 weeks, 15.3., next meeting."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **kwargs,
        )
        self.moment: Moment | None = None

    def count_from(self, moment: Moment, committee: int | None) -> None:
        """Say what dates are counted from, and show the day while it is being typed."""
        self.moment = moment
        self.widget.attrs |= {
            "hx-get": reverse("steering:due_date"),
            "hx-trigger": "input changed delay:250ms, load",
            "hx-target": "#due-answer",
            "hx-vals": json.dumps({"committee": str(committee or "")}),
        }

    def clean(self, value: Any) -> Answer | None:
        """Work out the day and its reason."""
        text = super().clean(value)
        return due_date_from(text, self.moment) if text else None


class OrderFields(PageForm):
    """Who is to do it, until when, where; shared by log mode and by a measure ordered later."""

    lead_unit = forms.ModelChoiceField(
        label=_("Lead unit"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.Select(attrs={"data-search": ""}),
    )
    contributing = forms.ModelMultipleChoiceField(
        label=_("Contributing units"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": ""}),
    )
    due = DueField(required=False)
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": ""}),
    )
    side = forms.ChoiceField(label=_("Side of the work"), choices=Side, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, moment: Moment, committee: int | None, municipality: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organisation.objects.valid_on(moment.today)
        self.fields["lead_unit"].queryset = units
        for name in ("lead_unit", "contributing"):
            self.fields[name].error_messages["invalid_choice"] = _(
                "This unit no longer exists or may not be named. Please choose another one."
            )
        self.fields["contributing"].queryset = units
        self.fields["areas"].queryset = Area.objects.of(municipality).quarters().valid_on(moment.today)
        self.fields["due"].count_from(moment, committee)

    def clean_order(self, cleaned: dict[str, Any]) -> Order | None:
        """Return what was ordered; a half order is an error beside the field that is missing."""
        filled = {name for name in ("lead_unit", "contributing", "due", "areas", "side") if cleaned.get(name)}
        # A unit that was already on the agenda orders nothing by itself.
        if not filled - {"lead_unit"} and "lead_unit" not in self.changed_data:
            return None
        missing = {
            "lead_unit": _("Please name the lead unit."),
            "due": _("Please give a due date."),
            "side": _("Please choose the side of the work."),
        }
        for name in missing.keys() - filled - self.errors.keys():
            self.add_error(name, missing[name])
        if self.errors:
            return None
        return Order(
            lead_unit=cleaned["lead_unit"],
            due_on=cleaned["due"].day,
            side=cleaned["side"],
            contributing=tuple(cleaned["contributing"]),
            areas=tuple(cleaned["areas"]),
        )


class MeasureForm(OrderFields):
    """A further measure for a decision that stands."""

    title = forms.CharField(label=_("Title"), max_length=200)

    fieldsets = (
        (_("What is to be done"), ("title", "side", "areas")),
        (_("Who and until when"), ("lead_unit", "contributing", "due")),
    )

    def clean(self) -> dict[str, Any]:
        """Work out the order; here nothing may be missing."""
        cleaned = super().clean()
        if not cleaned.get("lead_unit"):
            self.add_error("lead_unit", _("Please name the lead unit."))
        if self.errors:
            return cleaned
        cleaned["order"] = self.clean_order(cleaned)
        if cleaned["order"] is None and not self.errors:
            raise ValidationError(_("Please name the lead unit."))
        return cleaned
