"""What the database shows when every Python filter is gone: raw `Model.objects.all()` in real transactions."""

import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from casework.domain.cases import end_share
from casework.models import Case, CaseShare, Consent, ContactLink, ContactTopic, FieldContact, Person, ReadLog, Referral
from core.enums import Role
from core.identity import acting_as
from core.models import Membership
from tests.casework import world as build
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

OF_ORGANISATION = (FieldContact, ContactTopic)
OF_CASES = (Person, Case, Consent, Referral, ContactLink)
OWNED = (*OF_ORGANISATION, *OF_CASES, CaseShare)
ALL_TABLES = [model._meta.db_table for model in apps.get_app_config("casework").get_models()]


@pytest.fixture
def world():
    return build.world()


def seen(user, *models) -> dict[str, set]:
    """Return the organisations whose rows a user gets from these tables without any filter."""
    with acting_as(user, casework=True):
        return {model.__name__: set(model.objects.values_list("organisation_id", flat=True)) for model in models}


def test_a_worker_gets_the_own_rows_and_none_of_another_organisation(world):
    own = {world.organisation.pk}
    assert seen(world.worker, *OF_ORGANISATION, *OF_CASES) == {m.__name__: own for m in (*OF_ORGANISATION, *OF_CASES)}


def test_a_colleague_gets_the_contacts_and_no_case(world):
    nothing = {model.__name__: set() for model in (*OF_CASES, CaseShare)}
    assert seen(world.colleague, *OF_CASES, CaseShare) == nothing
    assert seen(world.colleague, FieldContact) == {"FieldContact": {world.organisation.pk}}


def test_the_lead_gets_the_cases_of_the_own_organisation_alone(world):
    assert seen(world.lead, *OF_CASES) == {model.__name__: {world.organisation.pk} for model in OF_CASES}


def test_a_lead_of_another_organisation_gets_nothing(world):
    lead = person(Role.CASEWORK_LEAD, build.association())
    assert seen(lead, *OWNED, ReadLog) == {model.__name__: set() for model in (*OWNED, ReadLog)}


def test_a_shared_case_shows_itself_and_what_belongs_to_it_and_no_other(world):
    other = build.start_case(world.worker, handle="Anderer Falter")
    share = build.share_with(world.own.case, world.colleague, by=world.worker)
    with acting_as(world.colleague, casework=True):
        assert list(Case.objects.values_list("pk", flat=True)) == [world.own.case.pk]
        assert list(Person.objects.values_list("pk", flat=True)) == [world.own.case.person_id]
        assert list(Referral.objects.values_list("pk", flat=True)) == [world.own.referral.pk]
        assert list(Consent.objects.values_list("pk", flat=True)) == [world.own.consent.pk]
        assert list(CaseShare.objects.values_list("pk", flat=True)) == [share.pk]
        assert not Case.objects.filter(pk=other.pk).exists()


def test_an_ended_share_shows_nothing_from_the_next_transaction_on(world):
    share = build.share_with(world.own.case, world.colleague, by=world.worker)
    with acting_as(world.worker, casework=True) as frame:
        end_share(share, now=frame.now)
    assert seen(world.colleague, *OF_CASES) == {model.__name__: set() for model in OF_CASES}


def test_a_share_that_has_run_out_shows_nothing(world):
    build.share_with(world.own.case, world.colleague, by=world.worker)
    with acting_as(world.worker, casework=True):
        CaseShare.objects.update(valid_from="2020-01-01", valid_to="2020-12-31")
    assert seen(world.colleague, Case) == {"Case": set()}


def test_a_worker_whose_membership_ended_gets_nothing(world):
    Membership.objects.filter(user=world.worker).update(valid_from="2020-01-01", valid_to="2020-12-31")
    assert seen(world.worker, *OWNED) == {model.__name__: set() for model in OWNED}


def test_a_worker_whose_account_is_closed_gets_nothing(world):
    type(world.worker).objects.filter(pk=world.worker.pk).update(is_active=False)
    assert seen(world.worker, *OWNED) == {model.__name__: set() for model in OWNED}


@pytest.mark.parametrize(
    "role",
    [Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR, Role.DATA_STEWARD, Role.COMMITTEE_OFFICE, Role.DATA_PROTECTION_OFFICER],
)
def test_other_roles_have_no_privilege_on_any_table(world, role):
    user = person(role)
    for table in ALL_TABLES:
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(user), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR, Role.DATA_STEWARD])
def test_even_under_the_casework_role_others_get_no_row(world, role):
    assert seen(person(role), *OWNED, ReadLog) == {model.__name__: set() for model in (*OWNED, ReadLog)}


def test_the_owner_without_context_gets_no_row(world):
    assert {model.__name__: model.objects.count() for model in OWNED} == {model.__name__: 0 for model in OWNED}


def test_the_casework_role_without_identity_gets_no_row(world):
    assert seen(None, *OWNED) == {model.__name__: set() for model in OWNED}


def test_counts_and_sums_tell_a_colleague_nothing(world):
    with acting_as(world.colleague, casework=True):
        assert Case.objects.count() == 0
        assert FieldContact.objects.count() == 1
        assert not Referral.objects.filter(unit=world.unit).exists()


# --- writing ----------------------------------------------------------------------------------------


def refused(user, write, error=DatabaseError) -> str:
    """Return what the database says to a write it refuses."""
    with pytest.raises(error) as caught, acting_as(user, casework=True), transaction.atomic():
        write()
    return str(caught.value)


def test_nobody_writes_in_the_name_of_somebody_else(world):
    own, place = world.own.contact, world.area
    common = {"area": place, "happened_at": own.happened_at, "recorded_at": own.recorded_at, "language": "bg"}

    def write(**changes):
        values = {"organisation": world.organisation, "recorded_by": world.worker} | changes
        return lambda: FieldContact.objects.create(**common, **values)

    assert "row-level security" in refused(world.worker, write(recorded_by=world.colleague))
    foreign = world.foreign.case.organisation
    assert "row-level security" in refused(world.worker, write(organisation=foreign))


def test_nobody_opens_a_case_for_a_person_they_do_not_see(world):
    def write():
        Case.objects.create(
            organisation=world.organisation,
            person_id=world.own.case.person_id,
            purpose="x",
            responsible=world.colleague,
            opened_on="2026-01-01",
        )

    assert "row-level security" in refused(world.colleague, write)


def test_nobody_links_a_contact_to_a_person_they_do_not_see(world):
    def write():
        ContactLink.objects.create(
            organisation=world.organisation,
            contact=build.log_contact(world.colleague, world.area),
            person_id=world.own.case.person_id,
            linked_on="2026-01-01",
            linked_by=world.colleague,
        )

    assert "row-level security" in refused(world.colleague, write)


def test_nobody_shares_a_case_with_themselves(world):
    def write(responsible):
        return lambda: CaseShare.objects.create(
            organisation=world.organisation,
            case=world.own.case,
            responsible=responsible,
            shared_with=world.colleague,
            shared_by=world.colleague,
            valid_from="2026-01-01",
        )

    assert "row-level security" in refused(world.colleague, write(world.worker))
    refused(world.colleague, write(world.colleague))
    refused(
        world.colleague,
        lambda: CaseShare.objects.bulk_create(
            [
                CaseShare(
                    organisation=world.organisation,
                    case=world.own.case,
                    responsible=world.colleague,
                    shared_with=world.lead,
                    shared_by=world.colleague,
                    valid_from="2026-01-01",
                )
            ]
        ),
        IntegrityError,
    )


def test_what_is_hidden_cannot_be_changed_or_deleted(world):
    with acting_as(world.colleague, casework=True):
        assert Case.objects.filter(pk=world.own.case.pk).update(purpose="x") == 0
        assert Referral.objects.filter(pk=world.own.referral.pk).update(kept="yes") == 0
        assert FieldContact.objects.filter(pk=world.own.contact.pk)._raw_delete("default") == 0
    with acting_as(world.worker, casework=True):
        assert Case.objects.get(pk=world.own.case.pk).purpose == build.MARK
        assert Case.objects.filter(pk=world.own.case.pk)._raw_delete("default") == 0


def test_a_hidden_and_a_missing_case_answer_alike_to_a_foreign_key(world):
    def consent_for(case_id):
        return lambda: Consent.objects.create(
            organisation=world.organisation,
            case_id=case_id,
            recipient=world.unit,
            purpose="x",
            data_classes=["name"],
            form="spoken",
            given_on="2026-01-01",
            valid_until="2027-01-01",
            recorded_by=world.colleague,
        )

    assert refused(world.colleague, consent_for(world.own.case.pk)) == refused(
        world.colleague, consent_for(uuid.uuid4())
    )


def test_rows_of_two_organisations_cannot_be_tied_together(world):
    both = world.worker
    build.also_works_for(both, world.foreign.case.organisation)

    def write():
        ContactTopic.objects.create(
            organisation=world.foreign.case.organisation, contact=world.own.contact, topic_id="work"
        )

    assert "contact_topic_of_contact" in refused(both, write, IntegrityError)


def test_the_read_log_is_written_by_its_function_alone_and_never_changed(world):
    def forge():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO casework_readlog (id, user_id, at, kind, allowed, request_id)"
                " VALUES (gen_random_uuid(), %s, now(), 'case', true, '')",
                [world.colleague.pk],
            )

    assert "row-level security" in refused(world.worker, forge)
    with acting_as(world.worker, casework=True), connection.cursor() as cursor:
        cursor.execute("SELECT casework_log_read('case', %s, true)", [world.own.case.pk])
    with acting_as(world.lead, casework=True):
        assert list(ReadLog.objects.values_list("user_id", "subject")) == [(world.worker.pk, world.own.case.pk)]
        assert ReadLog.objects.update(user=world.lead) == 0
        assert ReadLog.objects.all()._raw_delete("default") == 0


def test_nothing_is_written_without_identity(world):
    def write():
        FieldContact.objects.create(
            organisation=world.organisation,
            area=world.area,
            happened_at=world.own.contact.happened_at,
            recorded_at=world.own.contact.recorded_at,
            language="bg",
            recorded_by=world.worker,
        )

    assert "row-level security" in refused(None, write)
    with pytest.raises(DatabaseError, match="row-level security"):
        write()  # as the owner
