"""Reminders: plan each one exactly once, hand each due one to the outbox exactly once.

The truth is one row per stage, version of the date and recipient. Celery only says "now": several runs at once, a lost
run or a doubled one change nothing.
"""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from core.dates import Calendar
from core.identity import acting_as
from core.mail import UndeliverableError
from core.models.functions import AppNow
from core.queries.calendar import city_calendar
from steering import notifications
from steering.domain.ladder import DEFAULT_LADDER, Stage
from steering.enums import FOLLOW_UP_OPEN, OccurrenceState
from steering.models import FollowUp, ReminderOccurrence
from steering.queries.recipients import Recipient, directory_of

PLAN_BATCH = 500
RECIPIENT_BATCH = 200
# Any number, the same in every process: only one run at a time makes mails, so that each person gets one.
RUN_LOCK = 7_034_001


# --- Planning -----------------------------------------------------------------------------------------


def plan_reminders(follow_up: FollowUp, *, calendar: Calendar | None = None) -> None:
    """Write the reminders of the current date; called in the transaction that opens the follow-up or moves its date.

    What is there already stays. A stage whose day has passed is written as cancelled, so that the history shows it.
    """
    calendar = calendar or city_calendar()
    today = clock.today()
    with translation.override(settings.LANGUAGE_CODE):
        rows = [_occurrence(follow_up, stage, calendar, today) for stage in DEFAULT_LADDER]
    ReminderOccurrence.objects.bulk_create(rows, ignore_conflicts=True)
    FollowUp.objects.filter(pk=follow_up.pk).update(planned_version=follow_up.date_version)
    follow_up.planned_version = follow_up.date_version


def _occurrence(follow_up: FollowUp, stage: Stage, calendar: Calendar, today: date) -> ReminderOccurrence:
    answer = stage.day(follow_up.due_on, calendar)
    passed = answer.day < today
    return ReminderOccurrence(
        follow_up=follow_up,
        stage=stage.name,
        date_version=follow_up.date_version,
        recipient=f"{stage.audience}:{follow_up.unit_id}",
        local_date=answer.day,
        reason=_("The day had passed when it was planned.") if passed else str(answer)[:300],
        state=OccurrenceState.CANCELLED if passed else OccurrenceState.PLANNED,
    )


def cancel_reminders(follow_up: FollowUp) -> None:
    """Void what is still planned; what has been handed to the outbox stays as it is."""
    follow_up.reminders.planned().update(state=OccurrenceState.CANCELLED)


def plan_missing_reminders() -> int:
    """Plan for open follow-ups whose current date has no reminders yet; return how many there were."""
    waiting = (
        FollowUp.objects.open()
        .exclude(planned_version=F("date_version"))
        .select_for_update(skip_locked=True)[:PLAN_BATCH]
    )
    follow_ups = list(waiting)
    calendar = city_calendar() if follow_ups else None
    for follow_up in follow_ups:
        plan_reminders(follow_up, calendar=calendar)
    return len(follow_ups)


# --- Handing over -------------------------------------------------------------------------------------


def queue_due_reminders() -> int:
    """Plan what is missing, then hand everything due to the outbox; return the number of mails.

    Each batch is one transaction under the name of the scheduler. A batch always takes what it read off the list, so
    the loop ends.
    """
    with acting_as(None, reason="reminders"):
        plan_missing_reminders()
    mails = 0
    while True:
        with acting_as(None, reason="reminders"):
            taken, written = _queue_batch()
        mails += written
        if not taken:
            return mails


def _queue_batch() -> tuple[int, int]:
    """Take the due reminders of some recipients; return how many were taken and how many mails were written."""
    if not _is_only_run():
        return 0, 0
    due = ReminderOccurrence.objects.planned().filter(due_at__lte=AppNow())
    recipients = list(due.order_by("recipient").values_list("recipient", flat=True).distinct()[:RECIPIENT_BATCH])
    if not recipients:
        return 0, 0
    rows = list(
        due.filter(recipient__in=recipients)
        .select_related("follow_up")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("follow_up__due_on", "pk")
    )
    _void([row for row in rows if row.follow_up.state not in FOLLOW_UP_OPEN])
    live = [row for row in rows if row.follow_up.state in FOLLOW_UP_OPEN]
    directory = directory_of(recipients, clock.today())
    groups: dict[tuple[Recipient, ...], list[ReminderOccurrence]] = defaultdict(list)
    for row in live:
        groups[directory.candidates(row.recipient)].append(row)
    return len(rows), sum(_hand_over(candidates, group) for candidates, group in groups.items())


def _hand_over(candidates: tuple[Recipient, ...], rows: list[ReminderOccurrence]) -> int:
    """Write one mail with all these reminders to the first candidate who can be reached."""
    for candidate in candidates:
        try:
            with transaction.atomic():
                mail = notifications.remind(candidate, rows)
        except UndeliverableError:
            continue
        ReminderOccurrence.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=OccurrenceState.QUEUED, queued_at=AppNow(), mail=mail, **candidate.as_fields()
        )
        return 1
    ReminderOccurrence.objects.filter(pk__in=[row.pk for row in rows]).update(state=OccurrenceState.UNDELIVERABLE)
    return 0


def _void(rows: list[ReminderOccurrence]) -> None:
    if rows:
        ReminderOccurrence.objects.filter(pk__in=[row.pk for row in rows]).update(state=OccurrenceState.CANCELLED)


def _is_only_run() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (RUN_LOCK,))
        return cursor.fetchone()[0]
