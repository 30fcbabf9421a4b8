"""Another unit takes the lead; the number, the dates and the history stay."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain import states
from steering.domain.measure_rows import (
    ask_lead,
    end_follow_ups,
    lead_follow_ups,
    locked,
    required,
    withdraw_requests,
    write_note,
)
from steering.domain.steps import drop_open_step
from steering.enums import MeasureState, NoteKind
from steering.models import Measure


@transaction.atomic
def hand_over(measure: Measure, *, user: User, to: Organisation, reason: str) -> Measure:
    """Give the lead to another unit, which is asked to acknowledge; reminders to the former unit stop.

    If the new lead unit has an open step, the step is no longer needed: it now answers for the whole. Raises
    ValidationError without a reason, for the same or a former unit, or if nothing is owed any more.
    """
    row = locked(measure)
    if to == row.lead_unit:
        raise ValidationError({"to": _("This unit leads the measure already.")})
    reason = required(reason)
    states.move(row, states.MEASURE, MeasureState.HANDED_OVER)
    row.acknowledged_at = None
    give_lead(row, user=user, to=to, reason=reason)
    withdraw_requests(row, user=user)
    end_follow_ups(lead_follow_ups(row), user=user)
    ask_lead(row, user=user)
    return row


def give_lead(row: Measure, *, user: User, to: Organisation, reason: str) -> None:
    """Enter the new lead unit into a locked measure and its history; an open step of its own falls away."""
    if not to.is_valid_on(clock.today()):
        raise ValidationError({"to": _("%(unit)s no longer exists. Please choose another unit.") % {"unit": to}})
    write_note(row, NoteKind.HANDED_OVER, user=user, text=reason, from_unit=row.lead_unit, to_unit=to)
    row.lead_unit = to
    row.save()
    for step in row.steps.open().filter(unit=to):
        drop_open_step(step, user=user)
