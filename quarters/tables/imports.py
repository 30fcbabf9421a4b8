"""Columns of the list of imports."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from core.tables.columns import NumberColumn, StateColumn
from quarters.enums import BatchState
from quarters.models import ImportBatch

TONES = {
    BatchState.UPLOADED: "info",
    BatchState.READING: "info",
    BatchState.CHECKED: "warning",
    BatchState.REFUSED: "danger",
    BatchState.CONFIRMED: "success",
    BatchState.UNDONE: "neutral",
    BatchState.DISCARDED: "neutral",
}


class ImportTable(tables.Table):
    """What was imported, by whom, and what it changed."""

    file_name = tables.Column(verbose_name=_("File"), linkify=True, accessor="title", order_by=("file_name", "pk"))
    state = StateColumn(tones=TONES)
    new = NumberColumn()
    changed = NumberColumn()
    rejected = NumberColumn()

    class Meta:
        model = ImportBatch
        fields = ("file_name", "profile", "state", "new", "changed", "rejected", "uploaded_at", "uploaded_by")
        order_by = ()
