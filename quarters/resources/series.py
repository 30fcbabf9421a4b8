"""Export of one series: the released figures of an area beside the city's, with what a missing number means."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from core.export import ExportResource
from quarters.models import Figure
from quarters.queries.profiles import Profile


class SeriesResource(ExportResource):
    """One row per period. Numbers stay numbers; where there is none, the column beside it says why."""

    period = Field("period", _("Last day of the period"))
    period_text = Field("period_text", _("Period"))
    here = Field("here__plain")
    here_note = Field("here__remark")
    city = Field("city__plain")
    city_note = Field("city__remark")
    indicator = Field(column_name=_("Indicator"))
    unit = Field(column_name=_("Unit of measurement"))
    source = Field(column_name=_("Source"))

    class Meta:
        model = Figure
        fields = (
            "period", "period_text", "here", "here_note", "city", "city_note", "indicator", "unit", "source",
        )  # fmt: skip
        export_order = fields

    def __init__(self, shown: Profile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.series = shown.series
        names = {"here": shown.area.name, "city": shown.city.name}
        for name, label in names.items():
            self.fields[name].column_name = label
            self.fields[f"{name}_note"].column_name = _("%(area)s: remark") % {"area": label}

    def dehydrate_indicator(self, row: Any) -> str:
        """Name the indicator in each row, so that a copied row still says what it is."""
        return self.series.indicator.name

    def dehydrate_unit(self, row: Any) -> str:
        """Name the unit."""
        return self.series.indicator.unit

    def dehydrate_source(self, row: Any) -> str:
        """Name publisher and source."""
        return f"{self.series.source.publisher}: {self.series.source.name}"
