"""What the page of minutes shows one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.models import User
from core.models.functions import AppToday
from steering.enums import SeatRole
from steering.enums_log import AttendanceState
from steering.enums_minutes import MinutesState
from steering.models import (
    Minutes,
    MinutesExcerpt,
    MinutesObjection,
    MinutesPart,
    MinutesRemark,
    MinutesSignature,
    MinutesVersion,
    Seat,
)
from steering.models.minutes import TAKERS
from steering.queries import minutes_words as words
from steering.queries.minutes import current_version, differs_from_log, items_left_out, parts_of


@dataclass(frozen=True)
class ShownPart:
    """One part in words."""

    item: int | None
    heading: str
    lines: Sequence[words.Line]
    said: dict[str, Any]


@dataclass(frozen=True)
class MinutesPage:
    """Everything the page draws; each field holds only what this person may read."""

    version: MinutesVersion
    facts: list[tuple[str, str]]
    people: list[tuple[str, list[tuple[str, str, str]]]]
    parts: list[ShownPart]
    left_out: int
    versions: list[MinutesVersion]
    signatures: list[MinutesSignature]
    remarks: QuerySet[MinutesRemark]
    objections: QuerySet[MinutesObjection]
    excerpts: QuerySet[MinutesExcerpt]
    next_signers: list[str]
    is_outdated: bool


def page_of(minutes: Minutes, user: User, *, writes: bool) -> MinutesPage:
    """Read the page; whether the log has changed is worked out for those who write."""
    version = current_version(minutes)
    parts = list(parts_of(version, user))
    sealed = minutes.state == MinutesState.SEALED
    return MinutesPage(
        version=version,
        facts=words.facts_of(version.head, version.inside),
        people=people_of(version),
        parts=shown(parts),
        left_out=items_left_out(version, parts),
        versions=list(minutes.versions.select_related("made_by").defer("head", "inside").order_by("-number")),
        signatures=list(version.signatures.select_related("user").order_by("signed_at")),
        remarks=_remarks(minutes, user),
        objections=_objections(minutes, user),
        excerpts=minutes.excerpts.select_related("unit").order_by("unit__name")
        if writes
        else MinutesExcerpt.objects.none(),
        next_signers=next_signers(minutes),
        is_outdated=writes and not sealed and differs_from_log(minutes, version),
    )


def people_of(version: MinutesVersion) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return who was there, excused or absent, under these words; nobody, no word."""
    groups = ((str(state.label), words.people_in(version.inside, state)) for state in AttendanceState)
    return [(label, people) for label, people in groups if people]


def shown(parts: Sequence[MinutesPart]) -> list[ShownPart]:
    """Put parts into words; headings of sections without an item are left out."""
    item_of = {id(part.content): part.agenda_item_id for part in parts}
    return [
        ShownPart(item_of[id(said)], words.heading_of(said), [] if said.get("section") else words.lines_of(said), said)
        for said in words.without_empty_sections([part.content for part in parts])
    ]


def next_signers(minutes: Minutes) -> list[str]:
    """Return the names of those who sign next."""
    seats = Seat.objects.filled().valid_on(AppToday()).filter(committee=minutes.meeting.committee_id)
    if minutes.state == MinutesState.SIGNED:
        seats = seats.filter(role=SeatRole.CHAIR)
    elif minutes.state == MinutesState.REVIEW:
        appointed = seats.filter(role=SeatRole.MINUTE_TAKER)
        seats = appointed if appointed.exists() else seats.filter(role__in=TAKERS)
    else:
        return []
    return list(seats.order_by("person__name").values_list("person__name", flat=True))


def _remarks(minutes: Minutes, user: User) -> QuerySet[MinutesRemark]:
    rows = MinutesRemark.objects.visible_to(user).filter(minutes=minutes)
    return rows.select_related("agenda_item", "written_by", "settled_by").order_by("settled_at", "written_at")


def _objections(minutes: Minutes, user: User) -> QuerySet[MinutesObjection]:
    rows = MinutesObjection.objects.visible_to(user).filter(minutes=minutes)
    return rows.select_related("agenda_item", "raised_by", "decided_in__committee").order_by("raised_at")
