"""`bin/run` as a person meets it: started, killed in every way, started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.embedded.environment import read_env_file
from config.embedded.processes import MARK
from config.embedded.product_run import COMMAND, product_run
from config.embedded.throw_away import throw_away_servers

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("embedded")]


@pytest.fixture(scope="module")
def run():
    with product_run(demo=False) as started:
        yield started


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (answer := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answer


def processes_of(state):
    """Process numbers of everything that was started for this state directory, PostgreSQL included."""
    mark = f"{MARK}={state.path}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            marked = mark in (entry / "environ").read_bytes().split(b"\0")
            ours = str(state.path).encode() in (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if marked or ours:
            found.append(int(entry.name))
    return found


def database(run):
    """A connection of the owner."""
    return psycopg.connect(read_env_file(run.state.path / "run.env")["DATABASE_URL"], autocommit=True)


@pytest.fixture
def kept(run):
    """A function that says whether a row written before the test is still there."""
    with database(run) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("TRUNCATE kept")
        connection.execute("INSERT INTO kept VALUES (7)")

    def look():
        with database(run) as connection:
            return connection.execute("SELECT number FROM kept").fetchall() == [(7,)]

    return look


@pytest.mark.parametrize("name", ["postgres", "valkey", "worker", "beat", "web"])
def test_service_killed_comes_back_by_itself(run, name):
    before = run.pids()[name]

    os.kill(before, signal.SIGKILL)

    wait_until(lambda: run.pids()[name] != before)
    wait_until(run.is_answering)
    assert all(run.is_answering() for _ in range(10))


def test_supervisor_killed_leaves_no_process_and_the_next_start_keeps_the_data(run, kept):
    os.kill(run.pids()["supervisor"], signal.SIGKILL)
    wait_until(lambda: not processes_of(run.state))
    run.start_again()

    assert run.is_answering()
    assert kept()


def test_everything_killed_at_once_recovers_with_the_next_start(run, kept):
    os.kill(run.pids()["supervisor"], signal.SIGSTOP)  # so that it restarts nothing meanwhile
    for pid in processes_of(run.state):
        os.kill(pid, signal.SIGKILL)
    run.child.kill()
    run.start_again()

    assert run.is_answering()
    assert kept()


def test_start_after_kill_does_not_wait_for_processes_to_end_by_themselves(run):
    os.kill(run.pids()["supervisor"], signal.SIGKILL)

    run.start_again()

    assert run.is_answering()


def test_second_start_repeats_no_work(run):
    run.stop()
    assert processes_of(run.state) == []

    run.start_again()

    said = (run.state.path / "console.log").read_text().split("Stopped.")[-1]
    assert [line.split("  ")[1].strip() for line in said.splitlines() if line.startswith("  ")] == [
        "PostgreSQL",
        "web server, worker, beat",
    ]


def test_start_beside_a_running_one_names_its_address_and_changes_nothing(run):
    before = run.pids()

    second = subprocess.run([sys.executable, COMMAND], env=run.environment, capture_output=True, text=True, check=False)

    assert second.returncode == 0
    assert f"already running from {run.state.path}: {run.url}/" in second.stdout
    assert run.pids() == before


def test_named_servers_are_used_and_none_is_started():
    with throw_away_servers() as addresses, product_run(demo=False, environment=addresses) as run:
        assert sorted(run.pids()) == ["beat", "supervisor", "web", "worker"]
        assert read_env_file(run.state.path / "run.env")["DATABASE_URL"] == addresses["DATABASE_URL"]
        assert run.is_answering()
