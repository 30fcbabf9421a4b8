"""Filter of decision control."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.models import Organisation
from quarters.models import Area
from steering.enums import Confidentiality, Side
from steering.models import Committee, Measure
from steering.queries.control import PARTS, changed

CHANGED = "changed"


class ControlFilter(django_filters.FilterSet):
    """What the committee looks at together: one area, one side, what is new; body, unit and part behind it."""

    areas = django_filters.ModelChoiceFilter(label=_("Area"), queryset=Area.objects.all(), empty_label=_("all"))
    side = django_filters.ChoiceFilter(label=_("Side of the work"), choices=Side, empty_label=_("all"))
    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=((CHANGED, _("changed since the last meeting")),),
        method="only_changed",
        empty_label=_("all"),
    )
    committee = django_filters.ModelChoiceFilter(
        label=_("Committee"), field_name="decision__committee", queryset=Committee.objects.all(), empty_label=_("all")
    )
    lead_unit = django_filters.ModelChoiceFilter(
        label=_("Lead unit"), queryset=Organisation.objects.all(), empty_label=_("all")
    )
    part = django_filters.ChoiceFilter(
        label=_("Part"), choices=tuple(PARTS.items()), method="only_part", empty_label=_("all")
    )

    class Meta:
        model = Measure
        fields = ("areas", "side", "show", "committee", "lead_unit", "part")

    def only_changed(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what changed since the last meeting of its committee."""
        return changed(queryset)

    def only_part(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep one level of confidentiality; what comes of no decision is internal."""
        own = queryset.filter(decision__confidentiality=value)
        without = queryset.filter(decision__isnull=True)
        return own | without if value == Confidentiality.INTERNAL else own
