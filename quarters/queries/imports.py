"""What the pages of the imports read."""

from dataclasses import dataclass

from django.db.models import Count, F, Func, Max, QuerySet

from quarters.enums import Change
from quarters.models import ImportBatch, ImportRow


@dataclass(frozen=True)
class Missing:
    """An area or indicator the file names and we do not have, with the number of its cells."""

    key: str
    name: str
    cells: int
    level: str = ""
    parent: str = ""


def missing_areas(batch: ImportBatch) -> list[Missing]:
    """Return the unknown areas whose level the profile recognises, by key."""
    return _missing(batch, "area", "area_key", "area_name", level="area_level", parent="parent_code")


def missing_indicators(batch: ImportBatch) -> list[Missing]:
    """Return the unknown indicators, by code."""
    return _missing(batch, "indicator", "indicator_key", "indicator_name")


def changed_rows(batch: ImportBatch, change: Change) -> QuerySet[ImportRow]:
    """Return the rows of one kind; of the changed ones the largest relative change comes first."""
    rows = ImportRow.objects.filter(batch=batch, change=change).select_related("area", "indicator")
    if change != Change.CHANGED:
        return rows.order_by("pk")
    distance = Func(F("value") - F("former_value"), function="abs") / Func(
        Func(F("former_value"), 0, function="nullif"), function="abs"
    )
    return rows.order_by(distance.desc(nulls_last=True), "pk")


def _missing(batch: ImportBatch, what: str, key: str, name: str, **more: str) -> list[Missing]:
    rows = (
        ImportRow.objects.filter(batch=batch, **{f"{what}__isnull": True})
        .exclude(**{more.get("level", key): ""})
        .values_list(key, *more.values())
        .annotate(label=Max(name), cells=Count("pk"))
        .order_by(key)
    )
    return [Missing(row[0], row[-2], row[-1], **dict(zip(more, row[1:-2], strict=True))) for row in rows]
