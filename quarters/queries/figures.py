"""Released figures of one city: by series, area and period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Max, Q

from quarters.enums import AreaLevel, Audience, Status
from quarters.models import Area, Figure, Indicator, Observation, Source
from quarters.queries.release import MISSING, Released, period_text, protecting, release


@dataclass(frozen=True)
class Series:
    """An indicator as one source tells it. Two sources are never joined into one line."""

    indicator: Indicator
    source: Source

    @property
    def whole(self) -> "Series | None":
        """The series this one is a share of, by the same source."""
        indicator = self.indicator.share_of
        return Series(indicator, self.source) if indicator else None

    @property
    def key(self) -> tuple[int, int]:
        """Identify the series."""
        return self.indicator.pk, self.source.pk

    def period_text(self, period: date) -> str:
        """Write a period of this series."""
        return period_text(period, self.indicator.frequency)


def year_before(period: date) -> date:
    """Return the same period of the year before; the last day of February moves with leap years."""
    if (period.month, period.day) in {(2, 28), (2, 29)}:
        leap = (period.year - 1) % 4 == 0
        return date(period.year - 1, 2, 29 if leap else 28)
    return period.replace(year=period.year - 1)


class City:
    """The areas of one city, loaded once."""

    def __init__(self, municipality: str) -> None:
        self.municipality = municipality
        self.areas = list(Area.objects.of(municipality).order_by("level", "code"))

    @cached_property
    def whole(self) -> Area | None:
        """The city itself."""
        return next((area for area in self.areas if area.level == AreaLevel.CITY), None)

    def quarters(self) -> list[Area]:
        """The Stadtteile by key."""
        return [area for area in self.areas if area.level == AreaLevel.QUARTER]


@dataclass
class Figures:
    """Released figures. What is not in the database is missing, never zero."""

    by_place: dict[tuple[int, int], dict[tuple[int, date], Released]] = field(default_factory=dict)

    def get(self, series: Series, area: Area, period: date) -> Released:
        """Return one figure."""
        return self.by_place.get(series.key, {}).get((area.pk, period), MISSING)

    def periods(self, series: Series) -> list[date]:
        """Return every period of the series in which any area has an entry, oldest first."""
        return sorted({period for _area, period in self.by_place.get(series.key, {})})

    def latest(self, series: Series, *, until: date | None = None) -> date | None:
        """Return the newest period, or the newest that has ended on this day."""
        periods = [period for period in self.periods(series) if until is None or period <= until]
        return periods[-1] if periods else None


def available_series(area: Area) -> list[Series]:
    """Return what is known about an area: per indicator the source with the newest figures. Three queries."""
    newest: dict[int, tuple[date, int]] = {}
    rows = Observation.objects.filter(area=area).values_list("indicator_id", "source_id").annotate(Max("period"))
    for indicator, source, period in rows:
        newest[indicator] = max(newest.get(indicator, (period, source)), (period, source))
    indicators = Indicator.objects.filter(pk__in=newest).select_related("share_of").order_by("-is_headline", "name")
    sources = Source.objects.in_bulk({source for _period, source in newest.values()})
    return [Series(indicator, sources[newest[indicator.pk][1]]) for indicator in indicators]


def with_wholes(series: Iterable[Series]) -> list[Series]:
    """Return the series and those they are a share of, by the same source."""
    found = {each.key: each for each in series}
    for each in list(found.values()):
        if whole := each.whole:
            found.setdefault(whole.key, whole)
    return list(found.values())


def released_figures(city: City, series: Sequence[Series], audience: Audience = Audience.READER) -> Figures:
    """Return all figures of these series in this city, as the audience may know them. One query."""
    wanted = Q(pk__in=[])
    for each in series:
        wanted |= Q(indicator=each.indicator.pk, source=each.source.pk)
    rows = Figure.objects.filter(wanted, area__municipality=city.municipality).values_list(
        "indicator_id", "source_id", "area_id", "period", "value", "status", "flags"
    )
    raw: dict[tuple, dict[int, tuple]] = {}
    for indicator, source, area, period, *cell in rows:
        raw.setdefault((indicator, source, period), {})[area] = tuple(cell)
    figures = Figures()
    indicators = {each.indicator.pk: each.indicator for each in series}
    for (indicator, source, period), cells in raw.items():
        place = figures.by_place.setdefault((indicator, source), {})
        for area, released in _release_period(indicators[indicator], cells, city.areas, audience).items():
            place[area, period] = released
    return figures


def _release_period(
    indicator: Indicator, cells: dict[int, tuple], areas: list[Area], audience: Audience
) -> dict[int, Released]:
    values = {area: (value, status) for area, (value, status, _flags) in cells.items()}
    others = protecting(values, areas, indicator)
    return {area: release(cell, indicator, audience, protects_another=area in others) for area, cell in cells.items()}


def share(part: Released, whole: Released) -> Released:
    """Return part of whole in percent with one decimal place; hidden or missing whenever one of the two is."""
    if part.number is None or whole.number is None:
        reason = part if part.number is None else whole
        return Released(number=None, status=reason.status, decimals=1)
    if not whole.number:
        return Released(number=None, status=Status.NOT_APPLICABLE, decimals=1)
    return Released(number=round(100 * part.number / whole.number, 1), status=Status.VALUE, decimals=1)
