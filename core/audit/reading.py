"""The audit in words: what happened to a record, with labels instead of columns and names instead of numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from core.audit.catalogue import fields_of, table_of
from core.enums import AuditAction
from core.models import AuditEntry, User

Text = str | Promise
_ICONS = {AuditAction.INSERT: "plus", AuditAction.UPDATE: "edit", AuditAction.DELETE: "trash"}
_LONGEST = 80
_NEWEST = 50


@dataclass(frozen=True)
class FieldChange:
    """One field; without `old` and `new` where only the fact of the change is kept."""

    label: Text
    old: Text = ""
    new: Text = ""
    is_kept: bool = True

    def __str__(self) -> str:
        if not self.is_kept:
            return _("%(field)s changed") % {"field": self.label}
        return f"{self.label}: {_short(self.old)} → {_short(self.new)}"


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a record's history, in the shape `{% timeline %}` draws."""

    at: datetime
    who: str
    reason: str
    action: AuditAction
    changes: tuple[FieldChange, ...]
    # Which record it happened to, where a page tells of several.
    record: str = ""

    @property
    def text(self) -> str:
        """Say what happened in one line."""
        what = "; ".join(map(str, self.changes)) if self.action == AuditAction.UPDATE else str(self.action.label)
        what = f"{self.record}: {what}" if self.record else what
        return f"{what} ({self.reason})" if self.reason else what

    @property
    def icon(self) -> str:
        """Name the icon of the act."""
        return _ICONS[self.action]

    @property
    def is_system(self) -> bool:
        """Tell whether nobody did it: a task or a command."""
        return not self.who


def history(obj: models.Model, user: User, *, values: Collection[str] | None = None) -> list[HistoryEntry]:
    """Return what happened to this record last, newest first; the number of queries does not depend on its length.

    The caller has made sure that the user may see the record. Related records the user may not see stay unnamed.
    Whoever sees a record may not always see what it held before: with `values` only the fields named there tell old
    and new, and of every other it is told that it changed.
    """
    entries = list(AuditEntry.objects.of_row(table_of(type(obj)), _key(obj)).select_related("user")[:_NEWEST])
    for entry in entries:
        entry.changes = _told(entry, fields_of(type(obj)), values)
    return in_words(type(obj), entries, user)


def history_of_all(records: Iterable[models.Model], user: User) -> list[HistoryEntry]:
    """Return what happened to several records last, newest first, each line with the name of its record.

    For records whose audit keeps names of fields only. The caller has made sure that the user may see all of them.
    """
    by_model: dict[type[models.Model], dict[str, models.Model]] = defaultdict(dict)
    for record in records:
        by_model[type(record)][_key(record)] = record
    asked = [Q(table=table_of(model), row_key__in=rows) for model, rows in by_model.items()]
    entries = list(AuditEntry.objects.filter(reduce(or_, asked)).select_related("user").order_by("-id")[:_NEWEST])
    lines = {}
    for model, rows in by_model.items():
        own = [entry for entry in entries if entry.table == table_of(model)]
        for entry, line in zip(own, in_words(model, own, user), strict=True):
            kind = capfirst(model._meta.verbose_name)  # noqa: SLF001  (Django's documented interface)
            lines[entry.pk] = replace(line, record=f"{kind} {rows[entry.row_key]}")
    return [lines[entry.pk] for entry in entries]


def _key(obj: models.Model) -> str:
    """Return the key of a record as the audit writes it."""
    return ",".join(map(str, obj.pk if isinstance(obj.pk, tuple) else (obj.pk,)))


def _told(entry: AuditEntry, fields: dict[str, Any], values: Collection[str] | None) -> dict[str, Any]:
    """Return the changes a history tells: none of a new record, and old and new of the fields in `values` alone."""
    if entry.action != AuditAction.UPDATE:
        return {}
    changes: dict[str, Any] = entry.changes
    if values is None:
        return changes
    open_columns = {column for column, field in fields.items() if field.name in values}
    return {column: pair if column in open_columns else None for column, pair in changes.items()}


def in_words(model: type[models.Model] | None, entries: Sequence[AuditEntry], user: User) -> list[HistoryEntry]:
    """Put entries of one table into words."""
    fields = fields_of(model)
    places = {column: place for place, column in enumerate(fields)}
    names = _names(fields, entries, user)
    return [
        HistoryEntry(
            at=entry.at,
            who=str(entry.user) if entry.user else "",
            reason=entry.reason,
            action=AuditAction(entry.action),
            changes=tuple(
                _change(fields.get(column), column, pair, names)
                for column, pair in sorted(entry.changes.items(), key=lambda change: places.get(change[0], len(places)))
            ),
        )
        for entry in entries
    ]


def _change(field: Any, column: str, pair: list | None, names: dict) -> FieldChange:
    label = field.verbose_name if field else column
    if pair is None:
        return FieldChange(label, is_kept=False)
    old, new = pair
    return FieldChange(label, _shown(field, old, names), _shown(field, new, names))


def _names(fields: dict[str, Any], entries: Iterable[AuditEntry], user: User) -> dict[tuple, str]:
    """Return the names of all related records that occur, by model and key; one query per model."""
    wanted: dict[type[models.Model], set] = defaultdict(set)
    for entry in entries:
        for column, pair in entry.changes.items():
            field = fields.get(column)
            if pair and field and field.is_relation:
                wanted[field.related_model].update(key for key in pair if key is not None)
    found: dict[tuple, str] = {}
    for model, keys in wanted.items():
        rows: Any = model.objects.all()  # type: ignore[attr-defined]
        if hasattr(rows, "visible_to") and model is not User:  # names of colleagues stand on every page
            rows = rows.visible_to(user)
        found |= {(model, str(row.pk)): str(row) for row in rows.filter(pk__in=keys)}
    return found


def _shown(field: Any, value: Any, names: dict) -> Text:
    """Show one value the way pages do; an empty one as nothing."""
    if value is None:
        return ""
    if field is None:
        return str(value)
    if field.is_relation:
        return names.get((field.related_model, str(value)), _("not visible"))
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    try:
        return _formatted(field, field.to_python(value))
    except ValidationError:  # the field meant something else when this was written
        return str(value)


def _formatted(field: Any, value: Any) -> str:
    if isinstance(value, list):
        words = dict(getattr(field.model, "LIST_CHOICES", {}).get(field.name, ()))
        return ", ".join(str(words.get(each, each)) for each in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(localize(value))


def _short(value: Text) -> str:
    return Truncator(str(value)).chars(_LONGEST) if value else "–"
