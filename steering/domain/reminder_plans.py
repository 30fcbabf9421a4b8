"""Plan reminders: make the rows of a follow-up agree with its dates, its state and the ladder of its committee.

There is one act, and it may be done as often as one likes: work out which reminders ought to be, write those that are
missing, cancel those that ought no longer to be. Whatever changes a follow-up does it in its own transaction; a sweep
does it again for whatever the ladder left behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone, translation

from core import clock
from core.dates import Answer, Calendar
from core.enums import MailState
from core.mail import withdraw
from core.models import OutgoingMail
from core.queries.calendar import city_calendar
from steering.domain.ladder import day_of
from steering.enums import FOLLOW_UP_OPEN, FollowUpState, MeasureState
from steering.enums_reminders import Audience, Cancelled, OccurrenceState, Trigger
from steering.models import FollowUp, Ladder, LadderStep, Measure, ReminderOccurrence, StatusReport

PLAN_BATCH = 500
# Those who never learn of a referral: it is between casework and the unit.
OUTSIDE_REFERRALS = (Audience.OFFICE, Audience.CHAIR, Audience.AGENDA)
# As long as the unit works on it, a measure may grow silent.
AT_WORK = (MeasureState.ORDERED, MeasureState.ACKNOWLEDGED, MeasureState.IN_PROGRESS)
WHY_VOID = {
    Trigger.DUE: Cancelled.MOVED,
    Trigger.NOT_ACKNOWLEDGED: Cancelled.ACKNOWLEDGED,
    Trigger.STATUS_STALE: Cancelled.REPORTED,
    Trigger.RESUBMISSION: Cancelled.MOVED,
}

# Follow-up, step, version of the date, day counted from: what may speak once.
Key = tuple[int, int, int, date]


def plan_reminders(follow_up: FollowUp) -> None:
    """Bring the reminders of one follow-up up to date, in the transaction that changes it.

    A step whose day has passed is written as cancelled, so that the history shows it. Once the follow-up has ended
    nothing is planned any more, and a mail that still waits for nothing else is withdrawn.
    """
    _plan([follow_up], Planner(city_calendar(), clock.today()))
    follow_up.planned_version = follow_up.date_version


def plan_measure_reminders(measure: Measure) -> None:
    """Do the same for the follow-up that speaks for a measure: after a status report or a new resubmission."""
    for follow_up in FollowUp.objects.open().filter(measure=measure, step__isnull=True):
        plan_reminders(follow_up)


def plan_missing_reminders() -> int:
    """Plan for some open follow-ups whose reminders are not up to date; return how many there were."""
    missing = FollowUp.objects.open().exclude(planned_version=F("date_version"))
    follow_ups = list(missing.select_for_update(skip_locked=True)[:PLAN_BATCH])
    if follow_ups:
        _plan(follow_ups, Planner(city_calendar(), clock.today()))
    return len(follow_ups)


# --- What ought to be ---------------------------------------------------------------------------------


@dataclass
class Planner:
    """The ladders and the calendar of one run; days are worked out once for all follow-ups with the same date."""

    calendar: Calendar
    today: date
    ladders: dict[int | None, list[LadderStep]] = field(default_factory=dict)
    _days: dict[tuple[int, date], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ladders = {ladder.committee_id: [] for ladder in Ladder.objects.all()}
        for step in LadderStep.objects.in_force().select_related("ladder"):
            self.ladders[step.ladder.committee_id].append(step)

    def steps_of(self, committee: int | None) -> list[LadderStep]:
        """Return the steps of a committee, or those of the default ladder."""
        return self.ladders.get(committee, self.ladders[None])

    def day(self, step: LadderStep, anchor: date) -> Answer:
        """Return the day on which a step speaks, explained in the language of the house."""
        key = step.pk, anchor
        if key not in self._days:
            with translation.override(settings.LANGUAGE_CODE):
                self._days[key] = day_of(step, anchor, self.calendar)
        return self._days[key]


def wanted_by(row: Any, planner: Planner) -> Iterator[tuple[Key, LadderStep]]:
    """Return what ought to be planned for a follow-up as `with_facts` loads it."""
    if row.state not in FOLLOW_UP_OPEN:
        return
    for step in planner.steps_of(row.committee):
        if row.is_referral and step.audience in OUTSIDE_REFERRALS:
            continue
        anchor = _anchor(row, step.trigger)
        if anchor is not None:
            version = row.date_version if step.trigger == Trigger.DUE else 0
            yield (row.pk, step.pk, version, anchor), step


def _anchor(row: Any, trigger: str) -> date | None:
    """Return the day from which a step counts, or None when it has nothing to count from."""
    opened_on = timezone.localdate(row.opened_at)
    leads = row.measure_id is not None and row.step_id is None
    match trigger:
        case Trigger.DUE:
            return row.due_on
        case Trigger.NOT_ACKNOWLEDGED:
            return opened_on if row.state == FollowUpState.OPEN else None
        case Trigger.STATUS_STALE:
            return (row.last_report or opened_on) if leads and row.measure_state in AT_WORK else None
    return row.resubmit_on if leads else None


def with_facts(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Load with each follow-up what its reminders depend on."""
    reports = StatusReport.objects.filter(measure=OuterRef("measure"), unit=OuterRef("unit")).order_by()
    return rows.annotate(
        committee=F("measure__decision__committee"),
        measure_state=F("measure__state"),
        resubmit_on=F("measure__resubmit_on"),
        last_report=Subquery(reports.values("measure").annotate(last=Max("reported_on")).values("last")),
    )


# --- Making it so -------------------------------------------------------------------------------------


def _plan(follow_ups: Sequence[FollowUp], planner: Planner) -> None:
    keys = [follow_up.pk for follow_up in follow_ups]
    rows = {row.pk: row for row in with_facts(FollowUp.objects.filter(pk__in=keys))}
    wanted = dict(pair for row in rows.values() for pair in wanted_by(row, planner))
    there = {_key(row): row for row in ReminderOccurrence.objects.filter(follow_up__in=keys).select_related("step")}
    new = [_occurrence(key, step, planner) for key, step in wanted.items() if key not in there]
    ReminderOccurrence.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    _revive([row for key, row in there.items() if key in wanted], planner.today)
    _cancel([row for key, row in there.items() if key not in wanted], rows)
    FollowUp.objects.filter(pk__in=keys).update(planned_version=F("date_version"))
    if ended := [row.pk for row in rows.values() if row.state not in FOLLOW_UP_OPEN]:
        _withdraw_mails_about(ended)


def _key(row: ReminderOccurrence) -> Key:
    return row.follow_up_id, row.step_id, row.date_version, row.anchor


def _occurrence(key: Key, step: LadderStep, planner: Planner) -> ReminderOccurrence:
    follow_up, step_id, version, anchor = key
    answer = planner.day(step, anchor)
    passed = answer.day < planner.today
    return ReminderOccurrence(
        follow_up_id=follow_up,
        step_id=step_id,
        date_version=version,
        anchor=anchor,
        local_date=answer.day,
        reason=str(answer)[:300],
        state=OccurrenceState.CANCELLED if passed else OccurrenceState.PLANNED,
        cancelled=Cancelled.PASSED if passed else "",
    )


def _revive(rows: Iterable[ReminderOccurrence], today: date) -> None:
    """A resubmission that was moved away and back again speaks after all."""
    gone = [row.pk for row in rows if row.state == OccurrenceState.CANCELLED and row.local_date >= today]
    if gone:
        again = ReminderOccurrence.objects.filter(pk__in=gone, reached_at__isnull=True)
        again.update(state=OccurrenceState.PLANNED, cancelled="")


def _cancel(rows: Iterable[ReminderOccurrence], follow_ups: dict[int, FollowUp]) -> None:
    """Void what is planned or waits for its hour; what has been handed to the outbox stays as it is."""
    causes: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        causes[_cause(row, follow_ups[row.follow_up_id])].append(row.pk)
    for cause, keys in causes.items():
        void = ReminderOccurrence.objects.unsent().filter(pk__in=keys)
        void.update(state=OccurrenceState.CANCELLED, cancelled=cause)


def _cause(row: ReminderOccurrence, follow_up: FollowUp) -> Cancelled:
    if follow_up.state not in FOLLOW_UP_OPEN:
        return Cancelled.ENDED
    if row.step.retired_at is not None:
        return Cancelled.LADDER
    return WHY_VOID[Trigger(row.step.trigger)]


def _withdraw_mails_about(ended: list[int]) -> None:
    """Take back mails that have not left and name nothing but follow-ups that have ended."""
    named = ReminderOccurrence.objects.filter(follow_up__in=ended, mail__isnull=False)
    still_needed = ReminderOccurrence.objects.filter(mail__isnull=False, follow_up__state__in=FOLLOW_UP_OPEN)
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING, pk__in=named.order_by().values("mail")).exclude(
        pk__in=still_needed.filter(mail__in=named.order_by().values("mail")).order_by().values("mail")
    )
    if keys := list(waiting.values_list("key", flat=True)):
        withdraw(*keys)
