"""Columns of the list of areas."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from quarters.models import Area


class AreaTable(tables.Table):
    """Name (leads to the profile), key, level and what it belongs to."""

    name = tables.Column(linkify=True)
    parent = tables.Column(verbose_name=_("belongs to"), accessor="parent__name", order_by=("parent__name", "code"))

    class Meta:
        model = Area
        fields = ("name", "code", "level", "parent")
        order_by = ()
