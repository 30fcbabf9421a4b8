"""The supervisor with services made of a few words of shell."""

import os
import signal
import time

import pytest

from config.embedded.errors import EmbeddedError
from config.embedded.places import State
from config.embedded.processes import MARK, Child, Service, run_alone, stop_alone, sweep_leftovers
from config.embedded.supervisor import Journal, Supervisor

pytestmark = pytest.mark.xdist_group("embedded")


@pytest.fixture
def supervisor(tmp_path):
    state = State(tmp_path)
    state.prepare()
    supervisor = Supervisor(state, Journal(state, aloud=False), "http://127.0.0.1:1/")
    yield supervisor
    supervisor.stop()


def shell(script, name="one", **options):
    return Service(
        name=name,
        command=["/bin/sh", "-c", script],
        is_ready=options.pop("is_ready", lambda: True),
        environment={"PATH": "/usr/bin:/bin"} | options.pop("environment", {}),
        **options,
    )


def log_of(supervisor):
    return supervisor.state.log_file.read_text()


def tick_until(supervisor, condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        supervisor.tick()
    assert condition()


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_service_is_started_again(supervisor):
    supervisor.start([shell("exec sleep 60")])
    first = supervisor.children["one"].process.pid

    os.kill(first, signal.SIGKILL)

    tick_until(supervisor, lambda: supervisor.children["one"].process.pid != first)
    assert supervisor.children["one"].is_alive
    assert "one was ended by SIGKILL; it is started again" in log_of(supervisor)


def test_service_that_keeps_failing_is_tried_less_and_less_often(supervisor):
    supervisor.start([shell("exit 3")])

    tick_until(supervisor, lambda: "started again in 2 s" in log_of(supervisor))

    assert log_of(supervisor).count("ended with exit code 3") == 3


def test_children_of_a_killed_service_go_with_it(supervisor, tmp_path):
    supervisor.start([shell(f"sleep 60 & echo $! > {tmp_path}/child; wait")])
    tick_until(supervisor, lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text())
    grandchild = int((tmp_path / "child").read_text())

    os.kill(supervisor.children["one"].process.pid, signal.SIGKILL)

    tick_until(supervisor, lambda: not is_running(grandchild))


def test_service_that_ends_while_starting_says_why(supervisor):
    with pytest.raises(EmbeddedError, match=r"exit code 4\. Its last lines:\nno such table"):
        supervisor.start([shell("echo no such table; exit 4", is_ready=lambda: False)])


def test_service_that_is_never_ready_is_given_up(supervisor):
    with pytest.raises(EmbeddedError, match="one is not ready after"):
        supervisor.start([shell("exec sleep 60", is_ready=lambda: False)], seconds=0.2)


def test_services_stop_in_reverse_order_by_their_own_signals(supervisor, tmp_path):
    script = "trap 'echo {0} >> {1}/order; exit 0' {2}; echo {0} is there; while :; do sleep 0.05; done"
    supervisor.start([shell(script.format("first", tmp_path, "INT"), "first", stop_signal=signal.SIGINT)])
    supervisor.start([shell(script.format("second", tmp_path, "TERM"), "second")])
    tick_until(supervisor, lambda: log_of(supervisor).count("is there") == 2)

    supervisor.stop()

    assert (tmp_path / "order").read_text().split() == ["second", "first"]


def test_service_that_does_not_stop_is_killed_after_its_grace(supervisor):
    supervisor.start([shell("trap '' TERM; echo deaf; while :; do sleep 0.05; done", grace_seconds=0.2)])
    tick_until(supervisor, lambda: "deaf" in log_of(supervisor))
    pid = supervisor.children["one"].process.pid

    supervisor.stop()

    assert not is_running(pid)


def test_log_names_the_service_on_every_line(supervisor):
    supervisor.start([shell("echo eins; echo zwei; exec sleep 60", "web")])

    tick_until(supervisor, lambda: "zwei" in log_of(supervisor))

    assert [line[24:] for line in log_of(supervisor).splitlines() if " web      |" in line] == [
        "web      | eins",
        "web      | zwei",
    ]


def test_marked_process_of_a_killed_supervisor_is_swept_up(tmp_path):
    child = Child(shell("exec sleep 60", environment={MARK: str(tmp_path)}), tmp_path / "log")
    other = Child(shell("exec sleep 60", environment={MARK: str(tmp_path / "other")}), tmp_path / "log")
    time.sleep(0.2)

    assert sweep_leftovers(tmp_path, seconds=0.1) == 1

    assert child.process.wait(5) == -signal.SIGKILL
    assert other.is_alive
    other.kill()


def test_start_alone_fails_with_the_last_words(tmp_path):
    with pytest.raises(EmbeddedError, match="out of memory"):
        run_alone(shell("echo out of memory; exit 1", is_ready=lambda: False), tmp_path / "log", seconds=5)


def test_stop_alone_ends_the_process(tmp_path):
    child = run_alone(shell("exec sleep 60"), tmp_path / "log")

    stop_alone(child)

    assert not child.is_alive
