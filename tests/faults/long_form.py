"""The long form of the fault test, and its table in docs/reliability.md, which the run itself writes."""

import os
import platform
import sys
import time

import django

from config.embedded.places import ROOT

django.setup()  # what follows reads constants beside models

from tests.faults.chaos import Plan, Report, problems_of, torment  # noqa: E402

LONG = Plan(
    reminders=10_000,
    units=1_000,
    kills=120,
    database_restarts=10,
    broker_faults=6,
    outages=3,
    outage_seconds=8,
    longest_seconds=540,
    closed_before=100,
    closed_during=100,
    honest_leases=True,
)
DOCUMENT = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- The run writes from here. -->", "<!-- To here. -->"


def table(plan: Plan, report: Report) -> str:
    """Return what was done and what came of it, as Markdown."""
    states = report.states
    rows = (
        ("reminders that fell due, for so many inboxes", f"{plan.reminders}, {plan.units}"),
        ("processes killed with -9 (delivery, planning, Celery)", report.kills),
        ("PostgreSQL stopped in immediate mode", report.database_restarts),
        ("Valkey emptied and then silenced or killed", report.broker_faults),
        (f"mail server away for {plan.outage_seconds:.0f} seconds", report.outages),
        ("mails accepted without an answer (2 %)", report.answers_cut),
        ("mails put off with 451 (5 %)", report.answers_later),
        ("schedulers, planners and delivery processes at once", f"1 + {plan.planners} + {plan.workers} + Celery's"),
        ("follow-ups answered before, and while mails were leaving", f"{plan.closed_before}, {plan.closed_during}"),
        ("responsible person gone, inbox broken, line break in the subject", "one follow-up in 50 each"),
        ("**silently lost**", f"**{len(report.lost)}**"),
        ("**doubled**", f"**{len(report.doubled)}**"),
        ("sent although answered before", len(report.unwanted)),
        ("sent to whom it must not go", len(report.foreign)),
        ("mails sent / uncertain / failed", f"{states['sent']} / {states['uncertain']} / {states['failed']}"),
        ("uncertain at most (kills + lost answers)", report.uncertain_at_most),
        ("everything settled or listed, seconds after the last fault (at most 300)", round(report.settled_after)),
        ("seconds in all", round(report.seconds)),
    )
    day = time.strftime("%Y-%m-%d")
    machine = f"{day}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [f"Last run: {machine}.", "", "| fault or result | number |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {name} | {value} |" for name, value in rows)])


def main() -> int:
    """Run, write the table, say what is wrong; return the exit code."""
    report = torment(LONG)
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table(LONG, report)}\n\n{END}{after}", encoding="utf-8")
    problems = problems_of(report, LONG)
    problems += ["settled too late"] * (report.settled_after > 300)
    print(table(LONG, report), *problems, sep="\n")  # noqa: T201
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
