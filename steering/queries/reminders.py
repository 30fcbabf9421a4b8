"""Reminders as the office and their recipients look at them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.enums import UNIT_ROLES, MailState
from core.models import User
from core.queries.health import SCHEDULER_MAY_BE_SILENT, scheduler_silent_seconds
from core.queries.mail import oldest_due_seconds
from steering.models import ReminderOccurrence
from steering.models.reminders import REACHED

FOR_LISTS = ("follow_up__unit", "step__ladder", "user", "unit", "mail")


@dataclass(frozen=True)
class Works:
    """How the machinery stands. Seconds; `beat` is None when the scheduler has never been seen."""

    beat: float | None
    oldest_mail: float
    uncertain: int

    @property
    def is_silent(self) -> bool:
        """Tell whether somebody has to look after the scheduler."""
        return self.beat is None or self.beat > SCHEDULER_MAY_BE_SILENT


def works(user: User) -> Works:
    """Return the age of the last tick and of the outbox, and how many reminders of this reader are uncertain."""
    uncertain = reminders_for_office(user).filter(mail__state=MailState.UNCERTAIN)
    return Works(scheduler_silent_seconds(), oldest_due_seconds(), uncertain.count())


def reminders_for_office(user: User) -> QuerySet[ReminderOccurrence]:
    """Return the reminders this reader may see, with what a list of them shows."""
    return (
        ReminderOccurrence.objects.visible_to(user)
        .select_related(*FOR_LISTS)
        .defer("mail__text", "mail__html", "mail__attachments")
    )


def notices(user: User) -> QuerySet[ReminderOccurrence]:
    """Return the entries in a person's inbox and in those of the units the person works for, as far as they see them."""
    mine = Q(user=user.pk) | Q(unit__in=user.organisation_ids_for(*UNIT_ROLES))
    return reminders_for_office(user).filter(mine, state__in=REACHED)
