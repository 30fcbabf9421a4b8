"""The arithmetic of the reminder ladder: the day on which a step speaks."""

from datetime import date, timedelta

from core.dates import Answer, Calendar
from steering.models import LadderStep


def day_of(step: LadderStep, anchor: date, calendar: Calendar) -> Answer:
    """Return the day on which this step speaks, always a working day; `anchor` is the day it counts from."""
    if step.working_days > 0:
        return calendar.working_days_after(anchor, step.working_days)
    if step.working_days < 0:
        return calendar.working_days_before(anchor, -step.working_days)
    # On the day itself, or the last working day before it: a mail on a Sunday reaches nobody.
    return calendar.working_days_before(anchor + timedelta(days=1), 1)
