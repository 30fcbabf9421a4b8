"""Columns of the indicator catalogue."""

import django_tables2 as tables

from quarters.models import Indicator


class IndicatorTable(tables.Table):
    """Name, unit, how it is measured."""

    name = tables.Column(linkify=True)

    class Meta:
        model = Indicator
        fields = ("name", "unit", "measured", "frequency", "is_headline")
        order_by = ()
