"""Two associations with cases, built through the domain by those who would do it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from casework.domain.cases import open_case, share_case
from casework.domain.consents import Agreed, record_consent
from casework.domain.contacts import Observed, record_contact
from casework.domain.referrals import refer
from casework.enums import ConsentForm, DataClass, DoneAction, ReferralMode
from casework.models import Case, Consent, FieldContact, Referral, Topic
from core.enums import OrganisationKind, Role
from core.identity import acting_as
from core.models import Organisation, User
from quarters.enums import AreaLevel
from quarters.models import Area
from tests.factories import MembershipFactory, OrganisationFactory
from tests.people import person

# Stands in every text a worker can type, so that a leak shows wherever it happens.
MARK = "Zitronenfalter"


@dataclass(frozen=True)
class Work:
    """What one worker has recorded."""

    worker: User
    contact: FieldContact
    case: Case
    consent: Consent
    referral: Referral


@dataclass(frozen=True)
class World:
    """Own organisation with worker, colleague and lead; another one with its worker; a unit with its head."""

    organisation: Organisation
    worker: User
    colleague: User
    lead: User
    stranger: User
    unit: Organisation
    head: User
    area: Area
    own: Work
    foreign: Work


def area(name: str = "Schalke", code: str = "05") -> Area:
    """Return a quarter."""
    return Area.objects.get_or_create(
        municipality="05513000", level=AreaLevel.QUARTER, code=code, defaults={"name": name}
    )[0]


def association() -> Organisation:
    """Return a welfare association."""
    return OrganisationFactory(kind=OrganisationKind.WELFARE_ASSOCIATION, number="")


def log_contact(worker: User, place: Area, *, note: str = MARK, **facts) -> FieldContact:
    """Record a contact as this worker."""
    with acting_as(worker, casework=True) as frame:
        observed = Observed(
            area=place,
            happened_at=frame.now - timedelta(minutes=1),
            language="bg",
            done=(DoneAction.INFORMED,),
            note=note,
            topics=list(Topic.objects.filter(code="housing")),
            **facts,
        )
        return record_contact(
            uuid.uuid4(), observed, by=worker, organisation_id=min(worker.organisation_ids), now=frame.now
        )


def start_case(worker: User, *, handle: str = MARK, contact: FieldContact | None = None) -> Case:
    """Open a case as this worker."""
    with acting_as(worker, casework=True) as frame:
        return open_case(
            handle=handle,
            purpose=MARK,
            by=worker,
            organisation_id=min(worker.organisation_ids),
            today=frame.today,
            contact=contact,
        )


def give_consent(worker: User, case: Case, recipient: Organisation, **changes) -> Consent:
    """Record consent as this worker."""
    with acting_as(worker, casework=True) as frame:
        agreed = Agreed(
            **{
                "recipient": recipient,
                "purpose": MARK,
                "data_classes": (DataClass.NAME, DataClass.CONCERN),
                "form": ConsentForm.SPOKEN,
                "given_on": frame.today,
                "valid_until": frame.today + timedelta(days=180),
            }
            | changes
        )
        return record_consent(case, agreed, by=worker, today=frame.today)


def make_referral(worker: User, case: Case, consent: Consent, *, in_days: int = 14) -> Referral:
    """Refer as this worker."""
    with acting_as(worker, casework=True) as frame:
        return refer(
            case,
            consent=consent,
            mode=ReferralMode.APPOINTMENT,
            due_on=frame.today + timedelta(days=in_days),
            by=worker,
            now=frame.now,
        )


def share_with(case: Case, colleague: User, *, by: User):
    """Share a case as this worker."""
    with acting_as(by, casework=True) as frame:
        return share_case(case, colleague=colleague, by=by, today=frame.today)


def work_of(worker: User, place: Area, unit: Organisation) -> Work:
    """Let a worker record one of each."""
    contact = log_contact(worker, place)
    case = start_case(worker, contact=contact)
    consent = give_consent(worker, case, unit)
    return Work(worker, contact, case, consent, make_referral(worker, case, consent))


def world() -> World:
    """Build both associations."""
    organisation, unit, place = association(), OrganisationFactory(), area()
    worker, colleague = person(Role.SOCIAL_WORKER, organisation), person(Role.SOCIAL_WORKER, organisation)
    stranger = person(Role.SOCIAL_WORKER, association())
    return World(
        organisation=organisation,
        worker=worker,
        colleague=colleague,
        lead=person(Role.CASEWORK_LEAD, organisation),
        stranger=stranger,
        unit=unit,
        head=person(Role.DEPARTMENT_HEAD, unit),
        area=place,
        own=work_of(worker, place, unit),
        foreign=work_of(stranger, place, unit),
    )


def renew(user: User) -> User:
    """Return the user as the next request would load it."""
    return User.objects.get(pk=user.pk)


def also_works_for(user: User, organisation: Organisation) -> None:
    """Give the user a second organisation."""
    MembershipFactory(user=user, organisation=organisation, role=Role.SOCIAL_WORKER)
