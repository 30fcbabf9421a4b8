"""Columns that may leave with an export of the audit log: names of fields, never values."""

from import_export.fields import Field

from core.audit.catalogue import table_label
from core.export import ExportResource
from core.models import AuditEntry
from core.queries.audit import changed_fields


class AuditResource(ExportResource):
    """Who changed what and when; with the number of the link, so that a row can be looked up in the chain."""

    fields_changed = Field(column_name="fields")

    class Meta:
        model = AuditEntry
        fields = ("id", "at", "user__name", "action", "table", "row_key", "fields_changed", "reason", "request_id")
        export_order = fields

    def dehydrate_fields_changed(self, entry: AuditEntry) -> str:
        """List the changed fields."""
        return ", ".join(map(str, changed_fields(entry)))

    def dehydrate_table(self, entry: AuditEntry) -> str:
        """Name the table in words."""
        return str(table_label(entry.table))
