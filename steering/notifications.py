"""Mails of steering: subject, date, path and number of items; never free text, never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core import clock
from core.mail import enqueue
from core.models import Organisation, OutgoingMail, User
from steering.models import ReminderOccurrence


class HasTarget(Protocol):
    """Somebody a mail can go to."""

    @property
    def target(self) -> User | Organisation:
        """The person, or the unit whose inbox it is."""


@dataclass(frozen=True)
class Line:
    """One follow-up as the mail names it."""

    subject: str
    due_on: date
    path: str
    is_overdue: bool


def remind(recipient: HasTarget, reminders: Sequence[ReminderOccurrence]) -> OutgoingMail | None:
    """Write one mail with all these reminders, overdue first, each follow-up once.

    The key comes from the first reminder, which belongs to one mail only. Raises `UndeliverableError`.
    """
    today = clock.today()
    follow_ups = {reminder.follow_up_id: reminder.follow_up for reminder in reminders}.values()
    lines = [
        Line(each.subject, each.due_on, each.get_absolute_url(), is_overdue=each.due_on < today)
        for each in sorted(follow_ups, key=lambda each: (each.due_on, each.pk))
    ]
    overdue = sum(line.is_overdue for line in lines)
    return enqueue(
        to=recipient.target,
        template="emails/steering/reminder",
        context={"lines": lines, "count": len(lines), "overdue": overdue, "single": lines[0]},
        key=f"reminder:{min(reminder.pk for reminder in reminders)}",
    )
