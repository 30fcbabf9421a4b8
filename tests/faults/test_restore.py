"""The restore of docs/operations.md, rehearsed with the real tools on the running product."""

import json
import subprocess
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from config.embedded.binaries import pg_bin_dir
from config.embedded.environment import read_env_file
from config.embedded.product_run import product_run

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("live")]


@pytest.fixture
def run():
    with product_run(demo=True) as product:
        yield product


@pytest.fixture
def sockets(run):
    url = read_env_file(run.state.path / "run.env")["DATABASE_URL"]
    if "host" not in parse_qs(urlsplit(url).query):
        pytest.skip("a backup needs a role that may read past the policies; the given server offers none here")
    return parse_qs(urlsplit(url).query)["host"][0]


def superuser(sockets, database):
    return psycopg.connect(host=sockets, user="postgres", dbname=database, autocommit=True)


def tool(name, *arguments):
    subprocess.run([str(pg_bin_dir() / name), *arguments], check=True, capture_output=True, timeout=120)


def manage(run, database, *arguments):
    """Run a command against another database of the same server."""
    url = read_env_file(run.state.path / "run.env")["DATABASE_URL"]
    name = urlsplit(url).path.strip("/")
    previous = run.environment
    run.environment = dict(previous)
    file = run.state.path / "run.env"
    text = file.read_text()
    file.write_text(text.replace(f"/{name}?", f"/{database}?"))
    try:
        return run.manage(*arguments)
    finally:
        file.write_text(text)


def one(connection, statement, *parameters):
    return connection.execute(statement, parameters).fetchone()[0]


def delete_contact(live):
    """Delete one contact as an erasure would, and return its key."""
    contact = one(live, "SELECT id::text FROM casework_fieldcontact ORDER BY id LIMIT 1")
    with live.transaction():
        live.execute("SELECT set_config('app.reason', 'erasure', true)")
        live.execute("DELETE FROM casework_contacttopic WHERE contact_id = %s", (contact,))
        live.execute("DELETE FROM casework_contactlink WHERE contact_id = %s", (contact,))
        live.execute("DELETE FROM casework_fieldcontact WHERE id = %s", (contact,))
    return contact


def restore(sockets, dump):
    """Make a new database from the backup and return a connection to it."""
    with superuser(sockets, "postgres") as server:
        server.execute("CREATE DATABASE restored OWNER lenkungskreis")
    here = ("-h", sockets, "-U", "postgres", "-d", "restored")
    tool("pg_restore", "--no-owner", "--role=lenkungskreis", *here, str(dump))
    return superuser(sockets, "restored")


def count(connection, table, condition="true", *parameters):
    return one(connection, f"SELECT count(*) FROM {table} WHERE {condition}", *parameters)  # noqa: S608


def test_a_restored_database_sends_nothing_twice_and_brings_nobody_back(run, sockets, tmp_path):
    dump, deletions = tmp_path / "city.dump", tmp_path / "deletions.jsonl"
    live = superuser(sockets, "lenkungskreis")
    live.execute("UPDATE core_outgoingmail SET state = 'waiting', sent_at = NULL WHERE id = 1")
    tool("pg_dump", "--format=custom", f"--file={dump}", "-h", sockets, "-U", "postgres", "lenkungskreis")

    # After the backup a contact is deleted; then the server is lost.
    contact = delete_contact(live)
    run.manage("export_deletions", "--file", str(deletions))
    assert contact in deletions.read_text()
    restored = restore(sockets, dump)
    assert count(restored, "casework_fieldcontact", "id = %s", contact) == 1

    manage(run, "restored", "migrate", "--no-input", "--verbosity=0")
    assert "holds up to the backup" in manage(run, "restored", "after_restore", "--deletions", str(deletions))

    assert count(restored, "core_outgoingmail", "state IN ('waiting', 'sending', 'handover')") == 0
    assert one(restored, "SELECT last_error FROM core_outgoingmail WHERE id = 1") == "restored"
    assert count(restored, "casework_fieldcontact", "id = %s", contact) == 0
    assert count(restored, "casework_fieldcontact") > 0
    assert count(restored, "pg_class", "relname ~ '^casework_' AND relkind = 'r' AND NOT relforcerowsecurity") == 0
    assert not one(restored, "SELECT has_table_privilege('lk_web', 'casework_case', 'SELECT')")
    assert "holds" in manage(run, "restored", "verify_audit")

    # A second run changes nothing, and the next export begins behind the restore.
    again = manage(run, "restored", "after_restore", "--deletions", str(deletions))
    assert "uncertain: 0" in again
    assert "again: 0" in again
    assert json.loads(deletions.read_text().splitlines()[-1])["restored"]


def test_a_list_of_deletions_with_a_foreign_table_changes_nothing(run, sockets, tmp_path):
    deletions = tmp_path / "deletions.jsonl"
    rows = [{"number": 1, "table": "core_officeclosure", "key": "1"}, {"number": 2, "table": "pg_class", "key": "1"}]
    deletions.write_text("".join(json.dumps(row) + "\n" for row in rows))
    live = superuser(sockets, "lenkungskreis")
    before = one(live, "SELECT count(*) FROM core_officeclosure")
    with pytest.raises(Exception, match="no table of this product"):
        run.manage("after_restore", "--deletions", str(deletions))
    assert one(live, "SELECT count(*) FROM core_officeclosure") == before
