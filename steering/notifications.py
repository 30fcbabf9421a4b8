"""Mails of steering: subject, date, path and number of items; never free text, never a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import calendars, clock
from core.mail import Attachment, enqueue
from core.models import Organisation, OutgoingMail, User
from steering.enums_reminders import Trigger
from steering.models import FollowUp, ReminderOccurrence

# What a reminder asks for, where it is not simply the date.
ASKS = {
    Trigger.NOT_ACKNOWLEDGED: _("not acknowledged yet"),
    Trigger.STATUS_STALE: _("a status report is missing"),
    Trigger.RESUBMISSION: _("resubmission"),
}


@dataclass(frozen=True)
class Line:
    """One follow-up as the mail names it; `link` lets a unit without accounts answer."""

    subject: str
    due_on: date
    path: str
    is_overdue: bool
    asks: tuple[str | Promise, ...] = ()
    link: str = ""


def remind(
    to: User | Organisation, reminders: Sequence[ReminderOccurrence], *, links: Mapping[int, str] | None = None
) -> OutgoingMail | None:
    """Write one mail with all these reminders, overdue first, each follow-up once; due dates go along for the calendar.

    `links` are one-time links by follow-up; a mail with one is confidential. The key comes from the first reminder,
    which belongs to one mail only. Raises `UndeliverableError`.
    """
    links = links or {}
    lines = lines_of(reminders, clock.today(), links)
    return enqueue(
        to=to,
        template="emails/steering/reminder",
        context=context_of(lines, is_escalation=any(reminder.step.is_escalation for reminder in reminders)),
        key=f"reminder:{min(reminder.pk for reminder in reminders)}",
        secret=bool(links),
        attachments=_dates(reminders, language=to.language if isinstance(to, User) else settings.LANGUAGE_CODE),
    )


def lines_of(reminders: Sequence[ReminderOccurrence], today: date, links: Mapping[int, str]) -> list[Line]:
    """Return the lines of a mail, overdue first."""
    asks: dict[int, dict[str | Promise, None]] = {}
    for reminder in reminders:
        found = asks.setdefault(reminder.follow_up_id, {})
        if ask := ASKS.get(Trigger(reminder.step.trigger)):
            found[ask] = None
    return [
        Line(
            each.subject,
            each.due_on,
            each.get_absolute_url(),
            is_overdue=each.due_on < today,
            asks=tuple(asks[each.pk]),
            link=links.get(each.pk, ""),
        )
        for each in sorted(_follow_ups(reminders), key=lambda each: (each.due_on, each.pk))
    ]


def context_of(lines: Sequence[Line], *, is_escalation: bool) -> dict:
    """Return what the templates of the mail need."""
    overdue = sum(line.is_overdue for line in lines)
    single = lines[0]
    return {
        "lines": lines,
        "count": len(lines),
        "overdue": overdue,
        "single": single,
        "is_escalation": is_escalation,
        "has_links": any(line.link for line in lines),
    }


def _follow_ups(reminders: Sequence[ReminderOccurrence]) -> list[FollowUp]:
    return list({reminder.follow_up_id: reminder.follow_up for reminder in reminders}.values())


def _dates(reminders: Sequence[ReminderOccurrence], *, language: str) -> list[Attachment]:
    """Return the dates still to come as one calendar file; the calendar keeps them apart by their code."""
    today, now = clock.today(), clock.now()
    with translation.override(language):
        entries = [
            calendars.Entry(
                uid=calendars.uid("follow-up", each.code),
                summary=str(_("Due: %(subject)s")) % {"subject": each.subject},
                starts=each.due_on,
                ends=each.due_on + timedelta(days=1),
                stamp=now,
                sequence=each.date_version,
                url=settings.BASE_URL + each.get_absolute_url(),
            )
            for each in _follow_ups(reminders)
            if each.due_on >= today
        ]
        name = str(_("dates.ics"))
    return [Attachment(name, "text/calendar", calendars.write(entries, method="PUBLISH"))] if entries else []


class WeekInFigures(Protocol):
    """What `steering.queries.weekly` found out about the week of some units."""

    @property
    def due(self) -> tuple[FollowUp, ...]:
        """What falls due in the next days."""

    @property
    def overdue(self) -> tuple[FollowUp, ...]:
        """What is overdue."""


def tell_week(head: User, week: WeekInFigures, *, monday: date, not_before: datetime) -> OutgoingMail | None:
    """Write the weekly overview of a head of unit; None if this week's is there already. Raises `UndeliverableError`."""
    today = clock.today()
    lines = [
        Line(each.subject, each.due_on, each.get_absolute_url(), is_overdue=each.due_on < today)
        for each in (*week.overdue, *week.due)
    ]
    return enqueue(
        to=head,
        template="emails/steering/week",
        context={"week": week, "lines": lines, "due": len(week.due), "overdue": len(week.overdue), "monday": monday},
        key=key_of_week(head, monday),
        not_before=not_before,
    )


def key_of_week(head: User, monday: date) -> str:
    """Return the key of a head's overview, so that each week has one."""
    return f"week:{head.pk}:{monday}"
