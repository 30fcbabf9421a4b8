"""One row of a measures list becomes a measure, in the state the list says, with the follow-ups that are still owed."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain.measure_rows import ask_unit
from steering.domain.numbers import next_number
from steering.enums import MeasureState, StepState
from steering.models import Measure, MeasureImport, MeasureImportRow, MeasureOrigin, MeasureStep, StatusReport

OWED = (MeasureState.ORDERED, MeasureState.ACKNOWLEDGED, MeasureState.IN_PROGRESS)
DONE = (MeasureState.REPORTED_DONE, MeasureState.CONFIRMED)


def create_measure(row: MeasureImportRow, *, batch: MeasureImport, user: User) -> Measure:
    """Make the measure of a row within the transaction of the import; ask the units where something is owed."""
    values, now, year = row.values, clock.now(), clock.today().year
    due_on = date.fromisoformat(values["due_on"]) if values["due_on"] else None
    measure = Measure.objects.create(
        number=f"M-{year}-{next_number(f'measure:{year}'):03}",
        title=values["title"],
        lead_unit_id=values["lead_unit"][0],
        side=values["side"],
        original_due_on=due_on,
        due_on=due_on,
        ordered_at=now,
        ordered_by=user,
        **_state_fields(values, now, user),
    )
    measure.areas.set(values["areas"])
    MeasureOrigin.objects.create(
        measure=measure, batch=batch, committee_id=batch.committee_id, key=row.key, values=values
    )
    if values["status"]:
        StatusReport.objects.create(
            measure=measure,
            unit_id=measure.lead_unit_id,
            reported_on=clock.today(),
            reported_at=now,
            text=values["status"],
            reported_by=user,
        )
    _ask_units(measure, values, user)
    return measure


def _state_fields(values: dict[str, Any], now: Any, user: User) -> dict[str, Any]:
    state = values["state"]
    fields: dict[str, Any] = {"state": state}
    if state in (MeasureState.ACKNOWLEDGED, MeasureState.IN_PROGRESS):
        fields["acknowledged_at"] = now
    if state in DONE:
        fields["reported_done_at"] = now
    if state == MeasureState.CONFIRMED:
        fields |= {"confirmed_at": now, "confirmed_by": user}
    if state == MeasureState.NOT_EXECUTABLE:
        reason = values["status"] or _("According to the imported list.")
        fields |= {"reason": reason, "settled_at": now, "settled_by": user}
    return fields


def _ask_units(measure: Measure, values: dict[str, Any], user: User) -> None:
    units = Organisation.objects.in_bulk([measure.lead_unit_id, *values["contributing"]])
    # An open row without a date is rejected when the list is read.
    due_on = measure.due_on if measure.state in OWED else None
    if due_on:
        ask_unit(measure, unit=units[measure.lead_unit_id], due_on=due_on, user=user)
    for key in values["contributing"]:
        if key != measure.lead_unit_id:
            step = _create_step(measure, units[key], owed=due_on is not None)
            if due_on:
                ask_unit(measure, unit=units[key], due_on=due_on, user=user, step=step)


def _create_step(measure: Measure, unit: Organisation, *, owed: bool) -> MeasureStep:
    return MeasureStep.objects.create(
        measure=measure,
        unit=unit,
        due_on=measure.due_on,
        original_due_on=measure.due_on,
        state=StepState.ORDERED if owed else StepState.REPORTED_DONE,
        finished_at=None if owed else measure.ordered_at,
    )
