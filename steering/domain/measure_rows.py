"""What every act on a measure needs: its locked row, the follow-ups behind it, a note in its history."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from steering.domain.followups import change_due_date, open_follow_up, withdraw_follow_up
from steering.enums import ExtensionState, FollowUpState, NoteKind
from steering.models import ExtensionRequest, FollowUp, Measure, MeasureNote, MeasureStep


def locked(measure: Measure) -> Measure:
    """Return the measure as it is now, locked until the transaction ends. Every act on a measure begins here."""
    return Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)


def refuse_if_closed(row: Measure) -> None:
    """Raise ValidationError for a measure of which nothing more is expected."""
    if row.is_closed:
        refusal = _("The measure is closed (%(state)s). Nothing was changed.")
        raise ValidationError(refusal % {"state": row.get_state_display()})


def required(text: str, field: str = "reason") -> str:
    """Return the reason without spaces around it; raise ValidationError if there is none."""
    if not text.strip():
        raise ValidationError({field: _("Please give the reason in a sentence.")})
    return text.strip()


def ask_unit(
    measure: Measure, *, unit: Organisation, due_on: date, user: User, step: MeasureStep | None = None
) -> FollowUp:
    """Open the follow-up of one unit; the subject of a confidential measure is its number alone."""
    return open_follow_up(
        subject=subject_of(measure), unit=unit, due_on=due_on, opened_by=user, measure=measure, step=step
    )


def subject_of(measure: Measure) -> str:
    """Return what may stand in a mail about the measure."""
    secret = measure.decision is not None and measure.decision.is_confidential
    return measure.number if secret else str(measure)


def hide_subjects(item_keys: Collection[int]) -> None:
    """Leave the titles out of open follow-ups whose items have become confidential: a subject travels by mail."""
    measures = Measure.objects.filter(decision__agenda_item__in=item_keys).select_related("decision")
    for measure in measures:
        measure.follow_ups.open().update(subject=subject_of(measure))


def ask_lead(measure: Measure, *, user: User) -> FollowUp:
    """Ask the lead unit anew, until the date of the measure. Raises ValidationError for a measure without any date."""
    due_on = measure.deadline or measure.next_on
    if due_on is None:
        raise ValidationError({"due": _("Please give a due date.")})
    return ask_unit(measure, unit=measure.lead_unit, due_on=due_on, user=user)


def end_follow_ups(follow_ups: Iterable[FollowUp], *, user: User) -> None:
    """File what is not filed yet; reminders stop."""
    for follow_up in follow_ups:
        if follow_up.state != FollowUpState.CLOSED:
            withdraw_follow_up(follow_up, user=user)


def lead_follow_ups(measure: Measure) -> Iterable[FollowUp]:
    """Return the follow-ups of the lead unit."""
    return measure.follow_ups.filter(step__isnull=True)


def move_lead_follow_up(measure: Measure, *, due_on: date) -> None:
    """Let the lead unit's open follow-up and its reminders go with the measure's date."""
    for follow_up in measure.follow_ups.open().filter(step__isnull=True):
        change_due_date(follow_up, due_on=due_on)


def withdraw_requests(measure: Measure, *, user: User, step: MeasureStep | None = None) -> None:
    """What is decided otherwise need not be decided any more; with a step only its own requests."""
    rows = ExtensionRequest.objects.open().filter(measure=measure)
    rows = rows.filter(step=step) if step else rows
    rows.update(state=ExtensionState.WITHDRAWN, decided_at=clock.now(), decided_by=user)


def write_note(
    measure: Measure,
    kind: NoteKind,
    *,
    user: User | None,
    text: str = "",
    from_unit: Organisation | None = None,
    to_unit: Organisation | None = None,
) -> MeasureNote:
    """Write an act into the history of the measure."""
    return MeasureNote.objects.create(
        measure=measure,
        kind=kind,
        text=text.strip()[:500],
        from_unit=from_unit,
        to_unit=to_unit,
        made_at=clock.now(),
        made_by=user,
    )
