"""Imports: upload, confirm, undo, discard. Each is one transaction and the only writer of figures."""

import hashlib
from datetime import datetime
from functools import partial
from typing import Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.models import User
from quarters.domain.staging import compare
from quarters.enums import BatchState, Change
from quarters.models import ImportBatch, ImportFile, ImportProfile, ImportRow, Source


@transaction.atomic
def upload_import(profile: ImportProfile, *, file_name: str, content: bytes, user: User, now: datetime) -> ImportBatch:
    """Keep the file and have it read in the background; the sweep reads it should the message be lost."""
    batch = ImportBatch.objects.create(
        profile=profile,
        file_name=file_name.replace("\0", "")[:150],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=now,
        uploaded_by=user,
    )
    ImportFile.objects.create(batch=batch, content=content)
    transaction.on_commit(partial(_wake, batch.pk), robust=True)
    return batch


def _wake(batch_id: int) -> None:
    current_app.send_task("quarters.tasks.task_check_import", args=[batch_id])


_STALE = """
SELECT EXISTS (
    SELECT FROM quarters_importrow r
     WHERE r.batch_id = %(batch)s AND r.change IN ('new', 'changed', 'unchanged', 'removed')
       AND coalesce(r.former_revision, 0) <> coalesce((
            SELECT max(o.revision) FROM quarters_observation o
             WHERE o.indicator_id = r.indicator_id AND o.area_id = r.area_id AND o.period = r.period
               AND o.source_id = %(source)s), 0))
"""

_CONFIRM = """
INSERT INTO quarters_observation (indicator_id, area_id, period, source_id, revision, value, status, flags, batch_id)
SELECT indicator_id, area_id, period, %(source)s, coalesce(former_revision, 0) + 1,
       value, CASE change WHEN 'removed' THEN 'withdrawn' ELSE status END, flags, batch_id
  FROM quarters_importrow
 WHERE batch_id = %(batch)s AND change = ANY(%(changes)s)
 ORDER BY indicator_id, area_id, period
"""


def confirm_import(batch: ImportBatch, *, user: User, now: datetime, withdraw_removed: bool = False) -> ImportBatch:
    """Turn what the preview showed into figures, all or nothing.

    Raises ValidationError when there is nothing to do, and when other figures were confirmed since the preview: the
    preview is then brought up to date first, because nobody shall confirm what they did not see.
    """
    changes = [Change.NEW, Change.CHANGED, *([Change.REMOVED] if withdraw_removed else [])]
    with transaction.atomic():
        batch = _locked(batch, BatchState.CHECKED)
        names: dict[str, Any] = {
            "batch": batch.pk,
            "source": batch.profile.source_id,
            "changes": [each.value for each in changes],
        }
        stale = _is_stale(names)
        if stale:
            compare(batch)
            batch.save()
        elif not sum(getattr(batch, change.value) for change in changes):
            raise ValidationError(_("There is nothing to confirm: the file changes no figure."))
        else:
            with connection.cursor() as cursor:
                cursor.execute(_CONFIRM, names)
            ImportRow.objects.filter(batch=batch).exclude(change=Change.REJECTED).delete()
            ImportFile.objects.filter(batch=batch).delete()
            _finish(batch, user=user, now=now)
    if stale:
        raise ValidationError(
            _("Other figures were confirmed in the meantime. The preview is now up to date; please look at it again.")
        )
    return batch


# A figure that a later import has changed again stays as it is.
_UNDO = """
INSERT INTO quarters_observation (indicator_id, area_id, period, source_id, revision, value, status, flags, batch_id)
SELECT o.indicator_id, o.area_id, o.period, o.source_id, o.revision + 1,
       former.value, coalesce(former.status, 'withdrawn'), coalesce(former.flags, ''), %(undoing)s
  FROM quarters_observation o
  LEFT JOIN quarters_observation former
         ON former.indicator_id = o.indicator_id AND former.area_id = o.area_id AND former.period = o.period
        AND former.source_id = o.source_id AND former.revision = o.revision - 1
 WHERE o.batch_id = %(undone)s
   AND NOT EXISTS (SELECT FROM quarters_observation later
                    WHERE later.indicator_id = o.indicator_id AND later.area_id = o.area_id
                      AND later.period = o.period AND later.source_id = o.source_id AND later.revision > o.revision)
"""


@transaction.atomic
def undo_import(batch: ImportBatch, *, user: User, now: datetime) -> ImportBatch:
    """Restore the figures as they were before this import, as a new import of its own, and return that.

    Figures a later import changed again are left alone and counted as unchanged.
    """
    batch = _locked(batch, BatchState.CONFIRMED)
    undoing = ImportBatch.objects.create(profile=batch.profile, undoes=batch, uploaded_at=now, uploaded_by=user)
    with connection.cursor() as cursor:
        cursor.execute(_UNDO, {"undoing": undoing.pk, "undone": batch.pk})
        undoing.changed = cursor.rowcount
    undoing.unchanged = batch.observations.count() - undoing.changed
    _finish(undoing, user=user, now=now)
    batch.state = BatchState.UNDONE
    batch.save(update_fields=["state"])
    return undoing


@transaction.atomic
def discard_import(batch: ImportBatch) -> None:
    """Throw an unconfirmed import away, with its file and its rows. No figure changes."""
    batch = _locked(batch, BatchState.UPLOADED, BatchState.READING, BatchState.CHECKED, BatchState.REFUSED)
    ImportFile.objects.filter(batch=batch).delete()
    ImportRow.objects.filter(batch=batch).delete()
    batch.state, batch.refusal = BatchState.DISCARDED, ""
    batch.save(update_fields=["state", "refusal"])


def _locked(batch: ImportBatch, *states: BatchState) -> ImportBatch:
    """Lock the source, so that imports of one source wait for each other, and then the batch."""
    Source.objects.select_for_update(no_key=True).get(profiles=batch.profile_id)
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("profile").get(pk=batch.pk)
    if batch.state not in states:
        raise ValidationError(_("Somebody was quicker: this import is now “%(state)s”."), params={
            "state": batch.get_state_display()
        })  # fmt: skip
    return batch


def _is_stale(names: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_STALE, names)
        return cursor.fetchone()[0]


def _finish(batch: ImportBatch, *, user: User, now: datetime) -> None:
    batch.state, batch.confirmed_by, batch.confirmed_at = BatchState.CONFIRMED, user, now
    batch.save()
