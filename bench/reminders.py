"""100,000 due reminders for 2,000 recipients: planned, entered, written, handed over; and what an idle tick costs.

Run: `.venv/bin/python -m bench.reminders`. The mail server is a process of its own that swallows everything. The same
mails then go over one SMTP connection in a bare loop, in the same run: only the ratio counts, because machines are noisy.
"""

import os
import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from config.embedded.product_run import free_port
from config.embedded.throw_away import throw_away_servers

REMINDERS, RECIPIENTS, FUTURE = 100_000, 2_000, 1_000_000

DUE = "SELECT id FROM steering_reminderoccurrence WHERE state = 'planned' AND due_at <= app_now() LIMIT 1"
FAR_AHEAD = """
INSERT INTO steering_reminderoccurrence
       (follow_up_id, step_id, date_version, anchor, local_date, reason, state, cancelled, chosen)
SELECT f.id, s.id, 0, date '2050-01-01' + n, date '2050-01-01' + n, '', 'planned', '', ''
  FROM (SELECT id FROM steering_followup ORDER BY id LIMIT %s) f,
       (SELECT min(id) AS id FROM steering_ladderstep) s, generate_series(1, 10) n
"""


def main() -> None:
    """Set up a database and a mail server, measure, print."""
    port = free_port()
    sink = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    with throw_away_servers(postgres=True, valkey=True) as addresses, running(sink):
        os.environ |= addresses | {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "SECRET_KEY": "only-for-measuring",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(port)


@contextmanager
def running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command)
    try:
        time.sleep(2)
        yield
    finally:
        process.terminate()
        process.wait(10)


def measure(port: int) -> None:
    from steering.domain import reminders
    from steering.domain.reminder_plans import plan_missing_reminders

    set_clock("05:00")
    seed()
    scans = sequential_scans()
    report("planned", REMINDERS, timed(lambda: drain(plan_missing_reminders)))
    set_clock("09:00")
    report("entered in inboxes", REMINDERS, timed(lambda: drain(reminders._enter_batch)))  # noqa: SLF001
    report("written as mails", REMINDERS, timed(reminders.queue_due_reminders))
    print(f"scans of the whole table of reminders meanwhile: {sequential_scans() - scans}")
    messages = mails()
    ours = timed(deliver)
    report(f"handed over, {len(messages)} mails", REMINDERS, ours)
    bare = timed(lambda: bare_loop(port, messages))
    report("the same mails in a bare loop over one connection", REMINDERS, bare)
    print(f"handing over against the bare loop: {bare / ours:.2f}")
    idle_tick()


def seed() -> None:
    """Open the follow-ups, in bulk and without planning; only the step of the due date itself stays on the ladder."""
    from core import clock
    from core.models import Membership, Organisation, User
    from steering.models import FollowUp, LadderStep

    LadderStep.objects.exclude(trigger="due", working_days=0).update(retired_at=clock.now())
    opener = User.objects.create_user("opener@example.org", "Opener")
    units = Organisation.objects.bulk_create(
        Organisation(kind="department", name=f"Unit {n}", short_name=f"Unit {n}", inbox_email=f"unit{n}@example.org")
        for n in range(RECIPIENTS)
    )
    Membership.objects.bulk_create(
        Membership(user=opener, organisation=unit, role="department_staff") for unit in units
    )
    from tests.faults.world import code_of

    now, today = clock.now(), clock.today()
    for first in range(0, REMINDERS, 5000):
        FollowUp.objects.bulk_create(
            FollowUp(
                code=code_of(n),
                subject=f"M-2026-{n} Sprechstunde",
                unit=units[n % RECIPIENTS],
                due_on=today,
                opened_at=now - timedelta(minutes=1),
                opened_by=opener,
            )
            for n in range(first, first + 5000)
        )


def set_clock(hour: str) -> None:
    """Let it be this hour of next week's Tuesday."""
    from django.db import connection

    from tests.faults.outbox import CLOCK

    with connection.cursor() as cursor:
        cursor.execute(CLOCK, [hour])


def drain(step: Callable[[], int]) -> None:
    """Do it in one transaction each until nothing is left, and say what memory that took on the way."""
    from core.identity import acting_as

    rounds = 0
    while True:
        with acting_as(None, reason="bench"):
            if not step():
                break
        rounds += 1
        if rounds in (5, 50):
            print(f"  memory after {rounds} batches: {memory():.0f} MB")


def deliver() -> None:
    from core.mail.delivery import deliver_mail

    while deliver_mail():
        pass


def mails() -> list[tuple[str, bytes]]:
    from core.mail.message import build_message
    from core.models import OutgoingMail

    rows = OutgoingMail.objects.filter(state="waiting")
    return [(row.to_address, build_message(row, sender="a@example.org", sender_name="L")) for row in rows]


def bare_loop(port: int, messages: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for to, message in messages:
            smtp.sendmail("a@example.org", [to], message)


def idle_tick() -> None:
    """A million reminders for later: the tick reads one index, and as good as nothing of it."""
    from django.db import connection

    from steering.domain.reminders import queue_due_reminders

    with connection.cursor() as cursor:
        cursor.execute(FAR_AHEAD, [FUTURE // 10])
        cursor.execute("ANALYZE steering_reminderoccurrence")
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {DUE}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    print(plan)
    if "reminder_due" not in plan or "Seq Scan" in plan:
        message = "An idle tick does not use the index."
        raise RuntimeError(message)
    print(f"idle tick over {FUTURE} reminders for later: {timed(queue_due_reminders) * 1000:.0f} ms")


def sequential_scans() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'steering_reminderoccurrence'")
        return cursor.fetchone()[0]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def report(what: str, count: int, seconds: float) -> None:
    print(f"{what}: {seconds:.1f} s, {count / seconds:.0f} reminders/s, largest memory {memory():.0f} MB")


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
