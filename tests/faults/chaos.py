"""Everything that can break, while reminders become mails.

The short form is a test (`tests/faults/test_mail_delivery.py`), the long form `bin/chaos`. Both run the whole product as
real processes against a mail server that keeps the Message-ID of whatever it accepted.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.environment import read_env_file
from config.embedded.places import ROOT
from config.embedded.product_run import ProductRun, product_run
from tests import smtp_sink
from tests.faults.outbox import Outbox
from tests.faults.world import code_of

PAUSE = 0.25  # seconds between kills


@dataclass(frozen=True)
class Plan:
    """How much of everything. `honest_leases`: a lost worker's mails wait for their lease, as they do in earnest."""

    reminders: int
    units: int
    kills: int
    database_restarts: int
    broker_faults: int
    outages: int
    outage_seconds: float
    longest_seconds: float
    workers: int = 4
    planners: int = 2
    closed_before: int = 20
    closed_during: int = 20
    honest_leases: bool = False


@dataclass
class Report:
    """What was done to it, and what came of it."""

    kills: int = 0
    database_restarts: int = 0
    broker_faults: int = 0
    outages: int = 0
    answers_cut: int = 0
    answers_later: int = 0
    seconds: float = 0.0
    # From the last fault until nothing was open any more.
    settled_after: float = 0.0
    states: Counter = field(default_factory=Counter)
    reminders: int = 0
    closed_unsent: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def uncertain_at_most(self) -> int:
        """What may be uncertain: one mail per killed process and per answer that never came."""
        return self.kills + self.answers_cut


class Moody:
    """Two in a hundred mails are accepted without an answer, five in a hundred refused for now."""

    def __init__(self) -> None:
        self.cut = self.later = 0
        self._dice = random.Random(1047)

    def __call__(self, _mail: smtp_sink.Received) -> str | None:
        time.sleep(0.02)  # long enough for kills to strike in the middle
        throw = self._dice.random()
        if throw < 0.02:
            self.cut += 1
            return smtp_sink.ACCEPT_AND_CUT
        if throw < 0.07:
            self.later += 1
            return "451 4.3.0 later"
        return None


def torment(plan: Plan) -> Report:
    """Start the product, let reminders fall due, break what the plan says, wait for the end and count."""
    mood = Moody()
    with smtp_sink.Sink(at_data=mood) as sink, product_run(demo=False, environment={"EMAIL_URL": sink.url}) as run:
        outbox = Outbox(run)
        outbox.set_clock("05:00")
        _python(run, "tests.faults.world", "write", plan.reminders, plan.units)
        _python(run, "tests.faults.world", "close", 0, plan.closed_before)
        outbox.set_clock("09:00")
        with _workers(run, plan) as parent:
            report = _Tormentor(plan, run, outbox, sink, parent).work()
        _count(report, plan, outbox, sink)
    report.answers_cut, report.answers_later = mood.cut, mood.later
    return report


# --- Breaking -----------------------------------------------------------------------------------------


@dataclass
class _Tormentor:
    plan: Plan
    run: ProductRun
    outbox: Outbox
    sink: smtp_sink.Sink
    parent: int
    report: Report = field(default_factory=Report)
    _door_opens: float = 0.0
    _broker_wakes: float = 0.0
    _stopped: int = 0

    def work(self) -> Report:
        """Break something every moment until all is broken often enough, then let the rest find its end."""
        started = time.monotonic()
        events = self._events()
        has_closed = False
        while self.report.kills < self.plan.kills or events:
            if time.monotonic() - started > self.plan.longest_seconds:
                break
            self.report.kills += _kill_a_child(self.parent)
            if self.report.kills % 4 == 0:
                self.report.kills += _kill_a_child(self.run.pids().get("worker", 0))
            while events and self.report.kills >= events[0][0]:
                events.pop(0)[1]()
            if not has_closed and self.report.kills > self.plan.kills / 3:
                _python(self.run, "tests.faults.world", "close", self.plan.closed_before, self.plan.closed_during)
                has_closed = True
            self._heal()
            self.outbox.hurry(leases=not self.plan.honest_leases)
            time.sleep(PAUSE)
        self._heal(at_once=True)
        last_fault = time.monotonic()
        while not self.outbox.is_settled() and time.monotonic() - started < self.plan.longest_seconds:
            self.outbox.hurry(leases=not self.plan.honest_leases)
            time.sleep(1)
        self.report.settled_after = time.monotonic() - last_fault
        self.report.seconds = time.monotonic() - started
        return self.report

    def _events(self) -> list[tuple[int, Callable[[], None]]]:
        """Spread what happens seldom over the kills: after how many of them, what."""
        kinds = (
            (self.plan.database_restarts, self._restart_database),
            (self.plan.broker_faults, self._break_broker),
            (self.plan.outages, self._close_door),
        )
        found = [
            (round(self.plan.kills * (number + 0.5) / count), act) for count, act in kinds for number in range(count)
        ]
        return sorted(found, key=lambda event: event[0])

    def _restart_database(self) -> None:
        """Stop PostgreSQL in its immediate mode; the supervisor starts it again."""
        with suppress(OSError, KeyError):
            os.kill(self.run.pids()["postgres"], signal.SIGQUIT)
            self.report.database_restarts += 1

    def _break_broker(self) -> None:
        """Empty it, then let it say nothing for a while, or kill it."""
        self.outbox.flush_broker()
        with suppress(OSError, KeyError):
            process = self.run.pids()["valkey"]
            if self.report.broker_faults % 2:
                os.kill(process, signal.SIGKILL)
            else:
                os.kill(process, signal.SIGSTOP)
                self._stopped, self._broker_wakes = process, time.monotonic() + self.plan.outage_seconds
        self.report.broker_faults += 1

    def _close_door(self) -> None:
        if not self._door_opens:
            self.sink.close_door()
            self._door_opens = time.monotonic() + self.plan.outage_seconds
            self.report.outages += 1

    def _heal(self, *, at_once: bool = False) -> None:
        if self._door_opens and (at_once or time.monotonic() > self._door_opens):
            self.sink.open_door()
            self._door_opens = 0.0
        if self._stopped and (at_once or time.monotonic() > self._broker_wakes):
            with suppress(OSError):
                os.kill(self._stopped, signal.SIGCONT)
            self._stopped = 0


@contextmanager
def _workers(run: ProductRun, plan: Plan) -> Iterator[int]:
    """Run processes of our own beside Celery's; yield the number of their parent."""
    command = [sys.executable, "-m", "tests.faults.workers", str(plan.workers), str(plan.planners)]
    output = subprocess.DEVNULL
    parent = subprocess.Popen(
        command, cwd=ROOT, env=_environment(run), start_new_session=True, stdout=output, stderr=output
    )
    try:
        yield parent.pid
    finally:
        os.killpg(parent.pid, signal.SIGKILL)
        parent.wait()


def _python(run: ProductRun, module: str, *arguments: object) -> None:
    """Run a module inside the product; when a fault strikes it, once more."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    for _attempt in range(5):
        done = subprocess.run(
            command, cwd=ROOT, env=_environment(run), capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode == 0:
            return
        time.sleep(2)
    message = f"{module} failed five times:\n{done.stderr[-1000:]}"
    raise RuntimeError(message)


def _environment(run: ProductRun) -> dict[str, str]:
    told = os.environ | dict(run.environment) | read_env_file(run.state.path / "run.env")
    return told | {"DJANGO_SETTINGS_MODULE": "config.settings.local", "DATABASE_ROLE": "lk_web"}


def _kill_a_child(parent: int) -> int:
    """Kill one child of a process; return how many were killed."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        os.kill(int(random.choice(children)), signal.SIGKILL)
    except (OSError, IndexError):
        return 0
    return 1


# --- Counting -----------------------------------------------------------------------------------------


def _count(report: Report, plan: Plan, outbox: Outbox, sink: smtp_sink.Sink) -> None:
    """Compare what the database says with what arrived."""
    states = outbox.states()
    arrived = Counter(mail for mail in sink.message_ids if mail in states)
    named = Counter(code for mail in sink.received for code in _codes(mail.text))
    closed_before = {code_of(index) for index in range(plan.closed_before)}
    report.states = Counter(states.values())
    for code, of, state, mail in outbox.reminders():
        report.reminders += 1
        if of not in ("open", "acknowledged") and state == "cancelled":
            report.closed_unsent += 1
        elif mail is None or not (states[mail] == "uncertain" or (states[mail] == "sent" and arrived[mail])):
            report.lost.append(f"{code}: {state}, {states.get(mail or '', 'no mail')}")
        if named[code] > 1:
            report.doubled.append(code)
        if code in closed_before and named[code]:
            report.unwanted.append(code)
    report.doubled += [mail for mail, count in arrived.items() if count > 1]
    report.foreign = [address for address in sink.recipients if address.startswith(("everybody", "left", "broken"))]


def _codes(text: str) -> list[str]:
    return [word.strip("/").rsplit("/", 1)[-1] for word in text.split() if "/follow-ups/" in word]


def problems_of(report: Report, plan: Plan) -> list[str]:
    """Return in words whatever must not be."""
    checks = {
        "silently lost": report.lost,
        "doubled": report.doubled,
        "sent although closed before": report.unwanted,
        "sent to whom it must not go": report.foreign,
        "uncertain beyond what faults explain": ["yes"] * (report.states["uncertain"] > report.uncertain_at_most),
        "failed": ["yes"] * (report.states["failed"] > 0),
        "not settled": ["yes"] * bool(report.states["waiting"] + report.states["sending"] + report.states["handover"]),
        "fewer reminders than planned": ["yes"] * (report.reminders < plan.reminders),
    }
    return [f"{name}: {found[:5]}" for name, found in checks.items() if found]
