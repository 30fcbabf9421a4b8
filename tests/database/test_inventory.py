"""Every table, view, function and role of the database is as the rules say; what is new has to be entered."""

import pytest
from django.db import connection

from core.audit import UNAUDITED
from core.identity import acting_as
from core.roles import CASEWORK, ROLES, WEB, privileges
from tests.casework import world as casework_world
from tests.database import catalogue

pytestmark = pytest.mark.django_db

# Functions that run with the owner's rights and that the serving roles may call, each with its reason.
CALLABLE_DEFINERS = {
    "casework_log_read": "appends to the read log under the caller's own identity and can do nothing else",
}
# Casework tables that everybody with the casework role may read: lists of words, no data of anybody.
OPEN_LISTS = {"casework_topic"}


class TestAudit:
    def test_every_table_is_audited_or_exempt_with_a_reason(self):
        assert set(catalogue.our_tables()) == set(catalogue.audit_triggers()) | set(UNAUDITED)

    def test_no_exempt_table_is_audited(self):
        assert set(catalogue.audit_triggers()) & set(UNAUDITED) == set()

    def test_every_exemption_has_a_reason(self):
        assert [table for table, reason in UNAUDITED.items() if len(reason) < 10] == []

    def test_every_trigger_is_switched_on(self):
        assert [table for table, trigger in catalogue.audit_triggers().items() if not trigger.is_enabled] == []

    def test_casework_keeps_no_values_and_refuses_writes_without_identity(self):
        triggers = catalogue.audit_triggers().items()
        casework = [each for table, each in triggers if table.startswith("casework_") and table not in OPEN_LISTS]
        assert casework
        assert [t.table for t in casework if not (t.omits_values and t.requires_identity and t.owner_column)] == []


class TestRowSecurity:
    def test_every_casework_table_has_forced_row_level_security(self):
        unforced = catalogue.column(
            """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                  AND relname LIKE 'casework\\_%' AND NOT (relrowsecurity AND relforcerowsecurity)"""
        )
        assert unforced == []

    def test_every_casework_table_has_a_policy(self):
        policies = catalogue.column("SELECT DISTINCT tablename FROM pg_policies")
        tables = [table for table in catalogue.our_tables() if table.startswith("casework_")]
        assert tables
        assert set(tables) - set(policies) == set()

    def test_no_policy_on_casework_speaks_to_anybody_but_casework_and_the_append_only_owner(self):
        others = catalogue.rows(
            """SELECT tablename, policyname, cmd FROM pg_policies
                WHERE tablename LIKE 'casework\\_%' AND roles <> '{lk_casework}' ORDER BY 1"""
        )
        assert others == [("casework_readlog", "readlog_append", "INSERT")]

    def test_no_view_looks_past_row_level_security(self):
        unguarded = catalogue.column(
            """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
                  AND NOT coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}'"""
        )
        assert unguarded == []

    def test_there_is_no_materialised_view_and_no_foreign_table(self):
        assert catalogue.relations("m", "f") == []


class TestPrivileges:
    @pytest.mark.parametrize("role", ROLES)
    def test_each_role_may_do_exactly_what_the_rules_say(self, role):
        relations = catalogue.relations("r", "p", "v")
        differing = {
            relation: (catalogue.granted(role, relation), privileges(role, relation))
            for relation in relations
            if catalogue.granted(role, relation) != privileges(role, relation)
        }
        assert differing == {}

    def test_the_web_role_has_no_right_to_any_casework_table(self):
        tables = [table for table in catalogue.relations("r", "p", "v") if table.startswith("casework_")]
        assert {catalogue.granted(WEB, table) for table in tables} == {""}

    def test_no_right_is_given_by_column(self):
        by_column = catalogue.column(
            """SELECT attrelid::regclass::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND attacl IS NOT NULL"""
        )
        assert by_column == []

    @pytest.mark.parametrize("role", ROLES)
    def test_the_serving_roles_are_ordinary_and_own_nothing(self, role):
        (flags,) = catalogue.rows(
            """SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
                      has_schema_privilege(oid, 'public', 'CREATE'),
                      EXISTS (SELECT FROM pg_class WHERE relowner = r.oid),
                      EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid)
                 FROM pg_roles r WHERE rolname = %s""",
            role,
        )
        assert flags == (False,) * 9

    def test_the_owner_is_no_superuser_and_bound_by_row_level_security(self):
        assert catalogue.rows("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
            (False, False)
        ]


class TestFunctions:
    def test_only_the_reviewed_functions_lend_the_owners_rights(self):
        callable_ = {name for name, (roles, _fixed) in catalogue.definer_functions().items() if roles}
        assert callable_ == set(CALLABLE_DEFINERS)

    def test_every_function_with_the_owners_rights_fixes_its_search_path(self):
        assert [name for name, (_roles, fixed) in catalogue.definer_functions().items() if not fixed] == []


@pytest.mark.django_db(transaction=True)
class TestWithoutContext:
    """With rows that could leak: the tables are filled, and nobody without identity gets one of them."""

    @pytest.fixture
    def filled(self):
        world = casework_world.world()
        casework_world.share_with(world.own.case, world.colleague, by=world.worker)
        tables = [table for table in catalogue.our_tables() if table.startswith("casework_")]
        assert {table for table in tables if not self.is_filled(table)} <= {"casework_readlog"}
        return [table for table in tables if table not in OPEN_LISTS]

    @staticmethod
    def is_filled(table):
        """Look at a table with the force taken off for a moment."""
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608  (a name from the catalogue)
            (filled,) = cursor.fetchone()
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        return filled

    @staticmethod
    def counts(tables):
        return {table: catalogue.column(f"SELECT count(*) FROM {table}")[0] for table in tables}  # noqa: S608

    def test_the_casework_role_without_a_user_sees_no_row(self, filled):
        with acting_as(None, casework=True):
            assert set(self.counts(filled).values()) == {0}

    def test_the_owner_without_a_user_sees_no_row(self, filled):
        assert set(self.counts(filled).values()) == {0}

    def test_no_audit_entry_of_casework_shows_without_a_user(self, filled):
        entries = "SELECT count(*) FROM core_auditentry WHERE table_name LIKE 'casework\\_%'"
        assert catalogue.column(entries)[0] > 0
        for casework in (False, True):
            with acting_as(None, casework=casework):
                assert catalogue.column(entries) == [0]

    def test_the_audit_of_casework_holds_no_word_anybody_typed(self, filled):
        entries = catalogue.column("SELECT e::text FROM core_auditentry e WHERE table_name LIKE 'casework\\_%'")
        assert entries
        assert [entry for entry in entries if casework_world.MARK in entry] == []


def test_a_role_of_casework_is_named_as_in_the_settings():
    assert catalogue.column("SELECT rolname FROM pg_roles WHERE rolname LIKE 'lk\\_%' ORDER BY 1") == [CASEWORK, WEB]
