"""The profile of an area: what moved, headline figures, one series against the city, the map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quarters.enums import Audience
from quarters.models import Area
from quarters.queries.figures import City, Figures, Series, available_series, released_figures, share, with_wholes
from quarters.queries.maps import CityMap, city_map
from quarters.queries.movements import Movement, movement, sentence
from quarters.queries.release import Released

HEADLINES = 3


@dataclass(frozen=True)
class Headline:
    """One figure of an area with its change, and where it is a share: percent here and in the city."""

    movement: Movement
    share_here: Released | None = None
    share_city: Released | None = None


@dataclass(frozen=True)
class SeriesRow:
    """One period of a series: the area beside the city."""

    period: date
    period_text: str
    here: Released
    city: Released


@dataclass(frozen=True)
class Profile:
    """Everything the page of an area shows. `series` is None where nothing is known about the area."""

    area: Area
    city: Area
    areas: Sequence[Area]
    choices: Sequence[Series]
    series: Series | None
    sentences: Sequence[str]
    headlines: Sequence[Headline]
    rows: Sequence[SeriesRow]
    map: CityMap | None

    @property
    def is_synthetic(self) -> bool:
        """Tell whether any figure shown was invented for a demonstration."""
        shown = [each.movement.series for each in self.headlines]
        return any(series.source.is_synthetic for series in [*shown, *([self.series] if self.series else [])])

    @property
    def gaps(self) -> str:
        """Say why the line has gaps; empty where it has none."""
        missing = sum(row.here.css == "missing" for row in self.rows)
        secret = sum(row.here.css == "secret" for row in self.rows)
        parts = []
        if missing:
            parts.append(
                ngettext("%(n)s period without a figure", "%(n)s periods without a figure", missing) % {"n": missing}
            )
        if secret:
            parts.append(
                ngettext("%(n)s period with a hidden figure", "%(n)s periods with a hidden figure", secret)
                % {"n": secret}
            )
        return _("Gaps in the line: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def profile(area: Area, *, indicator: int | None = None, audience: Audience = Audience.READER) -> Profile:
    """Return the profile with the series of this indicator, or of the first one. Five queries."""
    city = City(area.municipality)
    choices = available_series(area)
    chosen = _chosen(choices, indicator)
    marked = [each for each in choices if each.indicator.is_headline] or choices
    shown = marked[:HEADLINES]
    figures = released_figures(city, with_wholes([*shown, *([chosen] if chosen else [])]), audience)
    whole = city.whole or area
    headlines = [
        _headline(figures, each, area=area, city=whole, period=period)
        for each in shown
        if (period := figures.latest(each))
    ]
    latest = figures.latest(chosen) if chosen else None
    return Profile(
        area=area,
        city=whole,
        areas=[whole, *city.quarters()],
        choices=choices,
        series=chosen,
        sentences=_sentences(figures, headlines, whole),
        headlines=headlines,
        rows=_rows(figures, chosen, area, whole) if chosen else [],
        map=city_map(city, figures, chosen, latest, current=area) if chosen and latest else None,
    )


def _chosen(choices: Sequence[Series], indicator: int | None) -> Series | None:
    """Return the series asked for; otherwise the first share, which says more on a map than a number of people."""
    wanted = [each for each in choices if each.indicator.pk == indicator]
    shares = [each for each in choices if each.indicator.is_headline and each.indicator.share_of]
    return next(iter([*wanted, *shares, *choices]), None)


def headline_figures(area_ids: Iterable[int], today: date) -> list[Headline]:
    """Return the newest headline figures of these areas up to today, for dashboards. Readers' audience.

    Areas of one city; in the order of the areas' keys, then of the indicators. Five queries.
    """
    areas = list(Area.objects.filter(pk__in=area_ids).order_by("level", "code"))
    if not areas:
        return []
    city = City(areas[0].municipality)
    whole = city.whole or areas[0]
    series = [each for each in available_series(whole) if each.indicator.is_headline]
    figures = released_figures(city, with_wholes(series))
    found = []
    for area in areas:
        for each in series:
            period = figures.latest(each, until=today)
            if period:
                found.append(_headline(figures, each, area=area, city=whole, period=period))
    return found


def _headline(figures: Figures, series: Series, *, area: Area, city: Area, period: date) -> Headline:
    moved = movement(figures, series, area, period)
    whole = series.whole
    if whole is None:
        return Headline(moved)
    here, there = (
        share(figures.get(series, place, period), figures.get(whole, place, period)) for place in (area, city)
    )
    return Headline(moved, here, there)


def _sentences(figures: Figures, headlines: Sequence[Headline], city: Area) -> list[str]:
    """Say what moved most first; what cannot be compared comes last."""
    ordered = sorted(headlines, key=lambda each: abs(each.movement.percent or Decimal(0)), reverse=True)
    return [
        sentence(each.movement, movement(figures, each.movement.series, city, each.movement.period)) for each in ordered
    ]


def _rows(figures: Figures, series: Series, area: Area, city: Area) -> list[SeriesRow]:
    return [
        SeriesRow(
            period=period,
            period_text=series.period_text(period),
            here=figures.get(series, area, period),
            city=figures.get(series, city, period),
        )
        for period in figures.periods(series)
    ]
