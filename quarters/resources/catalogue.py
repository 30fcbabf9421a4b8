"""Columns that may leave with an export of areas and indicators."""

from core.export import ExportResource
from quarters.models import Area, Indicator


class AreaResource(ExportResource):
    """The division of the city."""

    class Meta:
        model = Area
        fields = ("municipality", "level", "code", "name", "valid_from", "valid_to")
        export_order = fields


class IndicatorResource(ExportResource):
    """The catalogue with its definitions."""

    class Meta:
        model = Indicator
        fields = (
            "code", "name", "definition", "unit", "measured", "frequency", "decimals", "reading_aid", "caution",
        )  # fmt: skip
        export_order = fields
