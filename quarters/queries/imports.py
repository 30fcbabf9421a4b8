"""What the pages of the imports read."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Func, Max, QuerySet, Value

from quarters.enums import AreaLevel, Audience, Change, Status
from quarters.models import ImportBatch, ImportRow
from quarters.queries.release import Released, period_text, release


@dataclass(frozen=True)
class Missing:
    """An area or indicator the file names and we do not have, with the number of its cells."""

    key: str
    name: str
    cells: int
    level: str = ""
    parent: str = ""

    @property
    def level_label(self) -> str:
        """The level in words."""
        return str(AreaLevel(self.level).label) if self.level else ""


def missing_areas(batch: ImportBatch) -> list[Missing]:
    """Return the unknown areas whose level the profile recognises, by key."""
    return _missing(batch, "area", "area_key", "area_name", level="area_level", parent="parent_code")


def missing_indicators(batch: ImportBatch) -> list[Missing]:
    """Return the unknown indicators, by code."""
    return _missing(batch, "indicator", "indicator_key", "indicator_name")


@dataclass(frozen=True)
class PreviewRow:
    """What one cell of the file would change. Data stewards see the figures as they are."""

    place: ImportRow
    period_text: str
    former: Released | None
    figure: Released | None


class PreviewRows:
    """The rows of one kind, fetched a page at a time."""

    def __init__(self, rows: QuerySet[ImportRow], frequency: str) -> None:
        self._rows, self._frequency = rows, frequency

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, part: slice) -> list[PreviewRow]:
        return [self._row(row) for row in self._rows[part]]

    def _row(self, row: ImportRow) -> PreviewRow:
        return PreviewRow(
            place=row,
            period_text=period_text(row.period, self._frequency) if row.period else "",
            former=_released(row, row.former_value, row.former_status, ""),
            figure=_released(row, row.value, row.status, row.flags),
        )


def preview_rows(batch: ImportBatch, change: Change) -> PreviewRows:
    """Return the rows of one kind; of the changed ones the largest relative change comes first."""
    rows = ImportRow.objects.filter(batch=batch, change=change).select_related("area", "indicator")
    if change == Change.CHANGED:
        distance = Func(F("value") - F("former_value"), function="abs") / Func(
            Func(F("former_value"), Value(0), function="nullif"), function="abs"
        )
        return PreviewRows(rows.order_by(distance.desc(nulls_last=True), "pk"), batch.profile.frequency)
    return PreviewRows(rows.order_by("pk"), batch.profile.frequency)


def _released(row: ImportRow, value: Decimal | None, status: str, flags: str) -> Released | None:
    if not status or row.indicator is None or status == Status.WITHDRAWN:
        return None
    return release((value, status, flags), row.indicator, Audience.STEWARD)


def _missing(batch: ImportBatch, what: str, key: str, name: str, **more: str) -> list[Missing]:
    rows = (
        ImportRow.objects.filter(batch=batch, **{f"{what}__isnull": True})
        .exclude(**{more.get("level", key): ""})
        .values_list(key, *more.values())
        .annotate(label=Max(name), cells=Count("pk"))
        .order_by(key)
    )
    return [Missing(row[0], row[-2], row[-1], **dict(zip(more, row[1:-2], strict=True))) for row in rows]
