"""Nobody but the triggers writes the audit, and who sees which entry."""

import pytest
from django.db import ProgrammingError, connection, transaction

from core.enums import Role
from core.identity import acting_as
from core.models import AuditEntry
from tests.factories import OrganisationFactory
from tests.people import person

pytestmark = pytest.mark.django_db
# Each table with a harmless change to one of its columns.
TABLES = {"core_auditentry": "reason = reason", "core_auditlink": "hash = hash", "core_audithead": "hash = hash"}


def execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


WRITES = (
    "UPDATE {table} SET {change}",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "INSERT INTO {table} SELECT * FROM {table} LIMIT 0",
)
ALL = [write.format(table=table, change=change) for table, change in TABLES.items() for write in WRITES]


@pytest.mark.parametrize("statement", ALL)
def test_the_owner_is_refused_by_the_guard(statement):
    OrganisationFactory()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(ProgrammingError, match="triggers alone"), transaction.atomic():
        execute(statement)


@pytest.mark.parametrize("casework", [False, True])
@pytest.mark.parametrize(
    "statement",
    [
        *ALL,
        "ALTER TABLE core_auditentry DISABLE TRIGGER ALL",
        "ALTER TABLE core_auditentry DISABLE ROW LEVEL SECURITY",
        "DROP TRIGGER audit ON core_user",
        "DROP TABLE core_auditlink",
        "SET session_replication_role = replica",
        "SELECT * FROM core_auditqueue",
        "SELECT core_audit_content(e) FROM core_auditentry e",
        "ALTER FUNCTION core_audit_record() RENAME TO x",
        """CREATE TEMP TABLE core_user AS SELECT 1 AS id; CREATE TRIGGER forge AFTER INSERT ON core_user
           FOR EACH ROW EXECUTE FUNCTION core_audit_record('id', '', 'False', '', 'False')""",
    ],
)
def test_who_serves_has_no_right_to_any_of_it(statement, casework):
    user = person(Role.SOCIAL_WORKER)
    with (
        acting_as(user, casework=casework),
        pytest.raises(ProgrammingError, match=r"denied|must be owner"),
        transaction.atomic(),
    ):
        execute(statement)


class TestReading:
    @pytest.fixture(autouse=True)
    def entries(self, chain_off):
        self.association, self.other = OrganisationFactory.create_batch(2)
        insert = (
            "INSERT INTO core_auditentry (at, table_name, row_key, action, request_id, reason, changes, transaction_id,"
            " owner_organisation_id) VALUES (now(), %s, %s, 'update', '', '', '{}', 1, %s)"
        )
        execute(insert, "casework_case", "own", self.association.pk)
        execute(insert, "casework_case", "other", self.other.pk)
        execute(insert, "casework_case", "lost", None)
        execute(insert, "steering_decision", "open", None)

    @pytest.fixture
    def chain_off(self):
        """Let the owner write entries by hand."""
        execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")

    def seen_by(self, user, *, casework=False):
        with acting_as(user, casework=casework):
            keys = AuditEntry.objects.filter(row_key__in=["own", "other", "lost", "open"]).values_list(
                "row_key", flat=True
            )
            return set(keys)

    def test_casework_sees_the_entries_of_its_own_organisation(self):
        assert self.seen_by(person(Role.SOCIAL_WORKER, self.association), casework=True) == {"own", "open"}

    def test_everybody_else_sees_no_entry_of_casework(self):
        head = person(Role.DEPARTMENT_HEAD, self.association)
        assert self.seen_by(head) == {"open"}
        assert self.seen_by(None) == {"open"}

    def test_the_data_protection_officer_sees_all(self):
        assert self.seen_by(person(Role.DATA_PROTECTION_OFFICER)) == {"own", "other", "lost", "open"}

    def test_a_closed_account_sees_nothing_more(self):
        officer = person(Role.DATA_PROTECTION_OFFICER, is_active=False)
        assert self.seen_by(officer) == {"open"}
