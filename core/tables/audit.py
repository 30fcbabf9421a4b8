"""Columns of the audit log."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.audit.catalogue import table_label
from core.models import AuditEntry
from core.queries.audit import changed_fields


class AuditLogTable(tables.Table):
    """When, who, what, which fields, why."""

    at = tables.DateTimeColumn(
        linkify=("core:audit_detail", [tables.A("pk")]), short=True, attrs={"td": {"class": "lk-nowrap"}}
    )
    user = tables.Column(default=_("automatic"))
    fields = tables.Column(verbose_name=_("fields"), accessor="changes", orderable=False)

    class Meta:
        model = AuditEntry
        fields = ("at", "user", "action", "table", "row_key", "fields", "reason")
        order_by = ("-id",)

    def render_table(self, value: str) -> Any:
        """Name the table in words."""
        return table_label(value)

    def render_fields(self, record: AuditEntry) -> str:
        """List the changed fields."""
        return ", ".join(map(str, changed_fields(record))) if record.action == "update" else "–"

    def order_at(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        """Order by number: the index is there, and entries of one moment stay in their order."""
        return queryset.order_by("-id" if is_descending else "id"), True
