"""Profile of a Stadtteil: what moved, the map, one series against the city."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.export import FORMATS, file_response
from core.views.base import DetailPage
from quarters.charts import Look, Panel, series_chart
from quarters.enums import Frequency, Measured
from quarters.forms.profiles import ProfileChoice
from quarters.models import Area
from quarters.queries.profiles import Profile, profile
from quarters.resources.series import SeriesResource
from quarters.rules import may_read_statistics

# One drawing for desks and one for phones; the style sheet shows one of them.
WIDE, NARROW = 620, 270


class QuarterProfilePage(DetailPage):
    """Before the meeting: how a Stadtteil stands, beside the city. Works without scripts; a form chooses what is shown."""

    model = Area
    template_name = "portal/quarter_profile.html"
    role_permission = may_read_statistics
    breadcrumbs = ((_("Areas"), reverse_lazy("quarters:area_list")),)

    def get_queryset(self) -> QuerySet:
        """Load the district with it."""
        return Area.objects.select_related("parent")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, hand out the series as a file, or go to the area that was chosen in the form."""
        self.object = self.get_object()
        choice = ProfileChoice(request.GET, area=self.object)
        if choice.other_area():
            address = reverse("portal:quarter_profile", args=[choice.other_area()])
            return HttpResponseRedirect(f"{address}?{choice.query()}")
        shown = profile(self.object, indicator=choice.chosen_indicator())
        wanted = request.GET.get("format", "")
        if wanted in FORMATS and shown.series:
            resource = SeriesResource(shown)
            return file_response(resource, shown.rows, wanted, f"{self.object.code}-{shown.series.indicator.code}")
        form = ProfileChoice(area=self.object, shown=shown)
        return self.render_to_response(self.get_context_data(profile=shown, form=form, charts=charts(shown)))


def charts(shown: Profile) -> list[dict[str, Any]]:
    """Draw the series of the area above that of the city, once per width."""
    if shown.series is None or not any(row.here.number is not None for row in shown.rows):
        return []
    panels = [_panel(shown.area, [(_drawn_at(shown, row.period), row.here) for row in shown.rows])]
    if shown.city != shown.area:
        panels.append(_panel(shown.city, [(_drawn_at(shown, row.period), row.city) for row in shown.rows]))
    indicator = shown.series.indicator
    flow = indicator.measured == Measured.FLOW
    return [
        {
            "css": css,
            "svg": series_chart(panels, Look(width, indicator.decimals, flow), language=get_language() or "de"),
        }
        for css, width in (("wide", WIDE), ("narrow", NARROW))
    ]


def _drawn_at(shown: Profile, period: date) -> date:
    """Draw a yearly figure above the number of its year, not at its last day, where the next number stands."""
    yearly = shown.series is not None and shown.series.indicator.frequency == Frequency.YEAR
    return period.replace(month=1, day=1) if yearly else period


def _panel(area: Area, points: list) -> Panel:
    """Only released numbers reach the drawing; what is missing or hidden is a gap."""
    return Panel(area.name, tuple((day, None if cell.number is None else float(cell.number)) for day, cell in points))
