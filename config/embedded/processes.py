"""One child process: how it is started, asked whether it is ready, stopped, and swept up after a crash."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.places import ROOT, Account

LAUNCHER = Path(__file__).with_name("launch.py")
# Inherited by every descendant, so that a later start finds what a crash left behind.
MARK = "LENKUNGSKREIS_SUPERVISED_STATE"


@dataclass(frozen=True)
class Service:
    """What to run and how to treat it."""

    name: str
    command: Sequence[str]
    is_ready: Callable[[], bool]
    environment: Mapping[str, str]
    account: Account | None = None
    directory: Path = ROOT
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 20.0


@dataclass
class Child:
    """A running service. The thread that calls `start` must outlive the child: Linux ties the two together."""

    service: Service
    log: Path | None = None
    process: subprocess.Popen[bytes] = field(init=False)
    started_at: float = field(init=False, default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches the supervisor alone.

        Its output goes to the file `log`, or else waits for `read`.
        """
        service = self.service
        account = f"{service.account.uid}:{service.account.gid}" if service.account else "-"
        launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(service.stop_signal)), account]
        with self.log.open("ab") if self.log else contextlib.nullcontext(subprocess.PIPE) as output:
            self.process = subprocess.Popen(
                [*launcher, *service.command],
                cwd=service.directory,
                env=dict(service.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if self.process.stdout:
            os.set_blocking(self.process.stdout.fileno(), False)

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def read(self) -> bytes:
        """What the process and its children have written since the last call; empty if nothing."""
        return (self.process.stdout and self.process.stdout.read()) or b""

    def ask_to_stop(self) -> None:
        """Send the service's own stop signal."""
        if self.is_alive:
            self.process.send_signal(self.service.stop_signal)

    def kill(self) -> None:
        """Kill the process and whatever is left in its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def how_it_ended(self) -> str:
        """The end in words, for the log."""
        code = self.process.returncode
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def run_alone(service: Service, log: Path, seconds: float = 60.0) -> Child:
    """Start `service` without a supervisor and wait until it is ready. Raises EmbeddedError with its last lines."""
    child = Child(service, log)
    deadline = time.monotonic() + seconds
    while not service.is_ready():
        if not child.is_alive or time.monotonic() > deadline:
            child.kill()
            raise EmbeddedError(f"{service.name} did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.02)
    return child


def stop_alone(child: Child) -> None:
    """Stop what `run_alone` started, by force if it does not go."""
    child.ask_to_stop()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.process.wait(child.service.grace_seconds)
    child.kill()


def sweep_leftovers(state: Path, seconds: float = 5.0) -> int:
    """End the processes a killed supervisor of this state directory left behind; return how many there were.

    They were told to stop when their parent died; who has not gone after `seconds` is killed. Linux only: elsewhere
    nothing can be found.
    """
    found = _marked(state)
    deadline = time.monotonic() + seconds
    while (left := _marked(state)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    return len(found)


def _marked(state: Path) -> list[int]:
    mark = os.fsencode(f"{MARK}={state}")
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
    return found
