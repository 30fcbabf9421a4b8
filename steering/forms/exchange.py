"""Form and filter for experiences of others."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from core.forms.base import PageForm
from core.models import Organisation
from core.models.organisations import INTERNAL_KINDS
from quarters.models import Area
from steering.domain.exchange import ChangedLessonError, Lesson
from steering.enums import Confidentiality
from steering.enums_exchange import ExchangeKind
from steering.models import Committee, Exchange, Measure, Meeting
from steering.queries.exchange import exchanges_with_words

DAY = {"type": "date"}
SEARCH = {"data-search": ""}
MOST_MEETINGS = 40


class ExchangeFilter(django_filters.FilterSet):
    """Find what others learned by its words, from whom, at which occasion, for which area, when."""

    q = django_filters.CharFilter(label=_("Search words"), method="search")
    organisation = django_filters.ModelChoiceFilter(
        label=_("Learned from"), queryset=Organisation.objects.exclude(kind__in=INTERNAL_KINDS), empty_label=_("all")
    )
    kind = django_filters.ChoiceFilter(label=_("Occasion"), choices=ExchangeKind, empty_label=_("all"))
    areas = django_filters.ModelChoiceFilter(label=_("Area"), queryset=Area.objects.all(), empty_label=_("all"))
    since = django_filters.DateFilter(
        label=_("From"), field_name="happened_on", lookup_expr="gte", widget=forms.DateInput(attrs=DAY)
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="happened_on", lookup_expr="lte", widget=forms.DateInput(attrs=DAY)
    )

    class Meta:
        model = Exchange
        fields = ("q", "organisation", "kind", "areas", "since", "until")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the words in any inflection."""
        return exchanges_with_words(queryset, value)


class ExchangeForm(PageForm):
    """What was learned, from whom, and for which measures it matters."""

    fieldsets = (
        (_("Occasion"), ("kind", "happened_on", "organisation", "meeting", "contact")),
        (_("What was learned"), ("title", "lessons")),
        (_("Where it matters"), ("measures", "areas")),
        (_("Who may read it"), ("committee", "confidentiality")),
    )

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Occasion"), choices=ExchangeKind, widget=forms.RadioSelect)
    happened_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    organisation = forms.ModelChoiceField(
        label=_("Learned from"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.Select(attrs=SEARCH),
        help_text=_("Municipality, Land, Federation or institution. What is missing is entered by the administration."),
    )
    meeting = forms.ModelChoiceField(
        label=_("Heard in the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=_("Only for an expert who was heard."),
    )
    contact = forms.CharField(
        label=_("Contact point"),
        max_length=200,
        required=False,
        help_text=_(
            "Function and office. A name only if the person speaks for the office; no private contact details."
        ),
    )
    title = forms.CharField(label=_("What it is about"), max_length=200)
    lessons = forms.CharField(
        label=_("Lessons"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What worked, what did not, what it cost, what we would do likewise. No names of people helped."),
    )
    measures = forms.ModelMultipleChoiceField(
        label=_("Measures"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs=SEARCH),
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"), queryset=Area.objects.none(), required=False, widget=forms.SelectMultiple(attrs=SEARCH)
    )
    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none(), empty_label=None)
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=Confidentiality,
        initial=Confidentiality.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_(
            "Internal: the committees and the units of the city. Confidential: only the seats of this committee."
        ),
    )

    def __init__(self, *args: Any, user: Any, today: Any, municipality: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["organisation"].queryset = Organisation.objects.valid_on(today).exclude(kind__in=INTERNAL_KINDS)
        meetings = Meeting.objects.visible_to(user).filter(held_on__lte=today).select_related("committee")
        fields["meeting"].queryset = meetings.order_by("-held_on")
        fields["meeting"].label_from_instance = lambda meeting: meeting.name
        fields["measures"].queryset = Measure.objects.visible_to(user).order_by("-ordered_at")
        fields["areas"].queryset = Area.objects.of(municipality).quarters().valid_on(today)
        committees = Committee.objects.visible_to(user).valid_on(today)
        fields["committee"].queryset = (
            committees if user.has_role(Role.COMMITTEE_OFFICE) else committees.seated(user)
        ).distinct()

    def clean(self) -> dict[str, Any]:
        """An expert is heard in a meeting, of the committee it is written down for; everything else has no meeting."""
        cleaned = super().clean()
        kind, meeting = cleaned.get("kind"), cleaned.get("meeting")
        if kind == ExchangeKind.HEARING and not meeting and "meeting" not in self.errors:
            self.add_error("meeting", _("Please say in which meeting the expert was heard."))
        if kind and kind != ExchangeKind.HEARING:
            cleaned["meeting"] = None
            if not cleaned.get("organisation") and "organisation" not in self.errors:
                self.add_error("organisation", _("Please say from whom it was learned."))
        return cleaned

    def lesson(self) -> Lesson:
        """Return what the domain records."""
        names = Lesson.__dataclass_fields__
        return Lesson(**{name: value for name, value in self.cleaned_data.items() if name in names})

    def show_theirs(self, refusal: ChangedLessonError) -> ValidationError:
        """Let the writer save over what somebody else saved, on purpose, next time."""
        self.data = self.data.copy()
        self.data["version"] = str(refusal.theirs.version)
        return refusal
