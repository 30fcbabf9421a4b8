"""Published objects as the JSON of OParl 1.1: alone, embedded, and in pages of lists."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from core.models import StoredFile
from steering.enums import Confidentiality
from steering.enums_exchange import PublishedKind as Kind
from steering.models import PaperAttachment, PublishedObject
from steering.queries.open_data_names import VERSION, address, embedded, moment

PAGE = 100
# Inner lists that a reader who already walks the outer lists may leave out (`omit_internal`).
INTERNAL: dict[str, tuple[str, ...]] = {
    Kind.BODY: ("legislativeTerm",),
    Kind.MEETING: ("agendaItem", "auxiliaryFile"),
    Kind.PAPER: ("auxiliaryFile", "location"),
    Kind.AGENDA_ITEM: ("auxiliaryFile",),
    Kind.PERSON: ("membership",),
}
Place = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """Which part of a list a reader asks for."""

    page: int = 1
    omit_internal: bool = False
    times: dict[str, datetime] = field(default_factory=dict)

    @property
    def shows_deleted(self) -> bool:
        """Removed objects are told only to those who ask what has changed."""
        return "modified_since" in self.times

    def query(self) -> dict[str, str]:
        """Return the filters as they stand in every link."""
        query = {name: moment(value) for name, value in self.times.items()}
        return query | ({"omit_internal": "true"} if self.omit_internal else {})


LOOKUPS = {
    "created_since": "created__gte",
    "created_until": "created__lte",
    "modified_since": "modified__gte",
    "modified_until": "modified__lte",
}


def published(kind: str, key: str) -> PublishedObject | None:
    """Return an object, also one that was taken back."""
    return PublishedObject.objects.filter(kind=kind, key=key).first()


def public_file(key: int) -> StoredFile | None:
    """Return the bytes of an attachment if it is public at this moment, whatever was published before."""
    public = Confidentiality.PUBLIC
    rows = PaperAttachment.objects.filter(
        pk=key, confidentiality=public, paper__confidentiality=public, paper__item__confidentiality=public
    )
    attachment = rows.select_related("file").first()
    return attachment.file if attachment else None


def rows_of_list(kind: str, wanted: Wanted, owner_key: str = "") -> QuerySet[PublishedObject]:
    """Return the rows of a list, in an order that never changes."""
    rows = PublishedObject.objects.filter(kind=kind, **{LOOKUPS[name]: value for name, value in wanted.times.items()})
    rows = rows.filter(owner_key=owner_key) if owner_key else rows
    return (rows if wanted.shows_deleted else rows.alive()).order_by("pk")


def page_of_list(rows: QuerySet[PublishedObject], url: str, wanted: Wanted) -> dict[str, Any]:
    """Return one page: data, pagination and links; `next` is missing on the last page alone."""
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    shown = list(rows[(wanted.page - 1) * PAGE : wanted.page * PAGE])
    numbers = {"first": 1, "prev": wanted.page - 1, "self": wanted.page, "next": wanted.page + 1, "last": pages}
    query = wanted.query()
    return {
        "data": as_json(shown, omit_internal=wanted.omit_internal),
        "pagination": {
            "totalElements": total,
            "elementsPerPage": PAGE,
            "currentPage": wanted.page,
            "totalPages": pages,
        },
        "links": {
            name: f"{url}?{urlencode(query | {'page': number})}"
            for name, number in numbers.items()
            if 1 <= number <= pages
        },
    }


def as_json(
    rows: Iterable[PublishedObject], *, alone: bool = False, omit_internal: bool = False
) -> list[dict[str, Any]]:
    """Return objects with all they embed; one query per level of embedding."""
    rows = list(rows)
    children = _children(rows)
    return [
        _object(row, children, alone=alone, omitted=INTERNAL.get(row.kind, ()) if omit_internal else ()) for row in rows
    ]


def _children(rows: list[PublishedObject]) -> dict[Place, PublishedObject]:
    """Fetch everything below these rows, level by level."""
    found: dict[Place, PublishedObject] = {}
    level = rows
    while places := {place for row in level for place in embedded(row.content)} - found.keys():
        kinds, keys = {kind for kind, _key in places}, {key for _kind, key in places}
        fetched = PublishedObject.objects.alive().filter(kind__in=kinds, key__in=keys)
        level = [row for row in fetched if (row.kind, row.key) in places]
        if not level:
            break
        found |= {(row.kind, row.key): row for row in level}
    return found


def _object(
    row: PublishedObject,
    children: dict[Place, PublishedObject],
    *,
    alone: bool = False,
    omitted: tuple[str, ...] = (),
) -> dict[str, Any]:
    head = {"id": address(row.kind, row.key), "type": f"{VERSION}{row.kind}"}
    times: dict[str, Any] = {"created": moment(row.created), "modified": moment(row.modified)}
    if row.deleted_at:
        return head | times | {"deleted": True}
    body = {name: _value(value, children) for name, value in row.content.items() if name not in omitted}
    return head | (row.parents if alone else {}) | body | times


def _value(value: Any, children: dict[Place, PublishedObject]) -> Any:
    if isinstance(value, list):
        return [_value(each, children) for each in value]
    if isinstance(value, dict) and "embed" in value:
        return _object(children[tuple(value["embed"])], children)
    return value
