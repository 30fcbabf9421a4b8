"""What a unit's answer to a follow-up does to the measure or step behind it.

A follow-up with a step speaks for the step; one with a measure alone for the lead unit. A referral has neither and
stops here.
"""

from datetime import datetime

from steering.domain import states
from steering.enums import ExtensionState, MeasureState, NoteKind, StepState
from steering.models import FollowUp, Measure, MeasureNote, MeasureStep


def note_acknowledged(follow_up: FollowUp, *, at: datetime) -> None:
    """The unit has seen it."""
    if follow_up.step:
        _move_step(follow_up.step, StepState.ACKNOWLEDGED, at=at)
    elif (measure := _measure(follow_up)) and measure.state in (MeasureState.ORDERED, MeasureState.HANDED_OVER):
        states.move(measure, states.MEASURE, MeasureState.ACKNOWLEDGED)
        measure.acknowledged_at = at
        measure.save()


def note_done(follow_up: FollowUp, *, at: datetime, note: str) -> None:
    """The unit says it is done; a measure then waits for the committee to confirm."""
    if follow_up.step:
        _move_step(follow_up.step, StepState.REPORTED_DONE, at=at, note=note)
    elif measure := _measure(follow_up):
        states.move(measure, states.MEASURE, MeasureState.REPORTED_DONE)
        measure.acknowledged_at = measure.acknowledged_at or at
        measure.reported_done_at = at
        measure.completion_note = note
        measure.save()
        _withdraw_requests(measure, follow_up, at=at)


def note_not_executable(follow_up: FollowUp, *, at: datetime, reason: str) -> None:
    """The unit says it cannot be done, and why; the committee has to look at it again."""
    if follow_up.step:
        _move_step(follow_up.step, StepState.NOT_EXECUTABLE, at=at, note=reason)
    elif measure := _measure(follow_up):
        states.move(measure, states.MEASURE, MeasureState.NOT_EXECUTABLE)
        measure.reason = reason
        measure.save()
        MeasureNote.objects.create(
            measure=measure,
            kind=NoteKind.NOT_EXECUTABLE,
            text=reason,
            made_at=at,
            made_by=follow_up.answered_by,
        )
        _withdraw_requests(measure, follow_up, at=at)


def _measure(follow_up: FollowUp) -> Measure | None:
    if follow_up.measure_id is None:
        return None
    return Measure.objects.select_for_update(of=("self",)).get(pk=follow_up.measure_id)


def _withdraw_requests(measure: Measure, follow_up: FollowUp, *, at: datetime) -> None:
    """Whoever is done, or cannot do it, needs no later date."""
    rows = measure.extensions.open().filter(step__isnull=True)
    rows.update(state=ExtensionState.WITHDRAWN, decided_at=at, decided_by=follow_up.answered_by)


def _move_step(step: MeasureStep, to: StepState, *, at: datetime, note: str = "") -> None:
    states.move(step, states.STEP, to)
    if to == StepState.ACKNOWLEDGED:
        step.acknowledged_at = at
    else:
        step.finished_at, step.note = at, note
    step.save()
