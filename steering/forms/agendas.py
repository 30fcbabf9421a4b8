"""Forms for agendas: items, sections, the template of standing items."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import Organisation
from steering.enums import Confidentiality
from steering.enums_agenda import ItemKind
from steering.models import AgendaItem, MeetingSeries

SEARCHED = {"data-search": ""}
# A meeting of a whole day.
MOST_MINUTES = 600


def level_field(**options: Any) -> forms.ChoiceField:
    """Return the field for who may read it."""
    defaults = {
        "label": _("Confidentiality"),
        "choices": Confidentiality,
        "initial": Confidentiality.INTERNAL,
        "widget": forms.RadioSelect,
        "help_text": _("Confidential: only the seats of this committee, its office and the head of the lead unit."),
    }
    return forms.ChoiceField(**defaults | options)


def unit_field() -> forms.ModelChoiceField:
    """Return the field for the lead unit; `today` decides which units there are."""
    return forms.ModelChoiceField(
        label=_("Lead unit"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.Select(attrs=SEARCHED),
    )


class ItemFields(PageForm):
    """What an item says, on an agenda and in the template."""

    title = forms.CharField(label=_("Title"), max_length=200)
    confidentiality = level_field()
    lead_unit = unit_field()
    speaker = forms.CharField(
        label=_("Speaker"), max_length=120, required=False, help_text=_("A function or a name from the administration.")
    )
    minutes_planned = forms.IntegerField(
        label=_("Time planned, in minutes"), min_value=1, max_value=MOST_MINUTES, required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_unit"].queryset = Organisation.objects.valid_on(today)


class AgendaItemForm(ItemFields):
    """A new item: at the end of the agenda, of a section or below another item."""

    parent = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("the agenda itself")
    )
    proposed_text = forms.CharField(
        label=_("Proposed decision"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, parents: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents


class AgendaItemChangeForm(ItemFields):
    """An item as it stands; `version` is the one the writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    proposed_text = forms.CharField(
        label=_("Proposed decision"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.is_section:
            for name in ("lead_unit", "speaker", "minutes_planned", "proposed_text"):
                del self.fields[name]


class SectionForm(PageForm):
    """A heading over items."""

    title = forms.CharField(label=_("Title"), max_length=200)
    confidentiality = level_field(
        initial=Confidentiality.PUBLIC, help_text=_("Every item of the section is at least as confidential.")
    )


class ProposalsForm(forms.Form):
    """Which proposed lines, and in which section accepted ones stand."""

    keys = forms.MultipleChoiceField(required=False)
    section = forms.ModelChoiceField(queryset=AgendaItem.objects.none(), required=False)

    def __init__(self, *args: Any, keys: list[str], sections: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, key) for key in keys]
        self.fields["section"].queryset = sections


class StandingItemForm(ItemFields):
    """A line of the template."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind, initial=ItemKind.ITEM, widget=forms.RadioSelect)
    stays_last = forms.BooleanField(
        label=_("Stays at the end of the agenda"),
        required=False,
        help_text=_("New items are put before it, for example before any other business."),
    )
    series = forms.ModelChoiceField(
        label=_("Only in the series"),
        queryset=MeetingSeries.objects.none(),
        required=False,
        empty_label=_("all meetings"),
    )
    field_order = ("kind", "title")

    def __init__(self, *args: Any, series: QuerySet[MeetingSeries], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = series


def arrangement_from(text: str) -> list[tuple[int, int | None]]:
    """Read an order as the page sends it: "12:,13:12" is line 12, and line 13 below it. Raises ValueError otherwise."""
    pairs = [part.split(":") for part in text.split(",")] if text else []
    return [(int(key), int(parent) if parent else None) for key, parent in pairs]
