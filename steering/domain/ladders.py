"""Change the ladder of reminders. What is planned by it follows; what has been sent stays."""

from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.models import User
from steering.enums_reminders import Delivery
from steering.models import Committee, FollowUp, Ladder, LadderStep, ReminderSettings


@dataclass(frozen=True)
class StepFields:
    """What a step says."""

    trigger: str
    working_days: int
    audience: str
    channel: str
    is_escalation: bool = False


@transaction.atomic
def give_own_ladder(committee: Committee) -> Ladder:
    """Give a committee a ladder of its own, which begins as a copy of the default.

    Nothing changes for its follow-ups until the ladder is changed. Raises ValidationError if it has one already.
    """
    default = _locked(Ladder.objects.default())
    if Ladder.objects.filter(committee=committee).exists():
        raise ValidationError(_("This committee already has a ladder of its own."))
    ladder = Ladder.objects.create(
        committee=committee,
        earliest=default.earliest,
        latest=default.latest,
        single_allowed=default.single_allowed,
        longest_wait=default.longest_wait,
    )
    for step in default.steps.in_force():
        _add(ladder, _fields(step))
    _replan(ladder)
    return ladder


@transaction.atomic
def change_rules(ladder: Ladder, *, earliest: time, latest: time, single_allowed: bool, longest_wait: int) -> Ladder:
    """Set within which hours mails go out and what people may choose; counts from the next reminder on."""
    row = _locked(ladder)
    row.earliest, row.latest = earliest, latest
    row.single_allowed, row.longest_wait = single_allowed, longest_wait
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def add_step(ladder: Ladder, *, fields: StepFields) -> LadderStep:
    """Add a step; open follow-ups get it too, where its day is still to come.

    Raises ValidationError for what no step may say.
    """
    step = _add(_locked(ladder), fields)
    _replan(ladder)
    return step


@transaction.atomic
def change_step(step: LadderStep, *, fields: StepFields) -> LadderStep:
    """Put a new step in the place of this one; what the former has planned is void. The same words change nothing."""
    ladder = _locked(step.ladder)
    former = _in_force(step)
    if fields == _fields(former):
        return former
    _retire(former)
    changed = _add(ladder, fields)
    _replan(ladder)
    return changed


@transaction.atomic
def remove_step(step: LadderStep) -> None:
    """Take a step off the ladder; what it has planned is void."""
    ladder = _locked(step.ladder)
    _retire(_in_force(step))
    _replan(ladder)


@transaction.atomic
def save_reminder_settings(
    user: User, *, time_of_day: time, weekdays: list[int], delivery: str, weekly: bool
) -> ReminderSettings:
    """Write down how a person wants to be reminded. What waits for its hour already keeps it."""
    row = ReminderSettings.objects.select_for_update().filter(user=user.pk).first() or ReminderSettings(user_id=user.pk)
    row.time_of_day, row.weekdays, row.weekly = time_of_day, sorted(weekdays), weekly
    row.delivery = Delivery(delivery)
    row.full_clean()
    row.save()
    return row


def _replan(ladder: Ladder) -> None:
    """Let the next sweep bring the open follow-ups of this ladder up to date; it comes before any mail is written."""
    if ladder.committee_id:
        mine = Q(measure__decision__committee=ladder.committee_id)
    else:
        own = Ladder.objects.filter(committee__isnull=False).values("committee")
        mine = Q(measure__decision__isnull=True) | ~Q(measure__decision__committee__in=own)
    follow_ups = FollowUp.objects.filter(pk__in=FollowUp.objects.open().filter(mine).order_by().values("pk"))
    follow_ups.update(planned_version=0)


def _add(ladder: Ladder, fields: StepFields) -> LadderStep:
    step = LadderStep(
        ladder=ladder,
        trigger=fields.trigger,
        working_days=fields.working_days,
        audience=fields.audience,
        channel=fields.channel,
        is_escalation=fields.is_escalation,
    )
    step.full_clean(exclude=["created_at"])
    step.save()
    return step


def _retire(step: LadderStep) -> None:
    step.retired_at = clock.now()
    step.save(update_fields=["retired_at"])


def _in_force(step: LadderStep) -> LadderStep:
    row = LadderStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.retired_at is not None:
        raise ValidationError(_("Somebody else has changed this step in the meantime. Nothing was done."))
    return row


def _fields(step: LadderStep) -> StepFields:
    return StepFields(step.trigger, step.working_days, step.audience, step.channel, step.is_escalation)


def _locked(ladder: Ladder) -> Ladder:
    return Ladder.objects.select_for_update(of=("self",)).get(pk=ladder.pk)
