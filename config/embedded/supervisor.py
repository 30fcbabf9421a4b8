"""Keeps the services running: starts them in order, restarts what dies, stops them in reverse."""

import json
import logging
import signal
import time
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler

from config.embedded.errors import EmbeddedError, StopRequestedError
from config.embedded.places import State
from config.embedded.processes import Child, Service
from config.embedded.steps import LINES_OF_A_FAILURE, say

TICK_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 30.0
# Who has run this long has started well; its next failure counts as the first.
STEADY_SECONDS = 60.0
LOG_BYTES = 10_000_000
LONGEST_LINE = 8192


class Journal:
    """Writes what the services say to the log file, line by line with their names, and keeps the last lines."""

    def __init__(self, state: State, *, aloud: bool) -> None:
        logging.raiseExceptions = False  # a full disk must not stop the services
        self.logger = logging.getLogger(f"services of {state.path}")
        self.logger.setLevel(logging.INFO)
        self.logger.propagate = False
        file = RotatingFileHandler(state.log_file, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8")
        handlers: list[logging.Handler] = [file, logging.StreamHandler()] if aloud else [file]
        for handler in handlers:
            handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
            self.logger.addHandler(handler)
        self.rest: dict[str, bytes] = {}
        self.last_lines: dict[str, list[str]] = {}

    def take(self, child: Child) -> None:
        """Write the complete lines a child has put out since the last call."""
        name = child.service.name
        *lines, rest = (self.rest.get(name, b"") + child.read()).split(b"\n")
        if len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        self.rest[name] = rest
        for line in lines:
            self.write(name, line[:LONGEST_LINE].decode(errors="replace").rstrip())

    def write(self, name: str, line: str) -> None:
        """Write one line."""
        self.logger.info("%-8s | %s", name, line)
        self.last_lines[name] = [*self.last_lines.get(name, []), line][-LINES_OF_A_FAILURE:]


class Supervisor:
    """Owns the children. Used in one thread only, the main one."""

    def __init__(self, state: State, journal: Journal, address: str) -> None:
        self.state = state
        self.journal = journal
        self.address = address
        self.children: dict[str, Child] = {}
        self.waves: list[list[str]] = []  # names of who started together
        self.failures: dict[str, int] = {}  # in a row, by name
        self.restarts: dict[str, float] = {}  # when, by name of who is down
        self.is_serving = False
        self.stop_requested = False

    def listen_to_signals(self) -> None:
        """Let SIGINT, SIGTERM and SIGHUP stop us: at once while setting up, in the loop while serving."""

        def stop(*_: object) -> None:
            if not self.is_serving and not self.stop_requested:
                self.stop_requested = True
                raise StopRequestedError
            self.stop_requested = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)

    def start(self, services: Iterable[Service], seconds: float = 120.0) -> None:
        """Start services side by side and wait until all are ready. Raises EmbeddedError if one ends or is too slow."""
        wave: list[str] = []
        self.waves.append(wave)
        for service in services:
            self._start(service)
            wave.append(service.name)
        deadline = time.monotonic() + seconds
        for child in [self.children[name] for name in wave]:
            while not child.service.is_ready():
                self._pump()
                if not child.is_alive:
                    raise self._failure(child, child.how_it_ended())
                if time.monotonic() > deadline:
                    raise self._failure(child, f"is not ready after {seconds:.0f} seconds")
                time.sleep(TICK_SECONDS / 4)

    def serve(self) -> None:
        """Keep everything running until a signal comes."""
        self.is_serving = True
        self._write_status()
        while not self.stop_requested:
            self.tick()

    def tick(self) -> None:
        """Write what was said, notice who died, start again whose time has come."""
        self._pump()
        for name, child in list(self.children.items()):
            if child.is_alive:
                if time.monotonic() - child.started_at > STEADY_SECONDS:
                    self.failures.pop(name, None)
            elif name not in self.restarts:
                self._note_failure(child)
            elif time.monotonic() >= self.restarts[name]:
                del self.restarts[name]
                self._start(child.service)
        time.sleep(TICK_SECONDS)

    def stop(self) -> None:
        """Stop all children: who started last stops first, who started together stops together.

        Each has its own grace; a second signal shortens the wait.
        """
        self.stop_requested = False
        for wave in reversed(self.waves):
            children = [self.children[name] for name in wave]
            for child in children:
                child.ask_to_stop()
            for child in children:
                self._wait_for_end(child)
        self._pump()
        self.children.clear()
        self.waves.clear()
        self.state.status_file.unlink(missing_ok=True)

    def _wait_for_end(self, child: Child) -> None:
        deadline = time.monotonic() + child.service.grace_seconds
        while child.is_alive and time.monotonic() < deadline and not self.stop_requested:
            self._pump()
            time.sleep(0.02)
        child.kill()

    def _start(self, service: Service) -> None:
        child = self.children[service.name] = Child(service)
        self.journal.write("start", f"{service.name} is process {child.process.pid}")
        self._write_status()

    def _note_failure(self, child: Child) -> None:
        """Sweep up what is left of a dead child and set the time of its restart, later after each failure."""
        child.kill()
        name = child.service.name
        count = self.failures.get(name, 0)
        wait = min(LONGEST_WAIT_SECONDS, 0.5 * 2**count) if count else 0.0
        self.failures[name] = count + 1
        self.restarts[name] = time.monotonic() + wait
        line = f"{name} {child.how_it_ended()}; it is started again" + (f" in {wait:.0f} s" if wait else "")
        self.journal.write("start", line)
        say(f"  {line} (details: {self.state.log_file})")

    def _failure(self, child: Child, what: str) -> EmbeddedError:
        self._pump()
        lines = self.journal.last_lines.get(child.service.name, [])
        return EmbeddedError("\n".join([f"{child.service.name} {what}. Its last lines:", *lines]))

    def _pump(self) -> None:
        for child in self.children.values():
            self.journal.take(child)

    def _write_status(self) -> None:
        """Say who we are to a second start and to the tests. Replaced in one move, so that nobody reads half of it."""
        pids = {name: child.process.pid for name, child in self.children.items()}
        status = {"address": self.address, "is_serving": self.is_serving, "services": pids}
        draft = self.state.status_file.with_suffix(".new")
        draft.write_text(json.dumps(status), encoding="utf-8")
        draft.replace(self.state.status_file)
