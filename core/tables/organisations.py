"""Columns of the directory of organisations."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.models import OfficeClosure, Organisation


class OrganisationTable(tables.Table):
    """Number, name, kind, unit inbox, validity."""

    name = tables.Column(linkify=True)

    class Meta:
        model = Organisation
        fields = ("name", "number", "short_name", "kind", "parent", "valid_from", "valid_to")
        order_by = ("number", "name")


class ClosureTable(tables.Table):
    """Day, reason, and the button that takes it back."""

    remove = tables.LinkColumn(
        "core:closure_delete", args=[tables.A("pk")], text=_("Remove"), verbose_name="", orderable=False
    )

    class Meta:
        model = OfficeClosure
        fields = ("day", "name", "remove")
        order_by = ("day",)
