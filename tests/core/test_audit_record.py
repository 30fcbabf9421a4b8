"""What the trigger writes down, and what it leaves out."""

import pytest
from django.db import ProgrammingError, connection, transaction

from core.audit import AuditTable
from core.enums import AuditAction, OrganisationKind, Role
from core.identity import acting_as
from core.models import AuditEntry, Installation, User
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person

pytestmark = pytest.mark.django_db


def newest(table="core_organisation"):
    return AuditEntry.objects.filter(table=table).first()


def test_a_new_row_is_recorded_with_its_values():
    unit = OrganisationFactory(number="51", short_name="Bildung")
    entry = newest()
    assert (entry.action, entry.row_key) == (AuditAction.INSERT, str(unit.pk))
    assert entry.changes["number"] == [None, "51"]
    assert "valid_to" not in entry.changes


def test_a_change_is_recorded_with_old_and_new():
    unit = OrganisationFactory(number="51")
    unit.number = "52"
    unit.save()
    assert newest().changes == {"number": ["51", "52"]}


def test_a_deleted_row_leaves_its_values():
    unit = OrganisationFactory(number="51")
    unit.delete()
    assert newest().action == AuditAction.DELETE
    assert newest().changes["number"] == ["51", None]


def test_a_write_that_changes_nothing_is_not_recorded():
    unit = OrganisationFactory()
    before = AuditEntry.objects.count()
    unit.save()
    assert AuditEntry.objects.count() == before


def test_an_entry_names_user_request_and_reason():
    user, unit = person(Role.ADMINISTRATOR), OrganisationFactory()
    with acting_as(user, request_id="r1", reason="renamed by the council"):
        unit.name = "Neuer Name"
        unit.save()
    entry = newest()
    assert (entry.user, entry.request_id, entry.reason) == (user, "r1", "renamed by the council")


def test_background_work_has_no_user():
    with acting_as(None, reason="nightly import"):
        OrganisationFactory()
    assert (newest().user, newest().reason) == (None, "nightly import")


def test_a_password_is_recorded_as_changed_without_its_value():
    user = UserFactory()
    user.set_password("another-long-password")
    user.save()
    assert newest("core_user").changes == {"password": None}


def test_the_logo_is_recorded_as_changed_without_its_bytes():
    Installation.objects.update(logo=b"\x89PNG", logo_type="image/png")
    assert newest("core_installation").changes == {"logo": None, "logo_type": None}


def test_signing_in_is_no_change():
    user = UserFactory()
    before = AuditEntry.objects.count()
    User.objects.filter(pk=user.pk).update(last_login="2026-01-01T08:00+01:00")
    assert AuditEntry.objects.count() == before


@pytest.fixture
def street():
    """Make a table that is recorded the way casework tables are."""
    attach = AuditTable("street", omit_values=True, owner_column="organisation_id", require_identity=True)
    with connection.schema_editor() as editor:
        editor.execute(
            "CREATE TABLE street (house int, flat int, note text, organisation_id bigint, PRIMARY KEY (house, flat))"
        )
        attach.database_forwards("core", editor, None, None)
        editor.execute("GRANT INSERT, UPDATE ON street TO lk_web")


def execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.usefixtures("street")
class TestCasework:
    def test_values_are_never_kept(self):
        with acting_as(person(Role.SOCIAL_WORKER)):
            execute("INSERT INTO street VALUES (1, 2, 'secret words', NULL)")
            execute("UPDATE street SET note = 'other secret words'")
        entries = AuditEntry.objects.filter(table="street")
        assert [entry.changes for entry in entries] == [{"note": None}, {"house": None, "flat": None, "note": None}]

    def test_a_key_of_two_columns_names_the_row(self):
        with acting_as(person(Role.SOCIAL_WORKER)):
            execute("INSERT INTO street VALUES (1, 2, '', NULL)")
        assert newest("street").row_key == "1,2"

    def test_the_owner_is_copied(self):
        association = OrganisationFactory(kind=OrganisationKind.WELFARE_ASSOCIATION)
        with acting_as(None, reason="import"):
            execute("INSERT INTO street VALUES (1, 2, '', %s)", association.pk)
        assert newest("street").owner_organisation == association

    def test_no_write_without_identity(self):
        with pytest.raises(ProgrammingError, match="without identity"), transaction.atomic():
            execute("INSERT INTO street VALUES (1, 2, '', NULL)")

    def test_the_trigger_can_be_taken_off_again(self):
        with connection.schema_editor() as editor:
            AuditTable("street").database_backwards("core", editor, None, None)
        execute("INSERT INTO street VALUES (1, 2, '', NULL)")
        assert newest("street") is None
