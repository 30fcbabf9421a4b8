"""From tables and columns back to models, fields and their words."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise


def table_of(model: type[models.Model]) -> str:
    """Return the table in which a model is kept."""
    return str(model._meta.db_table)  # noqa: SLF001  (Django's documented interface)


def model_of(table: str) -> type[models.Model] | None:
    """Return the model kept in this table, if there still is one."""
    return _models().get(table)


def fields_of(model: type[models.Model] | None) -> dict[str, Any]:
    """Return the fields of a model by column, in their order."""
    return {str(field.column): field for field in model._meta.concrete_fields} if model else {}  # noqa: SLF001


def table_label(table: str) -> str | Promise:
    """Return the word of the interface for a table; its name where no model is left."""
    model = model_of(table)
    return (model._meta.verbose_name or table) if model else table  # noqa: SLF001


@cache
def _models() -> dict[str, type[models.Model]]:
    return {table_of(model): model for model in apps.get_models(include_auto_created=True)}
