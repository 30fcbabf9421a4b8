"""The reminder ladder: who hears what, how many working days before or after the due date."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import Answer, Calendar
from steering.enums import Audience


@dataclass(frozen=True)
class Stage:
    """One step of the ladder. `working_days` counts from the due date; negative means before it."""

    name: str
    working_days: int
    audience: Audience

    def day(self, due_on: date, calendar: Calendar) -> Answer:
        """Return the day on which this stage speaks, always a working day."""
        if self.working_days > 0:
            return calendar.working_days_after(due_on, self.working_days)
        if self.working_days < 0:
            return calendar.working_days_before(due_on, -self.working_days)
        # On the day itself, or the last working day before it: a mail on a Sunday reaches nobody.
        return calendar.working_days_before(due_on + timedelta(days=1), 1)


DEFAULT_LADDER = (
    Stage("before", -5, Audience.INBOX),
    Stage("on_day", 0, Audience.INBOX),
    Stage("overdue", 3, Audience.HEAD),
)
