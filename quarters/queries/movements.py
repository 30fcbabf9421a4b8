"""What moved: a figure against the same period of the year before, in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from quarters.models import Area
from quarters.queries.figures import Figures, Series, year_before
from quarters.queries.release import Released, number_text, percent_text


@dataclass(frozen=True)
class Movement:
    """A released figure and the one of a year before; the season is the same, so the two may be compared."""

    series: Series
    area: Area
    period: date
    now: Released
    before: Released

    @property
    def period_text(self) -> str:
        """The period in words."""
        return self.series.period_text(self.period)

    @property
    def difference(self) -> Decimal | None:
        """Now minus before; None where one of the two is missing or hidden."""
        if self.now.number is None or self.before.number is None:
            return None
        return self.now.number - self.before.number

    @property
    def percent(self) -> Decimal | None:
        """Change in percent of the figure before; None where that is zero, missing or hidden."""
        if self.difference is None or not self.before.number:
            return None
        return round(100 * self.difference / abs(self.before.number), 1)

    @property
    def percent_text(self) -> str:
        """The change in percent with its sign, empty where there is none."""
        return "" if self.percent is None else _signed(self.percent)

    @property
    def words(self) -> str:
        """Say the change: "45 more than a year before (+2.3 %)"."""
        if self.now.number is None:
            return ""
        if self.difference is None:
            return _("no comparison with the year before (%(reason)s)") % {"reason": self.before.text}
        if self.difference == 0:
            return _("as many as a year before")
        names = {
            "number": number_text(abs(self.difference), self.series.indicator.decimals),
            "percent": f" ({self.percent_text})" if self.percent_text else "",
        }
        if self.difference > 0:
            return _("%(number)s more than a year before%(percent)s") % names
        return _("%(number)s fewer than a year before%(percent)s") % names


def movement(figures: Figures, series: Series, area: Area, period: date) -> Movement:
    """Return the figure of this period beside that of a year before."""
    return Movement(
        series=series,
        area=area,
        period=period,
        now=figures.get(series, area, period),
        before=figures.get(series, area, year_before(period)),
    )


def sentence(here: Movement, city: Movement) -> str:
    """Say in one sentence what moved in the area, with the city for comparison."""
    names = {
        "indicator": here.series.indicator.name,
        "now": here.now.text,
        "period": here.series.period_text(here.period),
        "change": here.words,
        "city": city.percent_text,
    }
    if here.now.number is None:
        return _("%(indicator)s: %(now)s (%(period)s).") % names
    if here.area == city.area or not city.percent_text:
        return _("%(indicator)s: %(now)s (%(period)s), %(change)s.") % names
    return _("%(indicator)s: %(now)s (%(period)s), %(change)s; city %(city)s.") % names


def _signed(percent: Decimal) -> str:
    sign = "+" if percent > 0 else "\u2212" if percent < 0 else "±"
    return percent_text(sign + number_text(abs(percent), 1))
