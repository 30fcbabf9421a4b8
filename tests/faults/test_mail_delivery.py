"""No mail is silently lost and none is doubled, whatever is killed.

The short form of docs/adr/0004, over the running product: delivery processes are killed with -9 four times a second and
Celery's once a second, PostgreSQL is killed twice and Valkey once; the mail server says "later" to some mails and cuts
the line after it has accepted others.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.embedded.environment import read_env_file
from config.embedded.places import ROOT
from config.embedded.product_run import ProductRun, product_run
from tests import smtp_sink
from tests.faults.outbox import Outbox

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("faults")]

MAILS = 300
WORKERS = 4
KILLS = 60
PAUSE = 0.25  # seconds between kills
LONGEST = 90  # seconds
# Which service is killed, once so many workers have been killed.
SERVICE_KILLS = ((10, "postgres"), (20, "valkey"), (30, "postgres"))


class Moody:
    """Two in a hundred mails are accepted without an answer, five in a hundred refused for now."""

    def __init__(self) -> None:
        self.cut = 0
        self._dice = random.Random(1047)

    def __call__(self, _mail: smtp_sink.Received) -> str | None:
        time.sleep(0.03)  # long enough for kills to strike in the middle
        throw = self._dice.random()
        if throw < 0.02:
            self.cut += 1
            return smtp_sink.ACCEPT_AND_CUT
        return "451 4.3.0 later" if throw < 0.07 else None


@contextmanager
def workers(run: ProductRun) -> Iterator[int]:
    """Run delivery processes of our own beside Celery's; yield the number of their parent."""
    environment = os.environ | dict(run.environment) | read_env_file(run.state.path / "run.env")
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.local", "DATABASE_ROLE": "lk_web"}
    command = [sys.executable, "-m", "tests.faults.workers", str(WORKERS)]
    output = subprocess.DEVNULL
    parent = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=output, stderr=output)
    try:
        yield parent.pid
    finally:
        os.killpg(parent.pid, signal.SIGKILL)
        parent.wait()


def kill_a_child(parent: int) -> int:
    """Kill one child of a process; return how many were killed."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        os.kill(int(random.choice(children)), signal.SIGKILL)
    except (OSError, IndexError):
        return 0
    return 1


def torment(run: ProductRun, outbox: Outbox, parent: int) -> int:
    """Kill while mails are on their way, then let the rest find its end; return how many workers were killed."""
    kills, services, started = 0, list(SERVICE_KILLS), time.monotonic()
    while not outbox.is_settled() and time.monotonic() - started < LONGEST:
        if kills < KILLS:
            kills += kill_a_child(parent)
            if kills % 4 == 0:
                kills += kill_a_child(run.pids().get("worker", 0))
        if services and kills >= services[0][0]:
            os.kill(run.pids()[services.pop(0)[1]], signal.SIGKILL)
        outbox.hurry()
        time.sleep(PAUSE)
    return kills


def test_no_mail_is_lost_or_doubled_while_everything_is_killed():
    mood = Moody()
    with smtp_sink.Sink(at_data=mood) as sink, product_run(demo=False, environment={"EMAIL_URL": sink.url}) as run:
        outbox = Outbox(run)
        outbox.write(MAILS)
        with workers(run) as parent:
            kills = torment(run, outbox, parent)
        states = outbox.states()
    arrived = Counter(mail for mail in sink.message_ids if mail in states)
    result = Counter(states.values())
    print(f"{MAILS} mails, {kills} kills, {mood.cut} answers cut: {dict(result)}, {arrived.total()} arrived")  # noqa: T201
    assert kills >= 10
    assert [mail for mail in states if arrived[mail] > 1] == []
    assert [mail for mail, state in states.items() if state == "sent" and not arrived[mail]] == []
    assert result["sent"] + result["uncertain"] == MAILS
    assert result["uncertain"] <= kills + mood.cut
