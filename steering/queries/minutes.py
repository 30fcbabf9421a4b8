"""Minutes for reading: versions, what a person may read of them, and the seal."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.enums import Role
from core.models import Organisation
from steering.enums_minutes import MinutesState, PartKind
from steering.models import Meeting, Minutes, MinutesPart, MinutesVersion
from steering.models.minutes import part_in
from steering.queries.minutes_content import comparable, content_of_log


def meetings_to_record(user) -> QuerySet:
    """Return meetings with the part this person has in their minutes, and whether there are any (`has_minutes`)."""
    rows = Meeting.objects.select_related("committee").annotate(**part_in(user, OuterRef("committee")))
    return rows.annotate(has_minutes=Exists(Minutes.objects.filter(meeting=OuterRef("pk"))))


def readable_minutes(meeting, user) -> Minutes | None:
    """Return the minutes of a meeting (`meetings_to_record`) if there are any this person may read."""
    return Minutes.objects.visible_to(user).filter(meeting=meeting).first() if meeting.has_minutes else None


def current_version(minutes: Minutes) -> MinutesVersion:
    """Return the newest version."""
    return minutes.versions.order_by("-number").select_related("made_by")[0]


def parts_of(version: MinutesVersion, user) -> QuerySet[MinutesPart]:
    """Return the parts of a version this person may read, in order."""
    return version.parts.visible_to(user).order_by("position")


def excerpt_parts(version: MinutesVersion, unit: Organisation, user) -> QuerySet[MinutesPart]:
    """Return what concerns a unit; what is confidential only for its heads and those who may read it anyway."""
    rows = version.parts.filter(units=unit, kind=PartKind.ITEM)
    if unit.pk not in user.organisation_ids_for(Role.DEPARTMENT_HEAD):
        rows = rows.open() | rows.visible_to(user)
    return rows.distinct().order_by("position")


def items_left_out(version: MinutesVersion, shown: Iterable[MinutesPart]) -> int:
    """Return how many items of a version are not among those shown: a number, and nothing else about them."""
    items = version.parts.filter(kind=PartKind.ITEM, content__section=False)
    return items.exclude(pk__in=[part.pk for part in shown]).count()


def differs_from_log(minutes: Minutes, version: MinutesVersion) -> bool:
    """Tell whether the log says something else by now than the version."""
    log = content_of_log(minutes.meeting, opening=minutes.opening, closing=minutes.closing)
    rows = version.parts.order_by("position").values_list("kind", "agenda_item", "content")
    now = ((part.kind, part.agenda_item_id, part.content) for part in log.parts)
    return comparable(version.head, version.inside, rows) != comparable(log.head, log.inside, now)


def sealed_minutes() -> QuerySet[Minutes]:
    """Return all sealed minutes with their files, for checking."""
    return Minutes.objects.filter(state=MinutesState.SEALED).select_related("file").order_by("pk")


def seal_of(version: MinutesVersion) -> str:
    """Return the seal of a version: SHA-256 over the canonical JSON of all it says and of who signed it."""
    said = {
        "meeting": version.minutes.meeting_id,
        "version": version.number,
        "head": version.head,
        "inside": version.inside,
        "parts": list(version.parts.order_by("position").values_list("position", "kind", "agenda_item", "content")),
        "signatures": [
            [each.role, each.user_id, each.is_deputy, each.is_refused, each.reason, each.signed_at.isoformat()]
            for each in version.signatures.order_by("role")
        ],
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def canonical(said: Any) -> bytes:
    """Return JSON with sorted keys and without spaces, in UTF-8: the same content always gives the same bytes."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
