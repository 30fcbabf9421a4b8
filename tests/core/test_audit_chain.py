"""The chain holds under concurrent writers and shows every tampering."""

import random
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from core.audit.chain import head, verify
from core.models import AuditEntry, AuditLink, Organisation
from tests.factories import OrganisationFactory, UserFactory

WRITERS, ROUNDS, ROWS = 8, 100, 8

LAY_DOWN_GUARDS = """
ALTER TABLE core_auditentry DISABLE TRIGGER USER;
ALTER TABLE core_auditlink DISABLE TRIGGER USER;
ALTER TABLE core_audithead DISABLE TRIGGER USER;
ALTER TABLE core_auditentry NO FORCE ROW LEVEL SECURITY;
"""
TAKE_UP_GUARDS = """
ALTER TABLE core_auditentry ENABLE TRIGGER USER;
ALTER TABLE core_auditlink ENABLE TRIGGER USER;
ALTER TABLE core_audithead ENABLE TRIGGER USER;
ALTER TABLE core_auditentry FORCE ROW LEVEL SECURITY;
"""
EMPTY = """
DELETE FROM core_auditlink;
DELETE FROM core_auditentry;
UPDATE core_audithead SET n = 0, hash = decode(repeat('00', 32), 'hex');
"""


def execute(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


@pytest.fixture
def empty_chain(db):
    """Take away what migrations wrote (the default ladder is audited), so that the chain begins with the test."""
    execute(LAY_DOWN_GUARDS + EMPTY + TAKE_UP_GUARDS)


def connect():
    """Open a connection beside Django's, as the owner."""
    parameters = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key in {"dbname", "user", "password", "host", "port", "options"}
    }
    return psycopg.connect(**parameters)


def write(writer: int) -> None:
    """Commit many transactions, some of them with a part taken back, some taken back as a whole."""
    insert = "INSERT INTO core_officeclosure (day, name) SELECT date '2000-01-01' + %s * 10000 + n, 'x' FROM generate_series(%s::int, %s::int) n"
    with connect() as own:
        for turn in range(ROUNDS):
            with own.transaction(force_rollback=turn % 10 == 9):
                own.execute(insert, (writer, turn * ROWS, turn * ROWS + ROWS - 2))
                with own.transaction(force_rollback=turn % 5 == 0):
                    own.execute(insert, (writer, turn * ROWS + ROWS - 1, turn * ROWS + ROWS - 1))


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_under_concurrent_writers(empty_chain):
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    verdict = verify()
    committed = ROUNDS * 9 // 10
    partly = ROUNDS // 5
    assert (verdict.holds, verdict.break_) == (True, "")
    assert verdict.links == AuditEntry.objects.count() == WRITERS * (committed * ROWS - partly)


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_waits_for_a_foreign_key_does_not_block_the_chain():
    """The head is taken after all foreign key checks; taken before, the two transactions would wait for each other."""
    unit, user = OrganisationFactory(), UserFactory()
    join = "INSERT INTO core_membership (user_id, organisation_id, role) VALUES (%s, %s, 'chair')"
    with connect() as first, connect() as second, ThreadPoolExecutor(1) as pool:
        first.execute("SELECT FROM core_organisation WHERE id = %s FOR UPDATE", (unit.pk,))
        second.execute("UPDATE core_user SET name = 'Neu' WHERE id = %s", (user.pk,))
        second.execute(join, (user.pk, unit.pk))
        waiting = pool.submit(second.commit)
        while not is_waiting(second):
            pass
        first.execute("UPDATE core_organisation SET name = 'Neu' WHERE id = %s", (unit.pk,))
        first.commit()
        waiting.result(timeout=5)
    assert verify().holds


def is_waiting(other: psycopg.Connection) -> bool:
    """Tell whether another connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [other.info.backend_pid])
        return cursor.fetchone()[0] is True


@pytest.fixture
def chain(empty_chain):
    """Write some dozens of entries, link them, and lay down every guard as only the owner can."""
    for unit in OrganisationFactory.create_batch(20):
        Organisation.objects.filter(pk=unit.pk).update(name="Neu")
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET CONSTRAINTS ALL DEFERRED")
    assert verify().links == 40
    execute(LAY_DOWN_GUARDS)


TAMPERINGS = (
    "UPDATE core_auditentry SET changes = jsonb_set(changes, '{{name}}', '[\"a\", \"b\"]') WHERE id = {entry}",
    "UPDATE core_auditentry SET at = at + interval '1 microsecond' WHERE id = {entry}",
    "UPDATE core_auditentry SET user_id = 1 WHERE id = {entry}",
    "UPDATE core_auditentry SET reason = 'in good order' WHERE id = {entry}",
    "UPDATE core_auditentry SET row_key = row_key || '0' WHERE id = {entry}",
    "UPDATE core_auditentry SET owner_organisation_id = 1 WHERE id = {entry}",
    "UPDATE core_auditentry SET action = 'delete' WHERE id = {entry}",
    "DELETE FROM core_auditentry WHERE id = {entry}",
    "DELETE FROM core_auditlink WHERE n = {n}",
    "DELETE FROM core_auditlink WHERE n >= {n}",
    "DELETE FROM core_auditlink WHERE n >= {n}; DELETE FROM core_auditentry WHERE id >= {entry}",
    """DELETE FROM core_auditlink WHERE n = {n}; DELETE FROM core_auditentry WHERE id = {entry};
       UPDATE core_auditlink SET n = n - 1 WHERE n > {n}; UPDATE core_audithead SET n = n - 1""",
    "UPDATE core_auditlink SET hash = sha256(hash) WHERE n = {n}",
    "UPDATE core_auditlink SET previous = sha256(previous) WHERE n = {n}",
    "UPDATE core_audithead SET n = n + 1",
    "UPDATE core_audithead SET hash = sha256(hash)",
    "DELETE FROM core_audithead",
    """INSERT INTO core_auditentry (at, table_name, row_key, action, request_id, reason, changes, transaction_id)
       VALUES (now(), 'core_user', '1', 'update', '', '', '{{}}', 1)""",
    "INSERT INTO core_auditlink (n, entry_id, previous, hash) VALUES ({n} + 1000, 1000000, '', '')",
)


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found(chain, tampering):
    for n, entry in random.Random(tampering).sample(list(AuditLink.objects.values_list("n", "entry_id")), 10):
        with transaction.atomic():
            execute(tampering.format(n=n, entry=entry))
            verdict = verify()
            transaction.set_rollback(True)
        assert not verdict.holds, (tampering, n)


def test_the_first_break_is_told_in_one_sentence(chain):
    entry = AuditLink.objects.get(n=7).entry_id
    execute("UPDATE core_auditentry SET reason = 'x' WHERE id >= %s", entry)
    verdict = verify()
    assert verdict.break_ == f"Entry {entry} of link 7 is not what it was when it was written."
    assert verdict.links == 6


def test_an_end_cut_off_together_with_the_head_shows_against_a_kept_head(chain):
    kept = head()
    execute("DELETE FROM core_auditentry WHERE id IN (SELECT entry_id FROM core_auditlink WHERE n > 30)")
    execute("DELETE FROM core_auditlink WHERE n > 30")
    execute("UPDATE core_audithead SET n = 30, hash = (SELECT hash FROM core_auditlink WHERE n = 30)")
    assert verify().holds
    assert verify(kept).break_ == "Link 40, which was written down elsewhere, is missing."


def test_a_kept_head_that_differs_is_told(chain):
    assert verify((7, "00")).break_ == "Link 7 does not carry the hash that was written down elsewhere."


@pytest.mark.usefixtures("chain")
class TestCommand:
    def test_a_chain_that_holds_ends_well(self):
        out = StringIO()
        call_command("verify_audit", stdout=out)
        assert out.getvalue() == f"The chain holds: 40 links, head {head()[1]}.\n"

    def test_a_broken_chain_ends_with_status_1(self):
        execute("DELETE FROM core_auditlink WHERE n = 40")
        err = StringIO()
        with pytest.raises(SystemExit, match="1"):
            call_command("verify_audit", stderr=err)
        assert err.getvalue().endswith("has no link. The chain holds up to link 39.\n")

    def test_the_head_is_printed_and_accepted_again(self):
        out = StringIO()
        call_command("verify_audit", "--head", stdout=out)
        call_command("verify_audit", "--kept", *out.getvalue().split(), stdout=out)
        assert "The chain holds" in out.getvalue()


def test_an_empty_chain_holds(empty_chain):
    verdict = verify()
    assert (verdict.holds, verdict.links) == (True, 0)


@pytest.mark.django_db
def test_the_chain_that_migrations_leave_holds():
    verdict = verify()
    assert (verdict.holds, verdict.links) == (True, AuditEntry.objects.count())
