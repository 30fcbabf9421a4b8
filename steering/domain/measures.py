"""Measures: ordered by a decision, moved by reports, closed by the committee."""

import re
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.models import Organisation, User
from quarters.models import Area
from steering.domain import states
from steering.domain.followups import acknowledge_follow_up, change_due_date, open_follow_up, withdraw_follow_up
from steering.domain.numbers import next_number
from steering.enums import Confidentiality, FollowUpState, MeasureState
from steering.models import Decision, DueDateChange, FollowUp, Measure, MeasureStep, Meeting, StatusReport

MOST_SENTENCES = 3
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")


@transaction.atomic
def assign_measure(
    decision: Decision,
    *,
    title: str,
    lead_unit: Organisation,
    side: str,
    due_on: date,
    user: User,
    contributing: Iterable[Organisation] = (),
    areas: Iterable[Area] = (),
) -> Measure:
    """Order a measure: its number, its steps, and a follow-up for the lead and for each contributing unit.

    Raises ValidationError for a unit that no longer exists.
    """
    now = clock.now()
    measure = Measure.objects.create(
        number=f"M-{clock.today().year}-{next_number(f'measure:{clock.today().year}'):03}",
        title=title.strip(),
        decision=decision,
        lead_unit=lead_unit,
        side=side,
        original_due_on=due_on,
        due_on=due_on,
        ordered_at=now,
        ordered_by=user,
    )
    measure.areas.set(areas)
    _ask(measure, unit=lead_unit, due_on=due_on, user=user)
    for unit in dict.fromkeys(contributing):
        if unit != lead_unit:
            step = MeasureStep.objects.create(measure=measure, unit=unit, original_due_on=due_on, due_on=due_on)
            _ask(measure, unit=unit, due_on=due_on, user=user, step=step)
    return measure


def _ask(
    measure: Measure, *, unit: Organisation, due_on: date, user: User, step: MeasureStep | None = None
) -> FollowUp:
    """Open the follow-up of one unit; the subject of a confidential measure is its number alone."""
    item = measure.decision.agenda_item if measure.decision else None
    secret = item is not None and item.confidentiality == Confidentiality.CONFIDENTIAL
    return open_follow_up(
        subject=measure.number if secret else str(measure),
        unit=unit,
        due_on=due_on,
        opened_by=user,
        measure=measure,
        step=step,
    )


@transaction.atomic
def report_status(measure: Measure, *, user: User, unit: Organisation, text: str) -> StatusReport:
    """Write down how the measure stands today. Whoever reports has seen the order: their follow-up is acknowledged, and
    a report of the lead unit puts the measure in progress.

    At most three sentences (the rule cities agreed on for their decision control). Raises ValidationError for more, for
    none, and for a measure that is closed.
    """
    row = _locked(measure)
    text = text.strip()
    if row.is_closed or row.state == MeasureState.REPORTED_DONE:
        raise ValidationError(_("The measure is finished; a report can no longer be added."))
    if not text:
        raise ValidationError({"text": _("Please write how it stands.")})
    if (count := len(_SENTENCE_END.findall(text))) > MOST_SENTENCES:
        refusal = ngettext(
            "Three sentences at most; this is %(n)s.", "Three sentences at most; these are %(n)s.", count
        )
        raise ValidationError({"text": refusal % {"n": count}})
    for follow_up in row.follow_ups.filter(unit=unit, state=FollowUpState.OPEN):
        acknowledge_follow_up(follow_up, user=user)
    row.refresh_from_db()
    if row.state in (MeasureState.ORDERED, MeasureState.ACKNOWLEDGED) and unit.pk == row.lead_unit_id:
        states.move(row, states.MEASURE, MeasureState.IN_PROGRESS)
        row.acknowledged_at = row.acknowledged_at or clock.now()
        row.save()
    return StatusReport.objects.create(
        measure=row, unit=unit, reported_on=clock.today(), reported_at=clock.now(), text=text, reported_by=user
    )


@transaction.atomic
def confirm_measure(measure: Measure, *, user: User, meeting: Meeting | None = None) -> Measure:
    """The committee takes note that it is done; the follow-ups behind it are filed.

    Done means: the lead unit says so and no step is open. Raises ValidationError otherwise.
    """
    row = _locked(measure)
    if waiting := [str(step.unit) for step in row.steps.select_related("unit") if step.is_open]:
        refusal = _("Steps are still open: %(units)s. The measure can be confirmed when they are done.")
        raise ValidationError(refusal % {"units": ", ".join(waiting)})
    states.move(row, states.MEASURE, MeasureState.CONFIRMED)
    row.confirmed_at, row.confirmed_by, row.confirmed_in = clock.now(), user, meeting
    row.save()
    for follow_up in row.follow_ups.exclude(state=FollowUpState.CLOSED):
        withdraw_follow_up(follow_up, user=user)
    return row


@transaction.atomic
def change_measure_date(measure: Measure, *, user: User, due_on: date, reason: str) -> Measure:
    """Move the due date of the measure and of the lead unit's follow-up; the original date stays on record.

    Raises ValidationError without a reason, for the same date, or for a measure that is closed.
    """
    row = _locked(measure)
    if row.is_closed:
        raise ValidationError(_("The measure is closed; its date can no longer be changed."))
    if not reason.strip():
        raise ValidationError({"reason": _("Please give the reason for the new date.")})
    if due_on == row.due_on:
        raise ValidationError({"due_on": _("This is the date already set.")})
    DueDateChange.objects.create(
        measure=row, old=row.due_on, new=due_on, reason=reason.strip(), changed_at=clock.now(), changed_by=user
    )
    row.original_due_on = row.original_due_on or due_on
    row.due_on = due_on
    row.save()
    for follow_up in row.follow_ups.open().filter(step__isnull=True):
        change_due_date(follow_up, due_on=due_on)
    return row


def _locked(measure: Measure) -> Measure:
    return Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
