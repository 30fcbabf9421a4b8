"""Charts of released figures as SVG inside the page. The chart is drawn from the same rows as the table behind it.

Vega writes colours as attributes, so they may be names of our design (`var(--...)`): one drawing serves the light and
the dark display and needs neither inline styles nor scripts. Drawing takes about 0.1 s, hence the cache; its key is made
of the data itself, so a new figure never meets an old drawing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

KEPT_SECONDS = 24 * 60 * 60
HEIGHT = 130
# Raise it when the drawing changes, or old drawings stay for a day.
DRAWING = 1
_COLOURS = ("var(--map-5)", "var(--lk-muted)")


@dataclass(frozen=True)
class Panel:
    """One line with its own axis; None is a gap."""

    title: str
    points: Sequence[tuple[date, float | None]]


@dataclass(frozen=True)
class Look:
    """Width in pixels, decimal places of the axis, and whether the axis begins at zero (flows do)."""

    width: int
    decimals: int = 0
    from_zero: bool = False


def series_chart(panels: Sequence[Panel], look: Look, *, language: str) -> SafeString:
    """Draw the panels one below the other over the same time; a gap interrupts the line."""
    locale: Literal["de-DE", "en-GB"] = "en-GB" if language == "en" else "de-DE"
    key = "chart:" + hashlib.sha256(repr((DRAWING, locale, look, panels)).encode()).hexdigest()
    drawing = cache.get(key)
    if drawing is None:
        import vl_convert  # brings a JavaScript engine: only where a chart is really drawn

        drawing = vl_convert.vegalite_to_svg(
            _specification(panels, look), format_locale=locale, time_format_locale=locale
        )
        cache.set(key, drawing, KEPT_SECONDS)
    return mark_safe(drawing)  # noqa: S308  (written by Vega, which escapes every text)


def _specification(panels: Sequence[Panel], look: Look) -> str:
    import altair

    charts = [
        _line(altair, panel, look, colour).properties(
            width=look.width, height=HEIGHT, title=altair.Title(panel.title, anchor="start", color="var(--lk-text)")
        )
        for panel, colour in zip(panels, _COLOURS, strict=False)
    ]
    return (
        altair.vconcat(*charts)
        .resolve_scale(x="shared")
        .configure(background="transparent", font="Fira Sans", view=altair.ViewConfig(stroke=None))
        .configure_axis(
            labelColor="var(--lk-muted)", gridColor="var(--lk-border)", domain=False, ticks=False, labelFontSize=13
        )
        .configure_title(fontSize=15, fontWeight=600)
        .to_json(indent=None)
    )


def _line(altair: Any, panel: Panel, look: Look, colour: str) -> Any:
    number = f",.{look.decimals}f"
    rows = [{"day": day.isoformat(), "figure": figure} for day, figure in panel.points]
    years = altair.Axis(format="%Y", tickCount="year", grid=False, labelOverlap=True)
    scale = altair.Scale(zero=look.from_zero, nice=True)
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("day:T", title=None, axis=years),
        y=altair.Y("figure:Q", title=None, scale=scale, axis=altair.Axis(format=number, tickCount=4)),
    )
    line = base.mark_line(color=colour, strokeWidth=2.5, invalid="break-paths-show-domains", aria=False)
    dots = base.mark_circle(color=colour, size=18, invalid="filter", aria=False)
    last = (
        altair.Chart(altair.Data(values=[row for row in rows if row["figure"] is not None][-1:]))
        .mark_text(align="right", dy=-14, fontSize=14, fontWeight=600, color="var(--lk-text)", aria=False)
        .encode(x="day:T", y="figure:Q", text=altair.Text("figure:Q", format=number))
    )
    return line + dots + last
