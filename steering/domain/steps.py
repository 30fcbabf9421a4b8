"""What contributing units do for a measure: each step with its own task, date and state."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain import states
from steering.domain.followups import change_due_date
from steering.domain.measure_rows import ask_unit, end_follow_ups, locked, required, withdraw_requests, write_note
from steering.enums import NoteKind, StepState
from steering.models import DueDateChange, Measure, MeasureStep


@transaction.atomic
def add_step(measure: Measure, *, user: User, unit: Organisation, due_on: date, task: str = "") -> MeasureStep:
    """Ask a further unit to contribute; it gets a follow-up of its own. A step that fell away is opened again.

    Raises ValidationError if the measure is done or reported done, for the lead unit, and for a unit that contributes
    already or no longer exists.
    """
    row = locked(measure)
    if not row.is_owed:
        raise ValidationError(_("The measure is finished; a step can no longer be added."))
    if unit.pk == row.lead_unit_id:
        raise ValidationError({"unit": _("This unit leads the measure already.")})
    step = row.steps.filter(unit=unit).first() or MeasureStep(measure=row, unit=unit)
    if step.pk and step.state != StepState.DROPPED:
        raise ValidationError({"unit": _("This unit already contributes to the measure.")})
    step.state, step.finished_at, step.acknowledged_at, step.note = StepState.ORDERED, None, None, ""
    step.task, step.due_on, step.original_due_on = task.strip(), due_on, step.original_due_on or due_on
    step.save()
    ask_unit(row, unit=unit, due_on=due_on, user=user, step=step)
    write_note(row, NoteKind.STEP, user=user, text=f"{unit}: {task}" if task else str(unit))
    return step


@transaction.atomic
def change_step(step: MeasureStep, *, user: User, task: str, due_on: date, reason: str = "") -> MeasureStep:
    """Change task and date of an open step; a new date needs a reason, and the unit's reminders follow it.

    Raises ValidationError if the step is not open, or for a new date without a reason.
    """
    row = _locked_step(step)
    _refuse_if_finished(row)
    if due_on != row.due_on:
        DueDateChange.objects.create(
            measure=row.measure,
            step=row,
            old=row.due_on,
            new=due_on,
            reason=required(reason),
            changed_at=clock.now(),
            changed_by=user,
        )
        row.due_on = due_on
        for follow_up in row.follow_ups.open():
            change_due_date(follow_up, due_on=due_on)
    row.task = task.strip()
    row.save()
    return row


@transaction.atomic
def drop_step(step: MeasureStep, *, user: User, reason: str) -> MeasureStep:
    """The step is no longer needed; the unit is not asked any more. Raises ValidationError if it is not open."""
    row = _locked_step(step)
    _refuse_if_finished(row)
    drop_open_step(row, user=user, note=required(reason))
    return row


def drop_open_step(step: MeasureStep, *, user: User, note: str = "") -> None:
    """Let an open step fall away; the caller holds the lock on its measure."""
    states.move(step, states.STEP, StepState.DROPPED)
    step.finished_at, step.note = clock.now(), note
    step.save()
    withdraw_requests(step.measure, user=user, step=step)
    end_follow_ups(step.follow_ups.all(), user=user)
    write_note(step.measure, NoteKind.STEP, user=user, text=": ".join(filter(None, (str(step.unit), note))))


def _locked_step(step: MeasureStep) -> MeasureStep:
    """Return the step as it is now; the measure is locked first, as by every other act on it."""
    locked(step.measure)
    return MeasureStep.objects.select_related("unit", "measure__decision").get(pk=step.pk)


def _refuse_if_finished(step: MeasureStep) -> None:
    if not step.is_open or step.measure.is_closed:
        raise ValidationError(_("This step is finished. Nothing was changed."))
