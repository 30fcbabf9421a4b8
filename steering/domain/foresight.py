"""A planned reminder as it would leave today: to whom, why, at which hour, with which words."""

from dataclasses import dataclass
from datetime import datetime

from core import clock
from core.mail import preview_of
from core.queries.calendar import city_calendar
from steering import notifications
from steering.domain.mail_hours import Wish, hour_of_mail, wishes_of
from steering.enums_reminders import Audience, Channel
from steering.models import ReminderOccurrence
from steering.queries.recipients import Recipient, ask_for, directory_of


@dataclass(frozen=True)
class Foresight:
    """`recipient` is None when nobody could be reached; without `hour` no mail is written."""

    recipient: Recipient | None
    hour: datetime | None = None
    subject: str = ""
    text: str = ""


def foresee(row: ReminderOccurrence) -> Foresight:
    """Return what would become of a reminder if its day were today; nothing is written.

    The real mail also names whatever else waits for the recipient in that hour.
    """
    if row.step.audience == Audience.AGENDA:
        return Foresight(None)
    recipient = _recipient(row)
    if recipient is None or row.step.channel == Channel.ENTRY:
        return Foresight(recipient)
    wish = wishes_of([recipient.user.pk]).get(recipient.user.pk, Wish()) if recipient.user else Wish()
    lines = notifications.lines_of([row], max(row.local_date, clock.today()), {})
    context = notifications.context_of(lines, is_escalation=row.step.is_escalation)
    subject, text = preview_of("emails/steering/reminder", context)
    return Foresight(
        recipient,
        hour=hour_of_mail(
            row.local_date,
            ladder=row.step.ladder,
            wish=wish,
            is_urgent=row.step.is_escalation,
            calendar=city_calendar(),
        ),
        subject=subject,
        text=text,
    )


def _recipient(row: ReminderOccurrence) -> Recipient | None:
    measure = row.follow_up.measure
    decision = measure.decision if measure else None
    ask = ask_for(row, committee=decision.committee_id if decision else None)
    return directory_of([ask], clock.today()).recipient_of(ask)
