"""Exports: whitelisted columns, formulas made harmless, numbers that stay numbers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource

FORMATS = {"csv": CSV, "xlsx": XLSX}
# A cell that begins so is run as a formula by spreadsheet programs (ASVS 5.0, 1.2.10).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "%", "|")


def harmless(value: Any) -> Any:
    """Return the value so that no spreadsheet runs it; numbers and dates stay what they are."""
    if isinstance(value, bool | int | float | Decimal | date | datetime) or value is None:
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


class ExportResource(ModelResource):
    """A resource that hands out only the columns its `Meta.fields` names, each made harmless."""

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """Return one cell, escaped."""
        return harmless(super().export_field(field, instance, **kwargs))

    def get_export_headers(self, **kwargs: Any) -> list[str]:
        """Head the columns with the words of the interface."""
        return [str(field.column_name) for field in self.get_export_fields(kwargs.get("selected_fields"))]


def file_response(resource: ExportResource, rows: QuerySet, wanted: str, name: str) -> HttpResponse:
    """Build the whole file inside the request's transaction: row-level security ends with it."""
    file_format = FORMATS[wanted]()
    content = file_format.export_data(resource.export(queryset=rows))
    if wanted == "csv":
        content = "\ufeff" + content  # spreadsheets then read UTF-8
    response = HttpResponse(content, content_type=f"{file_format.get_content_type()}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{wanted}"'
    return response
