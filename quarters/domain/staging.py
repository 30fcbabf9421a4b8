"""Cells of a file go into the database as they are; one statement then says what each would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from quarters.enums import Change, Problem
from quarters.models import ImportBatch
from quarters.reading.areas import AreaKey
from quarters.reading.numbers import Reading


@dataclass(frozen=True)
class Cell:
    """One figure of a file with its place; `row` is None for a zero the profile reads into a missing row."""

    row: int | None
    column: str
    area: AreaKey
    area_name: str
    indicator_key: str
    indicator_code: str
    indicator_name: str
    period: date | None
    raw: str
    reading: Reading
    problem: Problem


_COPY = """
COPY quarters_importrow (batch_id, "row", "column", area_key, area_name, area_level, parent_code, indicator_key,
    indicator_name, period, raw, value, status, flags, problem, change, former_status) FROM STDIN
"""


def stage(batch_id: int, cells: Iterable[Cell]) -> int:
    """Write the cells beside the figures and return how many there were."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for cell in cells:
            reading = cell.reading
            copy.write_row((
                batch_id, cell.row, cell.column[:200], cell.area.code, cell.area_name, cell.area.level,
                cell.area.parent[:20], cell.indicator_code, cell.indicator_name, cell.period, cell.raw,
                reading.value, reading.status, reading.flags, cell.problem.value, "", "",
            ))  # fmt: skip
            count += 1
    return count


# An alias of the source goes before the key; a figure that was taken back counts as new again.
_COMPARE = """
UPDATE quarters_importrow AS target
   SET area_id = found.area_id, indicator_id = found.indicator_id, problem = found.problem,
       change = CASE WHEN found.problem <> '' THEN 'rejected'
                     WHEN found.former_status IN ('', 'withdrawn') THEN 'new'
                     WHEN (found.former_value, found.former_status, found.former_flags)
                          IS NOT DISTINCT FROM (target.value, target.status, target.flags) THEN 'unchanged'
                     ELSE 'changed' END,
       former_value = found.former_value, former_status = found.former_status,
       former_revision = found.former_revision
  FROM (
    SELECT r.id, a.area_id, i.id AS indicator_id,
           CASE WHEN r.problem NOT IN ('', 'area_unknown', 'indicator_unknown', 'duplicate') THEN r.problem
                WHEN a.area_id IS NULL THEN 'area_unknown'
                WHEN i.id IS NULL THEN 'indicator_unknown'
                WHEN row_number() OVER (PARTITION BY a.area_id, i.id, r.period, r.problem = '' ORDER BY r.id) > 1
                     THEN 'duplicate'
                ELSE '' END AS problem,
           f.value AS former_value, coalesce(f.status, '') AS former_status, coalesce(f.flags, '') AS former_flags,
           f.revision AS former_revision
      FROM quarters_importrow r
      LEFT JOIN LATERAL (
        SELECT coalesce(
            (SELECT area_id FROM quarters_areaalias WHERE source_id = %(source)s AND key = r.area_key),
            (SELECT id FROM quarters_area
              WHERE municipality = %(municipality)s AND level = r.area_level AND code = r.area_key)) AS area_id
      ) a ON true
      LEFT JOIN quarters_indicator i ON i.code = r.indicator_key
      LEFT JOIN LATERAL (
        SELECT value, status, flags, revision FROM quarters_observation o
         WHERE o.indicator_id = i.id AND o.area_id = a.area_id AND o.period = r.period AND o.source_id = %(source)s
         ORDER BY revision DESC LIMIT 1
      ) f ON true
     WHERE r.batch_id = %(batch)s
  ) AS found
 WHERE target.id = found.id
"""

# Only what the file could have contained: its indicators and periods, in areas of its city.
_FIND_REMOVED = """
INSERT INTO quarters_importrow (batch_id, "column", area_key, area_name, area_level, parent_code, area_id,
       indicator_key, indicator_name, indicator_id, period, raw, status, flags, problem, change,
       former_value, former_status, former_revision)
SELECT %(batch)s, '', area.code, area.name, area.level, '', area.id, indicator.code, indicator.name, indicator.id,
       f.period, '', '', '', '', 'removed', f.value, f.status, f.revision
  FROM (SELECT DISTINCT indicator_id, period FROM quarters_importrow
         WHERE batch_id = %(batch)s AND indicator_id IS NOT NULL AND period IS NOT NULL) AS scope
  JOIN quarters_figure f ON f.indicator_id = scope.indicator_id AND f.period = scope.period
       AND f.source_id = %(source)s
  JOIN quarters_area area ON area.id = f.area_id AND area.municipality = %(municipality)s
  JOIN quarters_indicator indicator ON indicator.id = f.indicator_id
 WHERE NOT EXISTS (SELECT FROM quarters_importrow r WHERE r.batch_id = %(batch)s AND r.area_id = f.area_id
                      AND r.indicator_id = f.indicator_id AND r.period = f.period)
"""

_COUNT = "SELECT change, count(*) FROM quarters_importrow WHERE batch_id = %(batch)s GROUP BY change"


def compare(batch: ImportBatch) -> None:
    """Set on each row what it would change, and the counts on the batch (not saved). May be repeated."""
    profile = batch.profile
    names: dict[str, Any] = {"batch": batch.pk, "source": profile.source_id, "municipality": profile.municipality}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM quarters_importrow WHERE batch_id = %(batch)s AND change = 'removed'", names)
        cursor.execute(_COMPARE, names)
        cursor.execute(_FIND_REMOVED, names)
        cursor.execute(_COUNT, names)
        counts = dict(cursor.fetchall())
    for change in Change.values:
        setattr(batch, change, counts.get(change, 0))
