"""Recording contacts in the street, and taking one back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from casework.enums import ContactDepth, ContactSequence
from casework.models import ContactTopic, FieldContact, Topic
from casework.rules import may_take_back
from core.models import User
from quarters.models import Area


@dataclass(frozen=True)
class Observed:
    """What was seen and done in one contact."""

    area: Area
    happened_at: datetime
    language: str
    depth: str = ContactDepth.SHORT
    group_size: int | None = None
    sequence: str = ContactSequence.UNKNOWN
    done: tuple[str, ...] = ()
    note: str = ""
    topics: Iterable[Topic] = field(default=())


@transaction.atomic
def record_contact(key: UUID, observed: Observed, *, by: User, organisation_id: int, now: datetime) -> FieldContact:
    """Record a contact under the key the phone made, once: the same key from the same worker changes nothing.

    Raises ValidationError for a contact in the future, a group without size, or a key that is taken.
    """
    if known := FieldContact.objects.visible_to(by).filter(pk=key).first():
        if known.recorded_by_id != by.pk:
            raise ValidationError(_("This contact could not be recorded. Please open the form again."))
        return known
    contact = FieldContact(
        id=key,
        organisation_id=organisation_id,
        area=observed.area,
        happened_at=observed.happened_at,
        language=observed.language,
        depth=observed.depth,
        group_size=observed.group_size,
        sequence=observed.sequence,
        done=sorted(observed.done),
        note=observed.note.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    contact.full_clean(exclude=["organisation", "area", "recorded_by"])
    contact.save(force_insert=True)
    ContactTopic.objects.bulk_create(
        ContactTopic(organisation_id=organisation_id, contact=contact, topic=topic) for topic in observed.topics
    )
    return contact


@transaction.atomic
def take_back_contact(contact: FieldContact, *, by: User, now: datetime) -> None:
    """Remove a contact that was just recorded by mistake; its topics go with it, the audit keeps that it was there.

    Raises PermissionDenied after a quarter of an hour or for somebody else's contact, ValidationError when a case
    was opened from it.
    """
    if not may_take_back(by, contact, now):
        raise PermissionDenied
    try:
        contact.delete()
    except ProtectedError as error:
        raise ValidationError(_("A case was opened from this contact; it can no longer be taken back.")) from error
