"""The filter of the outbox."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.enums import MailState
from core.models import OutgoingMail
from core.models.mail import IN_FLIGHT


class MailFilter(django_filters.FilterSet):
    """Find a mail by recipient, subject or state."""

    STATES = tuple(choice for choice in MailState.choices if choice[0] not in IN_FLIGHT)

    q = django_filters.CharFilter(label=_("Recipient or subject"), method="search")
    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="be", empty_label=_("all"))

    class Meta:
        model = OutgoingMail
        fields = ("q", "state")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Match any part of address or subject."""
        return queryset.filter(Q(to_address__icontains=value) | Q(subject__icontains=value))

    def be(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the mails in this state; what is on its way just now counts as waiting."""
        return queryset.filter(state__in=(value, *IN_FLIGHT) if value == MailState.WAITING else (value,))
