"""Opening, sharing and closing cases."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework.models import Case, CaseShare, ContactLink, FieldContact, Person
from core.enums import CASEWORK_ROLES
from core.models import Membership, User


def known_person(handle: str, *, by: User, organisation_id: int) -> Person | None:
    """Return the person this worker already accompanies under the handle."""
    return Person.objects.filter(responsible=by, organisation_id=organisation_id, handle__iexact=handle.strip()).first()


@transaction.atomic
def open_case(
    *, handle: str, purpose: str, by: User, organisation_id: int, today: date, contact: FieldContact | None = None
) -> Case:
    """Open a case for a person known by a handle; the same handle of the same worker is the same person.

    A contact it grew out of is linked from today on; the contact itself stays as it was. Raises ValidationError for an
    empty handle or purpose.
    """
    person = known_person(handle, by=by, organisation_id=organisation_id)
    if person is None:
        person = Person(organisation_id=organisation_id, handle=handle.strip(), responsible=by, since=today)
        person.full_clean(exclude=["organisation", "responsible"])
        person.save(force_insert=True)
    case = Case(
        organisation_id=organisation_id, person=person, purpose=purpose.strip(), responsible=by, opened_on=today
    )
    case.full_clean(exclude=["organisation", "responsible", "person"])
    case.save(force_insert=True)
    if contact is not None:
        _link(contact, person, by=by, today=today)
    return case


def _link(contact: FieldContact, person: Person, *, by: User, today: date) -> None:
    if not ContactLink.objects.filter(contact=contact, person=person).exists():
        ContactLink.objects.create(
            organisation_id=person.organisation_id, contact=contact, person=person, linked_on=today, linked_by=by
        )


@transaction.atomic
def share_case(case: Case, *, colleague: User, by: User, today: date, until: date | None = None) -> CaseShare:
    """Let a colleague of the same organisation see the case and work on it, from today until a day or for good.

    Raises ValidationError when the colleague does no casework there, or the case is already shared with them.
    """
    works_here = Membership.objects.valid_on(today).filter(
        user=colleague, organisation_id=case.organisation_id, role__in=CASEWORK_ROLES
    )
    if colleague.pk == case.responsible_id or not works_here.exists():
        raise ValidationError(_("A case can be shared with colleagues of your own organisation."))
    share = CaseShare(
        organisation_id=case.organisation_id,
        case=case,
        responsible_id=case.responsible_id,
        shared_with=colleague,
        shared_by=by,
        valid_from=today,
        valid_to=until,
    )
    share.full_clean(exclude=["organisation", "case", "responsible", "shared_with", "shared_by"])
    share.validate_constraints()
    share.save(force_insert=True)
    return share


@transaction.atomic
def end_share(share: CaseShare, *, now: datetime) -> None:
    """End a share at once; that it was there stays on record. Ending it twice changes nothing."""
    if share.ended_at is None:
        share.ended_at = now
        share.save(update_fields=["ended_at"])


@transaction.atomic
def close_case(case: Case, *, reason: str, today: date) -> None:
    """Close the case; it stays readable for those who saw it.

    Raises ValidationError while referrals are open: each needs its feedback, or is recalled.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_open:
        return
    if case.referrals.open().exists():
        raise ValidationError(
            _("There are open referrals. Please record their feedback or recall them, then close the case.")
        )
    case.closed_on, case.closing_reason = today, reason
    case.full_clean(exclude=["organisation", "responsible", "person"])
    case.save(update_fields=["closed_on", "closing_reason"])
