"""The arithmetic of the reminder ladder: the day on which a step speaks."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.dates import Answer, Calendar
from steering.enums_reminders import Trigger
from steering.models import LadderStep
from steering.queries.ladders import Heard


def day_of(step: LadderStep, anchor: date, calendar: Calendar) -> Answer:
    """Return the day on which this step speaks, always a working day; `anchor` is the day it counts from."""
    if step.working_days > 0:
        return calendar.working_days_after(anchor, step.working_days)
    if step.working_days < 0:
        return calendar.working_days_before(anchor, -step.working_days)
    # On the day itself, or the last working day before it: a mail on a Sunday reaches nobody.
    return calendar.working_days_before(anchor + timedelta(days=1), 1)


def preview(steps: Iterable[LadderStep], *, opened_on: date, due_on: date, calendar: Calendar) -> list[Heard]:
    """Return who would hear when of a follow-up opened on one day and due on another, if nobody ever did anything."""
    anchors = {Trigger.DUE: due_on, Trigger.NOT_ACKNOWLEDGED: opened_on, Trigger.STATUS_STALE: opened_on}
    lines = []
    for step in steps:
        if (anchor := anchors.get(Trigger(step.trigger))) is None:
            continue
        answer = day_of(step, anchor, calendar)
        if answer.day >= opened_on:
            lines.append(Heard(answer.day, step, str(answer)))
    return sorted(lines, key=lambda line: (line.day, line.step.pk))
