"""Indexes that several apps use."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models.functions import Upper


def any_part(*fields: str, name: str) -> GinIndex:
    """Index these texts so that `icontains` finds any part of them; needs the extension pg_trgm."""
    return GinIndex(*(OpClass(Upper(field), name="gin_trgm_ops") for field in fields), name=name)
