"""A unit asks for a later date; office or chair grant or refuse it. The old date stays on record."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain.measure_rows import locked, required
from steering.domain.measures import change_measure_date
from steering.domain.steps import change_step
from steering.enums import ExtensionState
from steering.models import ExtensionRequest, Measure, MeasureStep


@transaction.atomic
def request_extension(
    measure: Measure,
    *,
    user: User,
    unit: Organisation,
    new_due_on: date,
    reason: str,
    step: MeasureStep | None = None,
) -> ExtensionRequest:
    """Ask for a later date, for the measure or for the unit's own step. Until it is decided the old date counts.

    Raises ValidationError without a reason, for a day that is not later, if nothing is owed, or if a request waits.
    """
    row = locked(measure)
    step = row.steps.get(pk=step.pk) if step else None
    if not row.is_owed or (step and not step.is_open):
        raise ValidationError(_("Nothing is owed here any more, so no later date is needed."))
    old = step.due_on if step else row.due_on
    if old is None or new_due_on <= old:
        raise ValidationError({"due": _("The new date must be later than the one set.")})
    request = ExtensionRequest(
        measure=row,
        step=step,
        unit=unit,
        old_due_on=old,
        new_due_on=new_due_on,
        reason=required(reason),
        requested_at=clock.now(),
        requested_by=user,
    )
    request.validate_constraints()
    request.save()
    return request


@transaction.atomic
def grant_extension(request: ExtensionRequest, *, user: User) -> ExtensionRequest:
    """Set the date that was asked for, with the unit's reason. Raises ValidationError if it is decided already."""
    row = _locked(request)
    if row.step:
        change_step(row.step, user=user, task=row.step.task, due_on=row.new_due_on, reason=row.reason)
    elif row.measure.due_on != row.new_due_on:
        change_measure_date(row.measure, user=user, due_on=row.new_due_on, reason=row.reason)
    return _decide(row, ExtensionState.GRANTED, user=user)


@transaction.atomic
def refuse_extension(request: ExtensionRequest, *, user: User, answer: str) -> ExtensionRequest:
    """The old date stays, and the unit reads why. Raises ValidationError without a reason or if decided already."""
    row = _locked(request)
    row.answer = required(answer, "answer")
    return _decide(row, ExtensionState.REFUSED, user=user)


def _decide(row: ExtensionRequest, state: ExtensionState, *, user: User) -> ExtensionRequest:
    row.state, row.decided_at, row.decided_by = state, clock.now(), user
    row.save()
    return row


def _locked(request: ExtensionRequest) -> ExtensionRequest:
    locked(request.measure)
    row = ExtensionRequest.objects.select_related("measure", "step").get(pk=request.pk)
    if row.state != ExtensionState.REQUESTED:
        refusal = _("This request is %(state)s already. Nothing was changed.")
        raise ValidationError(refusal % {"state": row.get_state_display()})
    return row
