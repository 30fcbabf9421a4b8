"""A real PostgreSQL and a real Valkey: made, started, killed, started again."""

import os
import shutil
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from config.embedded.binaries import pg_bin_dir
from config.embedded.errors import EmbeddedError
from config.embedded.places import State, private_directory
from config.embedded.postgres import Cluster
from config.embedded.processes import run_alone, stop_alone
from config.embedded.throw_away import throw_away_servers, throw_away_state
from config.embedded.valkey import Valkey

pytestmark = pytest.mark.xdist_group("embedded")
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this")


@pytest.fixture
def state():
    with throw_away_state() as fresh:
        yield fresh


@contextmanager
def running(server, state):
    child = run_alone(server.service(), state.path / "server.log")
    try:
        yield child
    finally:
        stop_alone(child)


def connect(cluster):
    return psycopg.connect(cluster.url, autocommit=True)


def test_rows_are_there_after_the_server_was_killed(state):
    cluster = Cluster.of(state)
    cluster.prepare()
    with running(cluster, state) as child:
        cluster.create_owner()
        with connect(cluster) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(child.process.pid, signal.SIGKILL)

    with running(cluster, state), connect(cluster) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


@pytest.fixture(scope="module")
def owner():
    """A connection as the owner role."""
    with throw_away_servers(valkey=False) as addresses, psycopg.connect(addresses["DATABASE_URL"]) as connection:
        yield connection


def test_owner_may_create_roles_and_databases_but_is_bound_by_row_level_security(owner):
    row = owner.execute(
        "SELECT rolcreaterole, rolcreatedb, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()

    assert row == (True, True, False, False)


def test_umlauts_are_letters_on_a_system_without_a_german_locale(owner):
    assert owner.execute("SELECT lower('ÄÖÜ'), 'straße' ~ '^\\w+$'").fetchone() == ("äöü", True)


def test_half_made_data_of_an_interrupted_start_is_thrown_away(state):
    cluster = Cluster.of(state)
    (cluster.home / "data.new" / "base").mkdir(parents=True)
    (cluster.home / "data.new" / "PG_VERSION").write_text("18\n")

    cluster.prepare()

    with running(cluster, state):
        cluster.create_owner()
        with connect(cluster) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_server_log_holds_no_values_of_failed_statements(state):
    cluster = Cluster.of(state, throw_away=True)
    cluster.prepare()
    with running(cluster, state):
        cluster.create_owner()
        with connect(cluster) as connection:
            connection.execute("CREATE TABLE person (name text UNIQUE)")
            connection.execute("INSERT INTO person VALUES ('Ivanova')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO person VALUES ('Ivanova')")

    log = (state.path / "server.log").read_text()
    assert "database system is shut down" in log
    assert "Ivanova" not in log


def test_server_listens_on_its_socket_alone(state):
    cluster = Cluster.of(state, throw_away=True)
    cluster.prepare()
    with running(cluster, state):
        cluster.create_owner()
        with connect(cluster) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert cluster.sockets.stat().st_mode & 0o077 == 0


def test_queued_work_is_there_after_valkey_was_killed(state):
    import redis

    server = Valkey.of(state)
    with running(server, state) as child:
        redis.Redis.from_url(server.url).lpush("celery", "task")
        os.kill(child.process.pid, signal.SIGKILL)

    with running(server, state):
        assert redis.Redis.from_url(server.url).lrange("celery", 0, -1) == [b"task"]


def test_sockets_stay_short_below_a_deep_state_directory(tmp_path):
    deep = State(tmp_path / "a-rather-long-name-of-a-directory" / "and-another-one-below-it" / "and-one-more")
    deep.path.mkdir(parents=True)

    directory = deep.socket_directory("postgres", None)

    assert len(str(directory)) + len("/.s.PGSQL.5432") <= 107
    assert directory == deep.socket_directory("postgres", None)
    directory.rmdir()


@root_only
def test_directory_prepared_by_somebody_else_is_refused(tmp_path):
    trap = tmp_path / "trap"
    trap.mkdir()
    os.chown(trap, 12345, 12345)

    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        private_directory(trap)


@pytest.fixture
def system_state(monkeypatch):
    """Stands for the directory of root's own below /var/lib."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    monkeypatch.setattr("config.embedded.places.SYSTEM_STATE", path)
    yield path
    shutil.rmtree(path)


@root_only
def test_server_runs_for_root_from_a_closed_home_which_stays_closed(system_state, tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.delenv("PG_BIN_DIR", raising=False)
    wheel = pg_bin_dir().parent.parent
    shutil.copytree(wheel, tmp_path / wheel.name)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), tmp_path / f"{wheel.name}.libs")
    monkeypatch.setenv("PG_BIN_DIR", str(tmp_path / wheel.name / "pginstall" / "bin"))
    cluster = Cluster.of(State(tmp_path), throw_away=True)

    cluster.prepare()
    with running(cluster, State(tmp_path)):
        cluster.create_owner()
        with connect(cluster) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

    assert cluster.data.is_relative_to(system_state)
    assert cluster.binaries.is_relative_to(system_state)
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert Cluster.of(State(tmp_path)).data == cluster.data
