"""Rules between rows that the database itself holds, past the domain functions."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from casework.domain.consents import withdraw_consent
from casework.models import Consent, Referral
from core.identity import acting_as
from core.models import AuditEntry
from steering.domain.followups import open_follow_up
from steering.models import FollowUp
from tests.casework import world as build
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return build.world()


def refused(world, write) -> str:
    with pytest.raises(IntegrityError) as caught, acting_as(world.worker, casework=True) as frame, transaction.atomic():
        write(frame)
    return caught.value.__cause__.diag.constraint_name


def insert_referral(world, frame, **changes) -> Referral:
    unit = changes.get("unit", world.unit)
    follow_up = open_follow_up(subject="x", unit=unit, due_on=frame.today, opened_by=world.worker)
    values = {
        "organisation": world.organisation,
        "case": world.own.case,
        "consent": world.own.consent,
        "unit": unit,
        "mode": "information",
        "follow_up": follow_up,
        "referred_by": world.worker,
        "referred_at": frame.now,
    }
    return Referral.objects.create(**values | changes)


def test_a_referral_goes_to_the_recipient_of_its_consent_alone(world):
    another = OrganisationFactory()
    assert refused(world, lambda frame: insert_referral(world, frame, unit=another)) == "referral_under_consent"


def test_a_referral_stays_in_the_case_of_its_consent(world):
    other = build.start_case(world.worker, handle="Anderer Falter")
    assert refused(world, lambda frame: insert_referral(world, frame, case=other)) == "referral_under_consent"


def test_a_follow_up_of_another_unit_or_of_a_measure_is_none_for_a_referral(world):
    def write(frame):
        other = OrganisationFactory()
        follow_up = open_follow_up(subject="x", unit=other, due_on=frame.today, opened_by=world.worker)
        insert_referral(world, frame, follow_up=follow_up)

    assert refused(world, write) == "referral_follow_up_of_unit"


def test_no_referral_without_a_consent_that_holds(world):
    with acting_as(world.worker, casework=True) as frame:
        withdraw_consent(world.own.consent, by=world.worker, now=frame.now)
    assert refused(world, lambda frame: insert_referral(world, frame)) == "referral_needs_consent"


def test_a_consent_cannot_be_changed_only_withdrawn_once(world):
    def write(**changes):
        return lambda _frame: Consent.objects.filter(pk=world.own.consent.pk).update(**changes)

    assert refused(world, write(valid_until="2099-01-01")) == "consent_stays"
    assert refused(world, write(data_classes=["documents"])) == "consent_stays"


def test_a_consent_with_open_referrals_cannot_be_withdrawn_past_the_domain(world):
    def write(frame):
        Consent.objects.filter(pk=world.own.consent.pk).update(withdrawn_at=frame.now)

    assert refused(world, write) == "consent_recalls_referrals"


def test_no_consent_for_the_police(world):
    police = OrganisationFactory(kind="police")

    def write(frame):
        Consent.objects.create(
            organisation=world.organisation, case=world.own.case, recipient=police, purpose="x", data_classes=["name"],
            form="spoken", given_on=frame.today, valid_until=frame.today, recorded_by=world.worker,
        )  # fmt: skip

    assert refused(world, write) == "consent_not_to_police"


def test_withdrawing_and_referring_at_once_leaves_no_open_referral(world):
    """Whichever comes first: afterwards the consent is withdrawn and nothing under it is open."""
    start = threading.Barrier(2)
    refusals = []

    def together(act):
        try:
            start.wait()
            act()
        except ValidationError as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    def withdraw():
        with acting_as(world.worker, casework=True) as frame:
            withdraw_consent(world.own.consent, by=world.worker, now=frame.now)

    acts = (withdraw, lambda: build.make_referral(world.worker, world.own.case, world.own.consent))
    threads = [threading.Thread(target=together, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_as(world.worker, casework=True):
        assert Consent.objects.get(pk=world.own.consent.pk).withdrawn_at is not None
        assert not Referral.objects.open().filter(consent=world.own.consent).exists()
    open_ones = FollowUp.objects.open().filter(pk=world.own.referral.follow_up_id)
    assert not open_ones.exists()


def test_the_audit_names_changed_fields_and_no_value(world):
    with acting_as(world.worker, casework=True):
        entries = list(AuditEntry.objects.filter(table__startswith="casework_"))
    assert entries
    assert all(build.MARK not in repr(entry.__dict__) for entry in entries)


def test_audit_entries_of_casework_are_for_the_own_organisation(world):
    with acting_as(world.head):
        assert not AuditEntry.objects.filter(table__startswith="casework_").exists()
    with acting_as(world.stranger, casework=True):
        owners = set(
            AuditEntry.objects.filter(table__startswith="casework_").values_list("owner_organisation_id", flat=True)
        )
    assert owners == {world.foreign.case.organisation_id}
