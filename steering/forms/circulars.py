"""Forms and filters for decisions by circular."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.forms.base import PageForm
from steering.enums import CircularState, Confidentiality, PeriodUnit, Reply, Silence
from steering.models import CircularDecision, Committee

# Less leaves nobody time to read it, for example over a weekend.
SHORT_HOURS = 24
OWN_FIELDS = ("committee", "title", "wording", "grounds", "confidentiality", "period", "period_unit", "silence")


class CircularFilter(django_filters.FilterSet):
    """Find a circular by its words, state and committee."""

    q = django_filters.CharFilter(label=_("Words"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=CircularState, empty_label=_("all"))
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all")
    )

    class Meta:
        model = CircularDecision
        fields = ("q", "state", "committee")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the title or the wording."""
        return queryset.filter(Q(title__icontains=value) | Q(wording__icontains=value))


class CircularForm(PageForm):
    """What is put to the seats, until when, and what silence means."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    title = forms.CharField(label=_("Title"), max_length=200)
    wording = forms.CharField(
        label=_("Decision"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The wording that is decided. It no longer changes once the circular is sent."),
    )
    grounds = forms.CharField(
        label=_("Grounds"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=Confidentiality,
        initial=Confidentiality.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_("Confidential: only the seats of this committee and its office."),
    )
    period = forms.IntegerField(label=_("Period for replies"), min_value=1, max_value=365)
    period_unit = forms.ChoiceField(
        label=_("Counted in"), choices=PeriodUnit, initial=PeriodUnit.WORKING_DAYS, widget=forms.RadioSelect
    )
    silence = forms.ChoiceField(
        label=_("What silence means"),
        choices=Silence,
        widget=forms.RadioSelect,
        help_text=_("Please choose for each circular; those asked are told."),
    )

    fieldsets = (
        (_("What is to be decided"), ("committee", "title", "wording", "grounds", "confidentiality")),
        (_("Replies"), ("period", "period_unit", "silence")),
    )

    def __init__(self, *args: Any, user: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        committees = Committee.objects.valid_on(today)
        if not user.has_role(Role.COMMITTEE_OFFICE):
            committees = committees.seated(user)
        self.fields["committee"].queryset = committees
        self.initial.setdefault("committee", committees.first())

    def check_for_warnings(self, cleaned: dict[str, Any]) -> None:
        """Warn of a period in which hardly anybody can reply."""
        if cleaned["period_unit"] == PeriodUnit.HOURS and cleaned["period"] < SHORT_HOURS:
            self.warn(_("Less than a day is left for replies, nights included."))

    def own_fields(self) -> dict[str, Any]:
        """Return the clean values of the circular's own fields."""
        return {name: self.cleaned_data[name] for name in OWN_FIELDS}


class ReplyForm(PageForm):
    """Agree, abstain, or object with a reason."""

    reply = forms.ChoiceField(label=_("Your reply"), choices=Reply, widget=forms.RadioSelect)
    remark = forms.CharField(
        label=_("Remark"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An objection needs a reason. Please without names and other personal data."),
    )

    def clean(self) -> dict[str, Any]:
        """An objection says why."""
        cleaned = super().clean()
        if cleaned.get("reply") == Reply.OBJECT and not cleaned.get("remark", "").strip():
            self.add_error("remark", _("Please give the reason in a sentence."))
        return cleaned
