"""What the catalogue says about the figures that are there."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min

from quarters.models import Indicator, Observation, Source
from quarters.queries.release import period_text


@dataclass(frozen=True)
class Holding:
    """What one source has told about an indicator."""

    source: Source
    first: str
    last: str
    areas: int


def holdings(indicator: Indicator) -> list[Holding]:
    """Return by source from when to when there are figures, and for how many areas. Two queries."""
    rows = list(
        Observation.objects.filter(indicator=indicator)
        .values_list("source_id")
        .annotate(first=Min("period"), last=Max("period"), areas=Count("area_id", distinct=True))
    )
    sources = Source.objects.in_bulk([row[0] for row in rows])
    return [
        Holding(sources[pk], period_text(first, indicator.frequency), period_text(last, indicator.frequency), areas)
        for pk, first, last, areas in rows
    ]
