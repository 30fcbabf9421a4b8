"""Measures: ordered by a decision, moved by reports, closed by the committee."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.models import Organisation, User
from core.queries.calendar import city_calendar
from quarters.models import Area
from steering.domain import states
from steering.domain.followups import acknowledge_follow_up
from steering.domain.measure_rows import (
    ask_unit,
    end_follow_ups,
    locked,
    move_lead_follow_up,
    refuse_if_closed,
    required,
    subject_of,
    withdraw_requests,
    write_note,
)
from steering.domain.numbers import next_number
from steering.domain.reminder_plans import plan_measure_reminders
from steering.domain.sentences import count_sentences
from steering.enums import FollowUpState, MeasureState, NoteKind
from steering.models import Decision, DueDateChange, Measure, MeasureStep, Meeting, StatusReport

MOST_SENTENCES = 3


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
    ask_unit(measure, unit=lead_unit, due_on=due_on, user=user)
    for unit in dict.fromkeys(contributing):
        if unit != lead_unit:
            step = MeasureStep.objects.create(measure=measure, unit=unit, original_due_on=due_on, due_on=due_on)
            ask_unit(measure, unit=unit, due_on=due_on, user=user, step=step)
    return measure


@transaction.atomic
def report_status(measure: Measure, *, user: User | None, unit: Organisation, text: str) -> StatusReport:
    """Write down how the measure stands today. Whoever reports has seen the order: their follow-up is acknowledged, and
    a report of the lead unit puts the measure in progress; the next report of a permanent measure moves on.

    At most three sentences (the rule cities agreed on for their decision control). Raises ValidationError for more, for
    none, and for a measure that is closed.
    """
    row = locked(measure)
    if not row.is_owed:
        raise ValidationError(_("The measure is finished; a report can no longer be added."))
    text = _short_enough(text)
    for follow_up in row.follow_ups.filter(unit=unit, state=FollowUpState.OPEN):
        acknowledge_follow_up(follow_up, user=user)
    row.refresh_from_db()
    if unit.pk == row.lead_unit_id:
        _note_progress(row)
    report = StatusReport.objects.create(
        measure=row, unit=unit, reported_on=clock.today(), reported_at=clock.now(), text=text, reported_by=user
    )
    plan_measure_reminders(row)
    return report


def _short_enough(text: str) -> str:
    if not text.strip():
        raise ValidationError({"text": _("Please write how it stands.")})
    if (count := count_sentences(text)) > MOST_SENTENCES:
        refusal = ngettext(
            "Three sentences at most; this is %(n)s.", "Three sentences at most; these are %(n)s.", count
        )
        raise ValidationError({"text": refusal % {"n": count}})
    return text.strip()


def _note_progress(row: Measure) -> None:
    if row.state != MeasureState.IN_PROGRESS:
        states.move(row, states.MEASURE, MeasureState.IN_PROGRESS)
        row.acknowledged_at = row.acknowledged_at or clock.now()
    if row.report_every_months and row.next_report_on:
        following = city_calendar().deadline(clock.today(), months=row.report_every_months).day
        row.next_report_on = max(following, row.next_report_on)
        move_lead_follow_up(row, due_on=row.next_report_on)
    row.save()


@transaction.atomic
def confirm_measure(measure: Measure, *, user: User, meeting: Meeting | None = None) -> Measure:
    """The committee takes note that it is done; the follow-ups behind it are filed.

    Done means: the lead unit says so and no step is open; a trigger holds it, too. Raises ValidationError otherwise.
    """
    row = locked(measure)
    if waiting := [str(step.unit) for step in row.steps.select_related("unit") if step.is_open]:
        refusal = _("Steps are still open: %(units)s. The measure can be confirmed when they are done.")
        raise ValidationError(refusal % {"units": ", ".join(waiting)})
    states.move(row, states.MEASURE, MeasureState.CONFIRMED)
    row.confirmed_at, row.confirmed_by, row.confirmed_in = clock.now(), user, meeting
    row.save()
    withdraw_requests(row, user=user)
    end_follow_ups(row.follow_ups.all(), user=user)
    return row


@transaction.atomic
def change_measure_date(measure: Measure, *, user: User, due_on: date, reason: str) -> Measure:
    """Move the due date of the measure and of the lead unit's follow-up; the original date stays on record.

    A permanent measure ends with the date and is permanent no more. Raises ValidationError without a reason, for the
    same date, or for a measure that is closed.
    """
    row = locked(measure)
    if row.is_closed:
        raise ValidationError(_("The measure is closed; its date can no longer be changed."))
    if not reason.strip():
        raise ValidationError({"reason": _("Please give the reason for the new date.")})
    if due_on == row.due_on:
        raise ValidationError({"due": _("This is the date already set.")})
    DueDateChange.objects.create(
        measure=row, old=row.due_on, new=due_on, reason=reason.strip(), changed_at=clock.now(), changed_by=user
    )
    row.original_due_on = row.original_due_on or due_on
    row.due_on, row.report_every_months, row.next_report_on = due_on, None, None
    row.save()
    move_lead_follow_up(row, due_on=due_on)
    return row


@transaction.atomic
def make_permanent(measure: Measure, *, user: User, months: int, first_report_on: date, reason: str) -> Measure:
    """Turn the measure into a task without end: reports every so many months instead of a due date.

    Raises ValidationError without a reason or for a measure that is closed.
    """
    row = locked(measure)
    refuse_if_closed(row)
    write_note(row, NoteKind.PERMANENT, user=user, text=required(reason))
    row.due_on, row.report_every_months, row.next_report_on = None, months, first_report_on
    row.save()
    move_lead_follow_up(row, due_on=first_report_on)
    return row


@transaction.atomic
def set_resubmission(measure: Measure, *, user: User, on: date | None, reason: str = "") -> Measure:
    """Say when to look at it again and at what; without a day the resubmission is taken off. The due date stays.

    Raises ValidationError for a day without a reason, or for a measure that is closed.
    """
    row = locked(measure)
    refuse_if_closed(row)
    row.resubmit_on = on
    row.resubmit_reason = required(reason) if on else ""
    row.save()
    plan_measure_reminders(row)
    day = date_format(on, "SHORT_DATE_FORMAT") if on else "–"
    write_note(row, NoteKind.RESUBMISSION, user=user, text=f"{day} {row.resubmit_reason}")
    return row


@transaction.atomic
def block_measure(measure: Measure, *, user: User, reason: str, since: date | None = None) -> Measure:
    """Say that it cannot go on and why. State and dates stay as they are.

    Raises ValidationError without a reason, for a day to come, or for a measure that is closed.
    """
    row = locked(measure)
    refuse_if_closed(row)
    since = since or clock.today()
    if since > clock.today():
        raise ValidationError({"since": _("This day is still to come.")})
    row.blocked_since, row.blocked_reason = since, required(reason)
    row.save()
    write_note(row, NoteKind.BLOCKED, user=user, text=row.blocked_reason)
    return row


@transaction.atomic
def unblock_measure(measure: Measure, *, user: User) -> Measure:
    """It can go on. Raises ValidationError if nothing blocked it."""
    row = locked(measure)
    if row.blocked_since is None:
        raise ValidationError(_("The measure is not blocked. Nothing was changed."))
    row.blocked_since, row.blocked_reason = None, ""
    row.save()
    write_note(row, NoteKind.UNBLOCKED, user=user)
    return row


@transaction.atomic
def edit_measure(measure: Measure, *, user: User, title: str, side: str, areas: Iterable[Area]) -> Measure:
    """Change title, side and areas; the subjects of open follow-ups go with the title.

    Raises ValidationError for a measure that is closed.
    """
    row = locked(measure)
    refuse_if_closed(row)
    before = _areas_in_words(row.areas.all())
    row.title, row.side = title.strip(), side
    row.save()
    row.areas.set(areas)
    row.follow_ups.open().update(subject=subject_of(row))
    if (after := _areas_in_words(row.areas.all())) != before:
        write_note(row, NoteKind.EDITED, user=user, text=f"{before} → {after}")
    return row


def _areas_in_words(areas: Iterable[Area]) -> str:
    return ", ".join(sorted(map(str, areas))) or "–"
