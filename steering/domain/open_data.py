"""Publish the public part: compare it with what was published last and write only what differs.

What is no longer public, whether deleted or made confidential, becomes an empty row with the time of its removal, because
readers of the interface have to learn that it is gone (OParl 1.1, deleted objects).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from core import clock
from core.audit import chain
from core.identity import acting_as
from steering.models import PublishedObject
from steering.queries.open_data import public_objects
from steering.queries.open_data_names import Draft, embedded

# Any number, the same in every process: two publications never meet.
RUN_LOCK = 7_034_010
# Where the last publication stood in the audit; without it the next one simply compares everything again.
SEEN = "steering:published-until"
BATCH = 500


@dataclass(frozen=True)
class Published:
    """How many objects a publication wrote."""

    new: int = 0
    changed: int = 0
    gone: int = 0


def publish_open_data(*, only_if_changed: bool = False) -> Published:
    """Bring the published objects up to date, in one transaction; a second run changes nothing.

    With `only_if_changed` it does nothing as long as nothing that is audited has changed.
    """
    with acting_as(None, reason="open data") as frame:
        until = chain.head()[0]  # counts in the order of commits
        if only_if_changed and cache.get(SEEN) == until:
            return Published()
        _wait_for_other_runs()
        with translation.override(settings.LANGUAGE_CODE):
            drafts = {(draft.kind, draft.key): draft for draft in public_objects(frame.installation)}
        result = _write(drafts, clock.now().replace(microsecond=0))
    cache.set(SEEN, until, 3600)
    return result


def _write(drafts: dict[tuple[str, str], Draft], now: datetime) -> Published:
    digests = _Digests(drafts)
    known = {(row.kind, row.key): row for row in PublishedObject.objects.all()}
    fresh = [_new(draft, digests.of(place), now) for place, draft in drafts.items() if place not in known]
    changed = [
        _renewed(row, drafts[place], digests.of(place), now)
        for place, row in known.items()
        if place in drafts and (row.deleted_at or row.digest != digests.of(place))
    ]
    gone = [_emptied(row, now) for place, row in known.items() if place not in drafts and not row.deleted_at]
    PublishedObject.objects.bulk_create(fresh, batch_size=BATCH)
    fields = ("owner_key", "content", "parents", "digest", "modified", "deleted_at")
    PublishedObject.objects.bulk_update([*changed, *gone], fields, batch_size=BATCH)
    return Published(len(fresh), len(changed), len(gone))


class _Digests:
    """Checksums of the drafts with all they embed, each worked out once."""

    def __init__(self, drafts: dict[tuple[str, str], Draft]) -> None:
        self._drafts = drafts
        self._known: dict[tuple[str, str], str] = {}

    def of(self, place: tuple[str, str]) -> str:
        """Return the checksum of one object; a change below shows above."""
        if place not in self._known:
            draft = self._drafts[place]
            own = json.dumps([draft.content, draft.parents, draft.owner_key], sort_keys=True)
            below = [self.of(child) for child in embedded(draft.content)]
            self._known[place] = hashlib.sha256("".join([own, *below]).encode()).hexdigest()
        return self._known[place]


def _new(draft: Draft, digest: str, now: datetime) -> PublishedObject:
    row = PublishedObject(kind=draft.kind, key=draft.key, created=now)
    return _renewed(row, draft, digest, now)


def _renewed(row: PublishedObject, draft: Draft, digest: str, now: datetime) -> PublishedObject:
    row.content, row.parents, row.owner_key = draft.content, draft.parents, draft.owner_key
    row.digest, row.modified, row.deleted_at = digest, now, None
    return row


def _emptied(row: PublishedObject, now: datetime) -> PublishedObject:
    row.content, row.parents, row.digest = {}, {}, ""
    row.modified = row.deleted_at = now
    return row


def _wait_for_other_runs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (RUN_LOCK,))
