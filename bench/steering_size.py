"""What the pages of the committee cost with the records of decades: 500 items on one agenda, 50,000 decisions, 200,000
follow-ups.

Run: `.venv/bin/python -m bench.steering_size` (starts a throw-away demonstration), or with `--here` against the
demonstration the environment names, which is filled for good. The pages are asked before and after in one process; only
their ratio and the number of queries count. Records are made by multiplying rows of the demonstration in SQL, with the
triggers of these tables switched off: this is about reading.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

MEETINGS, ITEMS, LONG_AGENDA, STEPS = 2_500, 20, 500, 3
DECISIONS = MEETINGS * ITEMS
# One measure in so many is still open.
OPEN_EVERY = 50
BIG = 10_000
ROUNDS = 3
OFFICE, HEAD = "geschaeftsstelle@demo.example", "leitung51@demo.example"
FIRST = 1_000_000


def fill(cursor) -> None:
    """Multiply rows of the demonstration."""
    cursor.execute("SELECT array_agg(id ORDER BY id) FROM core_organisation")
    units = cursor.fetchone()[0]
    unit = f"(ARRAY{units})[1 + (n * 7 + k * 3) % {len(units)}]"
    day = "date '1995-01-02' + m"
    multiply(
        cursor,
        "steering_meeting",
        "state = 'held' OR state = 'sealed'",
        f"generate_series(1, {MEETINGS}) m",
        id=f"{FIRST} + m",
        year=f"extract(year FROM {day})",
        number="m",
        held_on=day,
        started_at=f"{day} + time '14:00'",
        ended_at=f"{day} + time '16:00'",
        state="'held'",
        series_id="NULL",
        series_day="NULL",
    )
    numbered = f"generate_series(1, {DECISIONS}) n, LATERAL (SELECT (n - 1) / {ITEMS} + 1 AS m, 0 AS k) x"
    multiply(
        cursor,
        "steering_agendaitem",
        "result = 'decided' AND confidentiality <> 'confidential'",
        numbered,
        id=f"{FIRST} + n",
        meeting_id=f"{FIRST} + m",
        position=f"(n - 1) % {ITEMS} + 1",
        label=f"((n - 1) % {ITEMS} + 1)::text",
        title="'Vorhaben ' || n || ' im Quartier ' || n % 18",
        parent_id="NULL",
        topic_id="NULL",
        proposal_key="''",
    )
    multiply(
        cursor,
        "steering_decision",
        f"agenda_item_id IN (SELECT id FROM steering_agendaitem WHERE confidentiality <> 'confidential' AND id < {FIRST})",  # noqa: S608  (a constant of ours)
        numbered,
        id=f"{FIRST} + n",
        agenda_item_id=f"{FIRST} + n",
        number=f"'1999/' || lpad(m::text, 4, '0') || '-' || lpad(((n - 1) % {ITEMS} + 1)::text, 2, '0')",
        wording="'Die Verwaltung wird beauftragt, Vorhaben ' || n || ' umzusetzen und zu berichten.'",
        taken_on="date '1995-01-02' + m::int",
        earlier_id="NULL",
        link="''",
    )
    for state, which in (("confirmed", "<> 0"), ("in_progress", "= 0")):
        some = f"{numbered} WHERE n % {OPEN_EVERY} {which}"
        fill_measures(cursor, state, some, unit)
    with_steps = f"generate_series(1, {DECISIONS}) n, generate_series(1, {STEPS}) k"
    multiply(
        cursor,
        "steering_measurestep",
        "state = 'reported_done'",
        with_steps,
        id=f"{FIRST} + n * {STEPS + 1} + k",
        measure_id=f"{FIRST} + n",
        unit_id=f"(ARRAY{units})[1 + (n * 7 + k) % {len(units)}]",
    )
    fill_follow_ups(cursor, unit)
    cursor.execute("SELECT id FROM steering_meeting WHERE state = 'running' ORDER BY id LIMIT 1")
    (running,) = cursor.fetchone()
    multiply(
        cursor,
        "steering_agendaitem",
        f"meeting_id = {running} AND result = '' AND kind = 'item' AND parent_id IS NULL",
        f"generate_series(1, {LONG_AGENDA}) n",
        id=f"{FIRST} * 2 + n",
        position="1000 + n",
        label="(1000 + n)::text",
        title="'Weiterer Punkt ' || n",
        topic_id="NULL",
        proposal_key="''",
    )
    cursor.execute("ANALYZE")


def fill_measures(cursor, state: str, rows: str, unit: str) -> None:
    late = "date '2027-01-01' + (n % 60)" if state == "in_progress" else "date '1995-03-02' + m::int"
    multiply(
        cursor,
        "steering_measure",
        f"state = '{state}' AND due_on IS NOT NULL",
        rows,
        id=f"{FIRST} + n",
        number="'M-1999-' || lpad(n::text, 6, '0')",
        title="'Vorhaben ' || n || ' umsetzen'",
        decision_id=f"{FIRST} + n",
        lead_unit_id=unit,
        due_on=late,
        original_due_on=late,
        **({"confirmed_at": "date '1995-03-02' + m::int"} if state == "confirmed" else {}),
    )


def fill_follow_ups(cursor, unit: str) -> None:
    """Four for each measure: its lead unit's, and one for each step; those of open measures' lead units are open."""
    code = "translate(lpad((n * 4 + k)::text, 7, '0'), '01', 'AB')"
    rows = f"generate_series(1, {DECISIONS}) n, generate_series(0, {STEPS}) k"
    for state, which in (("open", "AND n % {e} = 0 AND k = 0"), ("closed", "AND NOT (n % {e} = 0 AND k = 0)")):
        multiply(
            cursor,
            "steering_followup",
            f"state = '{state}' AND measure_id IS NOT NULL",
            f"{rows} WHERE true {which.format(e=OPEN_EVERY)}",
            id=f"{FIRST} + n * {STEPS + 1} + k",
            code=f"'KKK' || {code}",
            subject="'M-1999-' || lpad(n::text, 6, '0')",
            measure_id=f"{FIRST} + n",
            step_id=f"CASE WHEN k = 0 THEN NULL ELSE {FIRST} + n * {STEPS + 1} + k END",
            unit_id=unit,
        )


def multiply(cursor, table: str, like: str, rows: str, **columns: str) -> None:
    """Copy one row of a table once for each of `rows`, with some columns worked out."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
        " AND table_schema = 'public'",
        (table,),
    )
    names = [name for (name,) in cursor.fetchall()]
    values = ", ".join(columns.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    source = f"(SELECT * FROM {table} WHERE ({like}) AND id < {FIRST} ORDER BY id LIMIT 1) t"  # noqa: S608
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(f"INSERT INTO {table} ({listed}) OVERRIDING SYSTEM VALUE SELECT {values} FROM {source}, {rows}")  # noqa: S608
    print(f"{table}: {cursor.rowcount:,} rows", flush=True)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def pages() -> dict[str, tuple[str, str]]:
    """Return by name who asks for which address."""
    from django.urls import reverse

    from steering.models import AgendaItem, Decision, Measure

    item = AgendaItem.objects.filter(meeting__state="running", result="", kind="item").order_by("pk").first()
    return {
        "start page": (HEAD, "/"),
        "meetings": (OFFICE, reverse("steering:meeting_list")),
        "agenda of the running meeting": (OFFICE, item.meeting.get_absolute_url()),
        "log mode": (OFFICE, reverse("steering:outcome_log", args=[item.pk])),
        "decisions": (OFFICE, reverse("steering:decision_list")),
        "decisions, found by a word": (OFFICE, reverse("steering:decision_list") + "?q=Sprechstunde"),
        "one decision": (OFFICE, Decision.objects.order_by("pk").first().get_absolute_url()),
        "measures": (OFFICE, reverse("steering:measure_list")),
        "measures of a unit": (HEAD, reverse("steering:measure_list")),
        "one measure": (OFFICE, Measure.objects.order_by("pk").first().get_absolute_url()),
        "follow-ups of a unit": (HEAD, reverse("steering:followup_list")),
        "decision control": (OFFICE, reverse("steering:decision_control")),
        "search": (OFFICE, "/search/?q=Sprechstunde"),
        "search of a head": (HEAD, "/search/?q=Sprechstunde"),
    }


@contextmanager
def signed_in() -> Iterator[dict]:
    """Yield one client per person, signed in past the page."""
    from django.conf import settings
    from django.test import Client

    from core.models import User

    settings.ALLOWED_HOSTS = ["*"]
    clients = {}
    for email in (OFFICE, HEAD):
        clients[email] = Client()
        clients[email].force_login(User.objects.get(email=email), backend="core.authentication.RoleLoadingBackend")
    yield clients


def measure(clients: dict, names: list[str] | None = None) -> dict[str, tuple[int, float, list[str]]]:
    """Return by page: queries, median milliseconds, statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, (who, address) in pages().items():
        clients[who].get(address)
        times = []
        for _round in range(ROUNDS):
            started = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                response = clients[who].get(address)
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                message = f"{address} answered {response.status_code}"
                raise RuntimeError(message)
        statements = [query["sql"] for query in captured.captured_queries]
        statements = [each for each in statements if not each.startswith(("SAVEPOINT", "RELEASE"))]
        found[name] = (len(statements), statistics.median(times), statements)
    return found


def long_scans(statements: list[str], big: set[str]) -> set[str]:
    """Return the big tables that some statement reads from beginning to end."""
    from django.db import connection

    found: set[str] = set()
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.lstrip("( ").startswith("SELECT") and any(table in statement for table in big):
                cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
                plan = cursor.fetchone()[0]
                found |= _scanned((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]) & big
    return found


def _scanned(plan: dict) -> set[str]:
    own = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    return own.union(*(_scanned(part) for part in plan.get("Plans", ())))


def run() -> None:
    """Measure, fill, measure again, report."""
    import django

    django.setup()
    from django.db import connection, transaction

    from core.models import Installation

    if not Installation.objects.get().is_demo:
        message = "This is no demonstration. Nothing was filled."
        raise SystemExit(message)
    with signed_in() as clients:
        before = measure(clients)
        with transaction.atomic(), connection.cursor() as cursor:
            fill(cursor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", (BIG,))
            big = {name for (name,) in cursor.fetchall()}
        after = measure(clients)
    print("\n| page | queries | with few | with many | ratio | reads all of |\n|---|---:|---:|---:|---:|---|")
    for name, (queries, slow, statements) in after.items():
        few, fast, _before = before[name]
        counted = str(queries) if few == queries else f"{few}, then {queries}"
        scanned = ", ".join(sorted(long_scans(statements, big)))
        print(f"| {name} | {counted} | {fast:.0f} ms | {slow:.0f} ms | {slow / fast:.1f} | {scanned} |")


def main() -> None:
    if "--here" in sys.argv:
        run()
        return
    from config.embedded.environment import read_env_file
    from config.embedded.product_run import product_run

    with product_run(demo=True) as product:
        os.environ |= dict(product.environment) | read_env_file(product.state.path / "run.env")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
        run()


if __name__ == "__main__":
    main()
