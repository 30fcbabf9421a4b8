"""Forms and filters for topics."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import CASEWORK_ROLES
from core.forms.base import PageForm
from core.models import Organisation
from quarters.models import Area
from steering.domain.topics import Proposal
from steering.enums import TOPIC_OPEN, Confidentiality, Side, TopicState, Urgency
from steering.models import AgendaItem, Committee, Topic

OPEN = "open"
SHOWN = ((OPEN, _("open")), *TopicState.choices)


class TopicFilter(django_filters.FilterSet):
    """Find topics by state, side, area, urgency, unit and committee; open ones unless something else is chosen."""

    q = django_filters.CharFilter(label=_("Words"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=SHOWN, method="stand", empty_label=_("all"))
    side = django_filters.ChoiceFilter(label=_("Side of the work"), choices=Side, empty_label=_("all"))
    urgency = django_filters.ChoiceFilter(label=_("Urgency"), choices=Urgency, empty_label=_("all"))
    areas = django_filters.ModelChoiceFilter(label=_("Area"), queryset=Area.objects.all(), empty_label=_("all"))
    unit = django_filters.ModelChoiceFilter(
        label=_("Proposed by the unit"), queryset=Organisation.objects.all(), empty_label=_("all")
    )
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), queryset=Committee.objects.all(), empty_label=_("all")
    )

    class Meta:
        model = Topic
        fields = ("q", "state", "side", "urgency", "areas", "unit", "committee")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the title or the description."""
        return queryset.filter(Q(title__icontains=value) | Q(description__icontains=value))

    def stand(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the topics in this state, or all of which something is still to become."""
        return queryset.filter(state__in=TOPIC_OPEN if value == OPEN else [value])


class TopicForm(PageForm):
    """What somebody asks a committee to look at."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What was observed, what is asked"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    side = forms.ChoiceField(label=_("Side of the work"), choices=Side, widget=forms.RadioSelect)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL, widget=forms.RadioSelect)
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-search": ""}),
    )
    unit = forms.ModelChoiceField(label=_("Proposed by the unit"), queryset=Organisation.objects.none())
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"),
        choices=Confidentiality,
        initial=Confidentiality.INTERNAL,
        widget=forms.RadioSelect,
        help_text=_("Confidential: only the seats of this committee, its office, you and the head of your unit."),
    )

    ABOUT = (_("What it is about"), ("title", "description", "side", "areas"))
    fieldsets = (ABOUT, (_("Where it goes"), ("committee", "urgency", "unit", "confidentiality")))

    def __init__(self, *args: Any, user: Any, today: date, municipality: str, topic: Topic | None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["description"].help_text = (
            _("Without anything by which a person can be recognised: no names, no addresses, no details of a case.")
            if user.has_role(*CASEWORK_ROLES)
            else _("Please without names and other personal data.")
        )
        self.fields["committee"].queryset = Committee.objects.valid_on(today)
        units = Organisation.objects.valid_on(today).filter(pk__in=user.organisation_ids)
        self.fields["unit"].queryset = units | Organisation.objects.filter(pk=topic.unit_id) if topic else units
        self.fields["areas"].queryset = Area.objects.of(municipality).quarters().valid_on(today)
        if topic is None:
            self._begin_with_the_only_choice("unit", "committee")
        else:
            del self.fields["committee"]
            self.fieldsets = (self.ABOUT, (_("Where it goes"), ("urgency", "unit", "confidentiality")))

    def _begin_with_the_only_choice(self, *names: str) -> None:
        for name in names:
            self.initial.setdefault(name, self.fields[name].queryset.first())

    def proposal(self) -> Proposal:
        """Return what the domain writes down."""
        cleaned = self.cleaned_data
        names = ("title", "side", "unit", "description", "urgency", "confidentiality")
        return Proposal(**{name: cleaned[name] for name in names}, areas=tuple(cleaned["areas"]))


class ReasonForm(PageForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(PageForm):
    """A word that goes along, if wanted."""

    reason = forms.CharField(
        label=_("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RaiseForm(PageForm):
    """Before which committee an item is put."""

    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none())
    side = forms.ChoiceField(label=_("Side of the work"), choices=Side, widget=forms.RadioSelect)

    def __init__(self, *args: Any, item: AgendaItem, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = item.meeting.committee
        self.fields["committee"].queryset = Committee.objects.valid_on(today).exclude(pk=own.pk)
        self.initial.setdefault("committee", own.parent)
        if item.topic:
            self.initial.setdefault("side", item.topic.side)
