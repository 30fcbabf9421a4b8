"""Follow-ups: ask a unit for something until a date, and take its answer.

The one way in for the committee and for casework. Nothing here may say for whom: `subject` is neutral by the caller's
care, the code is random, and mails carry nothing else.
"""

import secrets
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain import execution, states
from steering.domain.reminder_plans import plan_reminders
from steering.enums import FollowUpState, Outcome
from steering.models import FollowUp, Measure, MeasureStep

# Without signs that look alike (0 and O, 1 and I).
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
DONE = (Outcome.DONE, Outcome.ACCEPTED)


@transaction.atomic
def open_follow_up(
    *,
    subject: str,
    unit: Organisation,
    due_on: date,
    opened_by: User,
    measure: Measure | None = None,
    step: MeasureStep | None = None,
) -> FollowUp:
    """Ask a unit for something until a date and plan its reminders, in one transaction.

    `subject` stands in mails and must not name or describe a person. Raises ValidationError for a blank subject or a
    unit that no longer exists on the day.
    """
    now = clock.now()
    if not subject.strip():
        raise ValidationError({"subject": _("Please say what it is about.")})
    if not unit.is_valid_on(clock.today()):
        raise ValidationError({"unit": _("%(unit)s no longer exists. Please choose another unit.") % {"unit": unit}})
    follow_up = FollowUp.objects.create(
        code="".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH)),
        subject=subject.strip(),
        unit=unit,
        measure=measure,
        step=step,
        due_on=due_on,
        opened_at=now,
        opened_by=opened_by,
    )
    plan_reminders(follow_up)
    return follow_up


@transaction.atomic
def acknowledge_follow_up(follow_up: FollowUp, *, user: User | None) -> FollowUp:
    """The unit has seen it and will see to it; reminders of its date go on, those of its silence end.

    `user` is None where a unit without accounts does it through its one-time link.

    Raises ValidationError if it is no longer open.
    """
    row = _locked(follow_up)
    states.move(row, states.FOLLOW_UP, FollowUpState.ACKNOWLEDGED)
    row.acknowledged_at, row.acknowledged_by = clock.now(), user
    row.save()
    execution.note_acknowledged(row, at=row.acknowledged_at)
    plan_reminders(row)
    return row


@transaction.atomic
def answer_follow_up(follow_up: FollowUp, *, user: User | None, outcome: str, text: str = "") -> FollowUp:
    """Take the unit's answer, stop the reminders, and carry the answer to the measure behind it.

    `outcome` is a value of `Outcome`. Raises ValidationError if it is no longer open, or if a reason is missing where
    the unit does not do it.
    """
    row = _locked(follow_up)
    done = outcome in DONE
    if not done and not text.strip():
        raise ValidationError({"text": _("Please give the reason in a sentence.")})
    states.move(row, states.FOLLOW_UP, FollowUpState.REPORTED_DONE if done else FollowUpState.DECLINED)
    row.outcome, row.answer_text = Outcome(outcome), text.strip()
    row.answered_at, row.answered_by = clock.now(), user
    row.save()
    plan_reminders(row)
    if done:
        execution.note_done(row, at=row.answered_at, note=row.answer_text)
    else:
        execution.note_not_executable(row, at=row.answered_at, reason=row.answer_text)
        _release_contributors(row, user=user)
    return row


@transaction.atomic
def withdraw_follow_up(follow_up: FollowUp, *, user: User | None) -> FollowUp:
    """Take it back or file it: closed, reminders stopped. Raises ValidationError if it is closed already."""
    row = _locked(follow_up)
    states.move(row, states.FOLLOW_UP, FollowUpState.CLOSED)
    row.closed_at, row.closed_by = clock.now(), user
    row.save()
    plan_reminders(row)
    return row


@transaction.atomic
def change_due_date(follow_up: FollowUp, *, due_on: date) -> FollowUp:
    """Give it a new date: the reminders of the old one are void, those of the new one planned.

    Raises ValidationError if it is no longer open. The same date changes nothing.
    """
    row = _locked(follow_up)
    if not row.is_open:
        raise ValidationError(_("An answer is there already; the date can no longer be changed."))
    if row.due_on != due_on:
        row.due_on = due_on
        row.date_version += 1
        row.save()
        plan_reminders(row)
    return row


def _release_contributors(follow_up: FollowUp, *, user: User | None) -> None:
    """Once the lead unit cannot do it, nobody is asked for a step any more."""
    if follow_up.measure_id and follow_up.step_id is None:
        for other in FollowUp.objects.open().filter(measure=follow_up.measure_id, step__isnull=False):
            withdraw_follow_up(other, user=user)


def _locked(follow_up: FollowUp) -> FollowUp:
    """Return the row as it is now, locked until the transaction ends, so that two answers cannot both win.

    The measure is always locked first, so that two writers never wait for each other. The lock leaves the key alone:
    whoever writes a reminder or a link of this follow-up need not wait.
    """
    if follow_up.measure_id:
        Measure.objects.select_for_update(of=("self",)).get(pk=follow_up.measure_id)
    return (
        FollowUp.objects.select_for_update(of=("self",), no_key=True)
        .select_related("step", "unit")
        .get(pk=follow_up.pk)
    )
