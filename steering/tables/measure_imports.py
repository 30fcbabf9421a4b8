"""Columns of the list of imports of measures."""

import django_tables2 as tables

from core.tables.columns import DateColumn, NumberColumn, StateColumn
from steering.enums_exchange import ListImportState
from steering.models import MeasureImport

TONES = {
    ListImportState.CHECKED: "warning",
    ListImportState.CONFIRMED: "success",
    ListImportState.UNDONE: "neutral",
    ListImportState.DISCARDED: "neutral",
}


class MeasureImportTable(tables.Table):
    """Which list, what came of it, by whom."""

    file_name = tables.Column(linkify=True)
    state = StateColumn(tones=TONES)
    new = NumberColumn()
    conflict = NumberColumn()
    rejected = NumberColumn()
    uploaded_at = DateColumn()

    class Meta:
        model = MeasureImport
        fields = ("file_name", "committee", "state", "new", "conflict", "rejected", "uploaded_at", "uploaded_by")
        order_by = ()
