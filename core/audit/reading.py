"""The audit in words: what happened to a record, with labels instead of columns and names instead of numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.text import Truncator
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

    @property
    def text(self) -> str:
        """Say what happened in one line."""
        what = "; ".join(map(str, self.changes)) if self.action == AuditAction.UPDATE else str(self.action.label)
        return f"{what} ({self.reason})" if self.reason else what

    @property
    def icon(self) -> str:
        """Name the icon of the act."""
        return _ICONS[self.action]

    @property
    def is_system(self) -> bool:
        """Tell whether nobody did it: a task or a command."""
        return not self.who


def history(obj: models.Model, user: User) -> list[HistoryEntry]:
    """Return what happened to this record last, newest first; the number of queries does not depend on its length.

    The caller has made sure that the user may see the record. Related records the user may not see stay unnamed.
    """
    key = obj.pk if isinstance(obj.pk, tuple) else (obj.pk,)
    entries = AuditEntry.objects.of_row(table_of(type(obj)), ",".join(map(str, key))).select_related("user")
    return in_words(type(obj), list(entries[:_NEWEST]), user)


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
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(localize(value))


def _short(value: Text) -> str:
    return Truncator(str(value)).chars(_LONGEST) if value else "–"
