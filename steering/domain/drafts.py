"""The log while it is being written: saved at every pause, by several writers at once, and nothing is lost.

A writer sends what changed together with what the field held before (its base). If the field still holds the base, the
change stands. If somebody else was quicker, theirs stands, the late text is kept as a `LogRevision`, and the writer
sees both. There is no other way in which a text could replace one that its writer has not seen.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import User
from steering.enums_log import TYPED, KeptBecause
from steering.models import AgendaItem, LogDraft, LogPresence, LogRevision, Meeting
from steering.queries.drafts import current_values
from steering.rules import LOGGABLE


@dataclass(frozen=True)
class Change:
    """What a field held when its writer began, and what it is to hold."""

    base: str
    value: str


@dataclass(frozen=True)
class Merged:
    """What stands, and the fields in which somebody else was quicker."""

    accepted: dict[str, str]
    refused: frozenset[str]


@dataclass(frozen=True)
class Saved:
    """The draft after saving, and the fields whose late text was kept aside."""

    draft: LogDraft
    refused: frozenset[str]


def merge(current: Mapping[str, str], changes: Mapping[str, Change]) -> Merged:
    """Compare each change with what stands: a field is set only by a writer who has seen what it holds."""
    accepted, refused = {}, set()
    for name, change in changes.items():
        stands = current.get(name, "")
        if same(change.value, stands):
            continue
        if same(change.base, stands):
            accepted[name] = change.value
        else:
            refused.add(name)
    return Merged(accepted, frozenset(refused))


def same(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but the space around them."""
    return one.strip() == other.strip()


@transaction.atomic
def save_draft(item: AgendaItem, *, user: User, changes: Mapping[str, Change], settle: Collection[int] = ()) -> Saved:
    """Save what was typed since the last pause; `settle` names the texts kept aside that the writer has dealt with.

    Raises ValidationError if the meeting neither runs nor waits for its minutes.
    """
    draft = locked_draft(item, user)
    _refuse_closed(item)
    merged = merge(current_values(AgendaItem.objects.get(pk=item.pk), draft), changes)
    for name, value in merged.accepted.items():
        _keep_replaced(draft, name, value)
        draft.fields[name] = {"value": value, "by": user.pk, "at": clock.now().isoformat()}
    for name in sorted(merged.refused):
        _keep_aside(draft, user, name, changes[name].value)
    if settle:
        draft.settled.extend(LogRevision.objects.filter(item=item, pk__in=settle).values_list("pk", flat=True))
    if merged.accepted:
        draft.version += 1
        draft.saved_at, draft.saved_by = clock.now(), user
    draft.save()
    return Saved(draft, merged.refused)


@transaction.atomic
def note_presence(item: AgendaItem, *, user: User) -> None:
    """Note where a writer of the log is."""
    LogPresence.objects.bulk_create(
        [LogPresence(meeting_id=item.meeting_id, user=user, item=item, seen_at=clock.now())],
        update_conflicts=True,
        unique_fields=["meeting", "user"],
        update_fields=["item", "seen_at"],
    )


def locked_draft(item: AgendaItem, user: User) -> LogDraft:
    """Return the item's one draft, locked until the transaction ends; the first writer makes it."""
    LogDraft.objects.bulk_create([LogDraft(item=item, saved_at=clock.now(), saved_by=user)], ignore_conflicts=True)
    return LogDraft.objects.select_for_update(of=("self",)).get(pk=item.pk)


def settle_draft(draft: LogDraft, *, recorded: Mapping[str, str]) -> None:
    """Empty a locked draft once its item is recorded; a text that was not taken over is kept."""
    for name, value in recorded.items():
        _keep_replaced(draft, name, value)
    draft.fields = {}
    draft.version += 1
    draft.save()


@transaction.atomic
def take_over_minutes(meeting: Meeting) -> int:
    """Write the minutes typed but not recorded into their items, and return how many; nothing typed stays behind.

    Called when the meeting ends. Results and decisions are not touched: each of them is an act of its own.
    """
    drafts = LogDraft.objects.filter(item__meeting=meeting, fields__has_key="minutes").order_by("pk")
    taken = 0
    for draft in drafts.select_for_update(of=("self",)).select_related("item"):
        text = draft.fields.pop("minutes")["value"]
        draft.version += 1
        draft.save()
        taken += AgendaItem.objects.filter(pk=draft.pk).update(minutes=text.strip(), version=draft.item.version + 1)
    return taken


def _refuse_closed(item: AgendaItem) -> None:
    state = Meeting.objects.values_list("state", flat=True).get(pk=item.meeting_id)
    if state not in LOGGABLE:
        raise ValidationError(_("The meeting is not running, so nothing can be logged."))


def _keep_replaced(draft: LogDraft, name: str, value: str) -> None:
    """Keep a typed text that another one replaces, unless the new one still holds it."""
    stood: dict[str, Any] = draft.fields.get(name, {})
    text = stood.get("value", "").strip()
    if name in TYPED and text and text not in value:
        _keep(draft, name, text, by=stood["by"], because=KeptBecause.REPLACED)


def _keep_aside(draft: LogDraft, user: User, name: str, text: str) -> None:
    """Keep the late text; while its writer goes on typing, the newest one takes the place of the ones before."""
    rows = LogRevision.objects.filter(item=draft.item_id, field=name, written_by=user, because=KeptBecause.CONFLICT)
    earlier = dict(rows.exclude(pk__in=draft.settled).values_list("pk", "text"))
    if text in earlier.values():
        return
    draft.settled.extend(earlier)
    _keep(draft, name, text, by=user.pk, because=KeptBecause.CONFLICT)


def _keep(draft: LogDraft, name: str, text: str, *, by: int, because: str) -> None:
    if text.strip():
        LogRevision.objects.create(
            item_id=draft.item_id, field=name, text=text, because=because, written_by_id=by, kept_at=clock.now()
        )
