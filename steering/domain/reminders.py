"""Reminders: each due one is entered exactly once in somebody's inbox, and each mail is handed to the outbox once.

The truth is one row per step, version of the date and follow-up. Celery only says "now": several runs at once, a lost
run or a doubled one change nothing. First every due reminder finds its recipient and becomes an entry; that waits for
nothing. Then, in office hours, everything whose hour has come becomes one mail per person.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from core import clock
from core.dates import Calendar
from core.identity import acting_as
from core.mail import UndeliverableError
from core.models import Organisation, User
from core.models.functions import AppNow
from core.queries.calendar import city_calendar
from steering import notifications
from steering.domain.links import links_for
from steering.domain.mail_hours import Wish, hour_of_mail, offices_work, wishes_of
from steering.domain.reminder_plans import plan_missing_reminders
from steering.enums import FOLLOW_UP_OPEN, FollowUpState
from steering.enums_reminders import Audience, Cancelled, Channel, Chosen, Delivery, OccurrenceState, Trigger
from steering.models import Ladder, ReminderOccurrence, ReminderSettings
from steering.queries.recipients import Ask, Directory, ask_for, directory_of, units_without_accounts

REACH_BATCH = 2000
# Short transactions: what a killed process had begun is soon done again.
RECIPIENT_BATCH = 50
REASON = "reminders"
# Any number, the same in every process: only one run at a time makes mails, so that each person gets one.
RUN_LOCK = 7_034_001

_ENTER = """
UPDATE steering_reminderoccurrence o
   SET state = n.state, user_id = n.user_id, unit_id = n.unit_id, chosen = n.chosen, deliver_at = n.deliver_at,
       reached_at = CASE WHEN n.state = 'undeliverable' THEN NULL ELSE app_now() END
  FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[])
       AS n (id, state, user_id, unit_id, chosen, deliver_at)
 WHERE o.id = n.id
"""


def queue_due_reminders(*, at_any_hour: bool = False) -> int:
    """Plan what is missing, enter everything due, and hand over the mails whose hour has come; return their number.

    Each batch is one transaction under the name of the scheduler. `at_any_hour` is for the procedure after a restore:
    what was to leave by now is written whatever the hour, so that it can be held back.
    """
    while _in_its_own_transaction(plan_missing_reminders):
        pass
    mails = 0
    while True:
        while _in_its_own_transaction(_enter_batch):
            pass
        with acting_as(None, reason=REASON):
            taken, written = _write_batch(at_any_hour=at_any_hour)
        mails += written
        if not taken:
            return mails


def queue_everything_due() -> int:
    """Write every mail that was to leave by now, whatever the hour."""
    return queue_due_reminders(at_any_hour=True)


def _in_its_own_transaction(step):
    with acting_as(None, reason=REASON):
        return step()


# --- Entering -----------------------------------------------------------------------------------------


def _enter_batch() -> int:
    """Find the recipients of some due reminders; return how many reminders were taken off the list."""
    if not _is_only_run():
        return 0
    due = ReminderOccurrence.objects.planned().filter(due_at__lte=AppNow())
    rows = list(
        due.annotate(committee=F("follow_up__measure__decision__committee"))
        .select_related("follow_up", "step__ladder")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("due_at", "pk")[:REACH_BATCH]
    )
    live = _without_void(rows)
    if live:
        _enter(live)
    return len(rows)


def _enter(rows: Sequence[Any]) -> None:
    """Write down who hears them; `committee` is loaded with each."""
    asks = {row.pk: ask_for(row, committee=row.committee) for row in rows}
    directory = directory_of(asks.values(), clock.today())
    found = {pk: _entry(ask, directory) for pk, ask in asks.items()}
    people = {user for _state, user, _unit, _chosen in found.values() if user}
    wishes, calendar = wishes_of(people), city_calendar()
    columns: list[list] = [[], [], [], [], [], []]
    for row in rows:
        state, user, unit, chosen = found[row.pk]
        if state == OccurrenceState.REACHED and row.step.channel == Channel.ENTRY:
            state = OccurrenceState.ENTERED
        hour = _hour(row, wishes.get(user or 0, Wish()), calendar) if state == OccurrenceState.REACHED else None
        for column, value in zip(columns, (row.pk, state, user, unit, chosen, hour), strict=True):
            column.append(value)
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, columns)


def _entry(ask: Ask, directory: Directory) -> tuple[str, int | None, int | None, str]:
    if ask.audience == Audience.AGENDA:
        return OccurrenceState.ENTERED, None, None, Chosen.AGENDA
    recipient = directory.recipient_of(ask)
    if recipient is None:
        return OccurrenceState.UNDELIVERABLE, None, None, ""
    user, unit = recipient.user, recipient.unit
    return OccurrenceState.REACHED, user.pk if user else None, unit.pk if unit else None, recipient.chosen


def _hour(row: ReminderOccurrence, wish: Wish, calendar: Calendar) -> datetime:
    step = row.step
    return hour_of_mail(row.local_date, ladder=step.ladder, wish=wish, is_urgent=step.is_escalation, calendar=calendar)


# --- Handing over -------------------------------------------------------------------------------------


def _write_batch(*, at_any_hour: bool) -> tuple[int, int]:
    """Write the mails of some recipients; return how many reminders were taken and how many mails were written."""
    if not _is_only_run():
        return 0, 0
    ready = ReminderOccurrence.objects.filter(state=OccurrenceState.REACHED, deliver_at__lte=AppNow())
    recipients = list(ready.order_by().values_list("user", "unit").distinct()[:RECIPIENT_BATCH])
    if not recipients or not (at_any_hour or _offices_work()):
        return 0, 0
    rows = list(
        _of(ready, recipients)
        .select_related("follow_up__unit", "step__ladder", "user", "unit")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("follow_up__due_on", "pk")
    )
    live = _without_void(rows)
    by_link = units_without_accounts({row.unit_id for row in live if row.unit_id}, clock.today())
    return len(rows), sum(_hand_over(group, by_link) for group in _groups(live))


def _of(rows: QuerySet[ReminderOccurrence], recipients: list[tuple]) -> QuerySet[ReminderOccurrence]:
    users = [user for user, _unit in recipients if user]
    units = [unit for _user, unit in recipients if unit]
    return rows.filter(Q(user__in=users) | Q(unit__in=units))


def _offices_work() -> bool:
    return offices_work(clock.now(), ladder=Ladder.objects.default(), calendar=city_calendar())


def _groups(rows: Sequence[ReminderOccurrence]) -> Iterable[list[ReminderOccurrence]]:
    """Divide reminders into mails: one per person, or one per follow-up for whoever asked for that and may have it."""
    singles = set(
        ReminderSettings.objects.filter(user__in={row.user_id for row in rows}, delivery=Delivery.SINGLE).values_list(
            "user", flat=True
        )
    )
    groups: dict[tuple, list[ReminderOccurrence]] = defaultdict(list)
    for row in rows:
        is_single = row.user_id in singles and row.step.ladder.single_allowed
        groups[row.user_id, row.unit_id, row.follow_up_id if is_single else None].append(row)
    return groups.values()


def _hand_over(rows: list[ReminderOccurrence], by_link: set[int]) -> int:
    """Write one mail with all these reminders; if nobody receives it there any more, somebody else is looked for.

    A unit of `by_link` has nobody who can sign in and gets a one-time link for each of its follow-ups.
    """
    mine = ReminderOccurrence.objects.filter(pk__in=[row.pk for row in rows])
    target: User | Organisation = rows[0].user or rows[0].unit  # type: ignore[assignment]
    try:
        with transaction.atomic():
            mail = notifications.remind(target, rows, links=_links(rows, by_link))
    except UndeliverableError:
        nobody = {"user": None, "unit": None, "chosen": "", "reached_at": None, "deliver_at": None}
        mine.update(state=OccurrenceState.PLANNED, **nobody)
        return 0
    mine.update(state=OccurrenceState.QUEUED, queued_at=AppNow(), mail=mail)
    return 1


def _links(rows: Sequence[ReminderOccurrence], by_link: set[int]) -> dict[int, str]:
    own = [row.follow_up for row in rows if row.unit_id in by_link and row.unit_id == row.follow_up.unit_id]
    return {pk: link for pk, link in links_for(own).items() if link} if own else {}


# --- Both ---------------------------------------------------------------------------------------------


def _without_void(rows: Sequence[ReminderOccurrence]) -> list[ReminderOccurrence]:
    """Cancel what has lost its cause behind the planner's back, and return the rest."""
    void: dict[Cancelled, list[int]] = defaultdict(list)
    live = []
    for row in rows:
        if cause := _void(row):
            void[cause].append(row.pk)
        else:
            live.append(row)
    for cause, keys in void.items():
        ReminderOccurrence.objects.filter(pk__in=keys).update(state=OccurrenceState.CANCELLED, cancelled=cause)
    return live


def _void(row: ReminderOccurrence) -> Cancelled | None:
    follow_up, trigger = row.follow_up, row.step.trigger
    if follow_up.state not in FOLLOW_UP_OPEN:
        return Cancelled.ENDED
    if trigger == Trigger.DUE and row.date_version != follow_up.date_version:
        return Cancelled.MOVED
    if trigger == Trigger.NOT_ACKNOWLEDGED and follow_up.state != FollowUpState.OPEN:
        return Cancelled.ACKNOWLEDGED
    return None


def _is_only_run() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (RUN_LOCK,))
        return cursor.fetchone()[0]
