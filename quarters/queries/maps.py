"""The schematic map: every Stadtteil a tile of the same size, coloured by released figures only."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from quarters.enums import AreaLevel
from quarters.models import Area
from quarters.queries.figures import City, Figures, Series, share
from quarters.queries.release import Released, number_text

CLASSES = 5


@dataclass(frozen=True)
class Tile:
    """One area on the map: `css` is class-1..5, missing or secret."""

    area: Area
    figure: Released
    css: str
    is_current: bool = False


@dataclass(frozen=True)
class LegendEntry:
    """What a colour or hatching stands for."""

    css: str
    text: str


@dataclass(frozen=True)
class CityMap:
    """Title, tiles and legend. Areas without a place on the map are drawn in a row of their own."""

    title: str
    unit: str
    period: str
    tiles: Sequence[Tile]
    legend: Sequence[LegendEntry]
    has_places: bool


def city_map(city: City, figures: Figures, series: Series, period: date, *, current: Area | None = None) -> CityMap:
    """Return the map of the Stadtteile for one period; shares where the indicator is a share of another.

    Where no places are known, the map holds only the Stadtteile of the same district: a list of a hundred is no map.
    """
    whole = series.indicator.share_of
    areas = city.quarters()
    if current and not any(area.tile_row for area in areas):
        district = current.parent_id if current.level == AreaLevel.QUARTER else current.pk
        areas = [area for area in areas if area.parent_id == district] or areas
    cells = {area: map_figure(figures, series, area, period) for area in areas}
    bounds = class_bounds([cell.number for cell in cells.values() if cell.number is not None])
    tiles = [
        Tile(area=area, figure=cell, css=_css(cell, bounds), is_current=area == current) for area, cell in cells.items()
    ]
    return CityMap(
        title=series.indicator.name,
        unit=_("per cent of: %(whole)s") % {"whole": whole.name} if whole else series.indicator.unit,
        period=series.period_text(period),
        tiles=tiles,
        legend=_legend(tiles, bounds, 1 if whole else series.indicator.decimals),
        has_places=any(tile.area.tile_row for tile in tiles),
    )


def map_figure(figures: Figures, series: Series, area: Area, period: date) -> Released:
    """Return what the map shows of an area: the figure, or its share in percent of the whole it is part of."""
    cell = figures.get(series, area, period)
    whole = series.whole
    return share(cell, figures.get(whole, area, period)) if whole else cell


def class_bounds(numbers: Sequence[Decimal]) -> list[Decimal]:
    """Return the upper bound of each colour class: about as many areas in each, equal numbers in the same."""
    ordered = sorted(numbers)
    count = min(CLASSES, len(set(ordered)))
    bounds = [ordered[-(-len(ordered) * each // count) - 1] for each in range(1, count + 1)]
    return sorted(set(bounds))


def _css(cell: Released, bounds: Sequence[Decimal]) -> str:
    if cell.number is None:
        return cell.css
    return f"class-{_shade(bisect_left(bounds, cell.number), len(bounds))}"


def _shade(position: int, count: int) -> int:
    """Spread few classes over the whole scale of colours."""
    return 3 if count == 1 else 1 + round(position * (CLASSES - 1) / (count - 1))


def _legend(tiles: Sequence[Tile], bounds: Sequence[Decimal], decimals: int) -> list[LegendEntry]:
    entries = []
    for position in range(len(bounds)):
        css = f"class-{_shade(position, len(bounds))}"
        numbers = sorted(t.figure.number for t in tiles if t.css == css and t.figure.number is not None)
        low, high = (number_text(number, decimals) for number in (numbers[0], numbers[-1]))
        entries.append(LegendEntry(css, low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}))
    words = {"missing": _("not stated"), "secret": _("hidden: small number or secret")}
    found = {tile.css for tile in tiles}
    return entries + [LegendEntry(css, text) for css, text in words.items() if css in found]
