"""When a measure does not end as ordered: sent back, not executable, ordered again, noted as not executable."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain import states
from steering.domain.followups import answer_follow_up
from steering.domain.handovers import give_lead
from steering.domain.measure_rows import (
    ask_lead,
    ask_unit,
    end_follow_ups,
    lead_follow_ups,
    locked,
    required,
    withdraw_requests,
    write_note,
)
from steering.domain.measures import change_measure_date
from steering.enums import MeasureState, NoteKind, Outcome
from steering.models import Measure


@transaction.atomic
def send_back(measure: Measure, *, user: User, reason: str, due_on: date | None = None) -> Measure:
    """The committee does not accept "done": the measure goes on, and its lead unit is asked anew.

    With a day the due date moves, for the same reason. Raises ValidationError without a reason, or if the measure was
    not reported done.
    """
    row = locked(measure)
    if row.state != MeasureState.REPORTED_DONE:
        raise ValidationError(_("The measure is not reported done. Nothing was changed."), code="state")
    states.move(row, states.MEASURE, MeasureState.IN_PROGRESS)
    row.reported_done_at, row.completion_note = None, ""
    row.save()
    write_note(row, NoteKind.SENT_BACK, user=user, text=required(reason))
    if due_on and due_on != row.due_on:
        row = change_measure_date(row, user=user, due_on=due_on, reason=reason)
    end_follow_ups(lead_follow_ups(row), user=user)
    ask_lead(row, user=user)
    return row


@transaction.atomic
def declare_not_executable(measure: Measure, *, user: User, reason: str) -> Measure:
    """Say that it cannot be done, and why: it goes back on the agenda, and nobody is asked for it any more.

    Raises ValidationError without a reason, or if the measure is closed or done already.
    """
    row = locked(measure)
    reason = required(reason)
    if owed := row.follow_ups.open().filter(step__isnull=True).first():
        answer_follow_up(owed, user=user, outcome=Outcome.NOT_POSSIBLE, text=reason)
        return locked(row)
    states.move(row, states.MEASURE, MeasureState.NOT_EXECUTABLE)
    row.reason = reason
    row.save()
    write_note(row, NoteKind.NOT_EXECUTABLE, user=user, text=reason)
    withdraw_requests(row, user=user)
    end_follow_ups(row.follow_ups.open(), user=user)
    return row


@transaction.atomic
def order_again(measure: Measure, *, user: User, lead_unit: Organisation, due_on: date, reason: str) -> Measure:
    """The committee wants it all the same: ordered again, from the same or another unit, with every open step.

    Raises ValidationError without a reason, or if the measure was not reported not executable.
    """
    row = locked(measure)
    states.move(row, states.MEASURE, MeasureState.ORDERED)
    if row.lead_unit != lead_unit:
        give_lead(row, user=user, to=lead_unit, reason=required(reason))
    row.reason = ""
    row.acknowledged_at, row.settled_at, row.settled_by = None, None, None
    row.save()
    write_note(row, NoteKind.ORDERED_AGAIN, user=user, text=required(reason))
    if due_on != row.due_on:
        row = change_measure_date(row, user=user, due_on=due_on, reason=reason)
    end_follow_ups(lead_follow_ups(row), user=user)
    ask_lead(row, user=user)
    for step in row.steps.open().select_related("unit"):
        end_follow_ups(step.follow_ups.all(), user=user)
        ask_unit(row, unit=step.unit, due_on=max(step.due_on or due_on, clock.today()), user=user, step=step)
    return row


@transaction.atomic
def settle_measure(measure: Measure, *, user: User) -> Measure:
    """The committee takes note that it cannot be done; after its meeting it drops off the control list.

    Raises ValidationError if it is not reported not executable, or noted already.
    """
    row = locked(measure)
    if row.state != MeasureState.NOT_EXECUTABLE or row.settled_at:
        raise ValidationError(_("This has been dealt with already. Nothing was changed."))
    row.settled_at, row.settled_by = clock.now(), user
    row.save()
    write_note(row, NoteKind.SETTLED, user=user)
    return row
