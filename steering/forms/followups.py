"""Forms and filters for follow-ups."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.base import PageForm
from core.models import Organisation
from steering.enums import FOLLOW_UP_OPEN, Outcome
from steering.models import FollowUp
from steering.models.followups import is_silent

OPEN, OVERDUE, SILENT, ANSWERED, ALL = "open", "overdue", "silent", "answered", "all"


class FollowUpFilter(django_filters.FilterSet):
    """What is open stands first; what was answered is one choice away."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=(
            (OPEN, _("open")),
            (OVERDUE, _("overdue")),
            (SILENT, _("not acknowledged for a week")),
            (ANSWERED, _("answered or closed")),
            (ALL, _("all")),
        ),
        method="by_state",
        empty_label=None,
    )
    unit = django_filters.ModelChoiceFilter(label=_("Unit"), queryset=Organisation.objects.all(), empty_label=_("all"))
    q = django_filters.CharFilter(label=_("Subject or code"), method="search")

    class Meta:
        model = FollowUp
        fields = ("show", "unit", "q")

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the open ones, those of them that are late or silent, or the answered ones."""
        today = self.request.today
        shown = {
            OPEN: Q(state__in=FOLLOW_UP_OPEN),
            OVERDUE: Q(state__in=FOLLOW_UP_OPEN, due_on__lt=today),
            SILENT: is_silent(today),
            ANSWERED: ~Q(state__in=FOLLOW_UP_OPEN),
        }
        return queryset.filter(shown.get(value, Q()))

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match the subject, or the beginning of the code."""
        return queryset.filter(Q(subject__icontains=value) | Q(code__istartswith=value))


class AnswerForm(PageForm):
    """What the unit says. A measure is done or not possible; a referral can also be accepted or refused."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=Outcome, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In a sentence"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it is refused or not possible. No names of people who are helped."),
    )

    def __init__(self, *args: Any, is_referral: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_referral:
            self.fields["outcome"].choices = (
                (Outcome.DONE, _("It is done")),
                (Outcome.NOT_POSSIBLE, _("It is not possible")),
            )
            self.initial.setdefault("outcome", Outcome.DONE)
