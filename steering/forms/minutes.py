"""Forms for minutes: editing, signing, remarks, objections."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from steering.domain.minutes import Texts
from steering.enums_minutes import ObjectionKind, Ruling
from steering.models import AgendaItem, Meeting

SIGN, REFUSE = "sign", "refuse"


def _text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class MinutesEditForm(PageForm):
    """The texts of the minutes: the frame, and one field per item."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    opening = _text(
        _("Statements at the beginning"),
        max_length=4000,
        required=False,
        help_text=_("Proper invitation, quorum, adoption of the agenda. Proposed by the product; please check."),
    )
    closing = _text(
        _("Statements at the end"),
        max_length=4000,
        required=False,
        help_text=_("Requests under any other business, statements for the record."),
    )

    def __init__(self, *args: Any, items: Mapping[int, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for pk, (label, text) in items.items():
            self.fields[f"item_{pk}"] = _text(label, max_length=8000, required=False)
            self.initial[f"item_{pk}"] = text
        self.fieldsets = (
            (_("Begin"), ("opening",)),
            (_("Agenda items"), tuple(f"item_{pk}" for pk in items)),
            (_("End of the meeting"), ("closing",)),
        )

    def texts(self) -> Texts:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return Texts(cleaned["opening"], cleaned["closing"], {pk: cleaned[f"item_{pk}"] for pk in self.items})

    def show_theirs(self, standing: Mapping[str | int, str], version: int) -> None:
        """Put the text of the other writer beside each field it concerns; saving again then decides for the own one."""
        for key, text in standing.items():
            name = f"item_{key}" if isinstance(key, int) else key
            said = _("Somebody else wrote in the meantime: “%(text)s”") % {"text": text}
            self.add_error(name, forms.ValidationError(said, code="theirs"))
        self.data = self.data.copy()
        self.data["base"] = version


class SignForm(PageForm):
    """Sign, or refuse with a reason."""

    answer = forms.ChoiceField(
        label=_("Your signature"),
        choices=((SIGN, _("I sign these minutes")), (REFUSE, _("I refuse the signature"))),
        widget=forms.RadioSelect,
    )
    reason = _text(
        _("Reason, if you refuse"), 3, max_length=1000, required=False, help_text=_("It is noted in the minutes.")
    )

    def clean(self) -> dict[str, Any]:
        """A refusal needs its reason."""
        cleaned = super().clean()
        if cleaned.get("answer") == REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please say why you refuse; it is noted in the minutes."))
        return cleaned

    def refusal(self) -> str:
        """Return the reason of a refusal, or nothing."""
        return self.cleaned_data["reason"] if self.cleaned_data["answer"] == REFUSE else ""


class ReturnForm(PageForm):
    """Why signed minutes go back."""

    reason = _text(_("What is to be revised"), max_length=2000)


class ItemTextForm(PageForm):
    """A text about one item, or about the whole."""

    item = forms.ModelChoiceField(
        label=_("Agenda item"), queryset=AgendaItem.objects.none(), required=False, empty_label=_("the whole")
    )
    text = _text(_("Remark"), max_length=2000)

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items


class ObjectionForm(ItemTextForm):
    """What is held against sealed minutes."""

    kind = forms.ChoiceField(
        label=_("What you want"), choices=ObjectionKind, widget=forms.RadioSelect, initial=ObjectionKind.OBJECTION
    )
    text = _text(_("What is held against the minutes"), max_length=4000)
    field_order = ("kind", "item", "text")


class RulingForm(PageForm):
    """What a later meeting said to an objection."""

    meeting = forms.ModelChoiceField(
        label=_("Dealt with in"),
        queryset=Meeting.objects.none(),
        help_text=_("A later meeting of the committee whose minutes are not sealed yet."),
    )
    ruling = forms.ChoiceField(
        label=_("Ruling"),
        choices=[choice for choice in Ruling.choices if choice[0] != Ruling.WITHDRAWN],
        widget=forms.RadioSelect,
    )
    text = _text(
        _("What is recorded"),
        max_length=4000,
        help_text=_("For a correction: the words that apply from now on. It stands in the minutes of that meeting."),
    )

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        self.fields["meeting"].label_from_instance = lambda meeting: meeting.name
