"""What happened and what is planned, newest first, for the timelines beside a measure and a follow-up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import User
from steering.enums import NoteKind
from steering.enums_reminders import Cancelled, Chosen, OccurrenceState
from steering.models import FollowUp, Measure, ReminderOccurrence
from steering.queries.steps_in_words import step_in_words

NOTE_ICONS = {
    NoteKind.HANDED_OVER: "handover",
    NoteKind.SENT_BACK: "undo",
    NoteKind.BLOCKED: "pause",
    NoteKind.NOT_EXECUTABLE: "blocked",
    NoteKind.ORDERED_AGAIN: "measure",
    NoteKind.SETTLED: "decision",
    NoteKind.RESUBMISSION: "calendar",
    NoteKind.EDITED: "edit",
    NoteKind.ASKED: "mail",
}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, as `components/timeline.html` draws it."""

    at: datetime
    text: str | Promise
    who: str = ""
    icon: str = "circle"
    is_system: bool = False
    day_only: bool = False
    url: str = ""


def measure_timeline(measure: Measure) -> list[Entry]:
    """Return the life of a measure; a constant number of queries."""
    reminders = ReminderOccurrence.objects.filter(follow_up__measure=measure).select_related("step", "user", "unit")
    changes = measure.due_date_changes.select_related("changed_by", "step__unit")
    return _sorted(
        [
            *_measure_acts(measure),
            *_notes(measure),
            *_extensions(measure),
            *_date_changes(changes),
            *_reminders(reminders),
        ]
    )


def follow_up_timeline(follow_up: FollowUp) -> list[Entry]:
    """Return the life of a follow-up; one query."""
    return _sorted(
        [*_follow_up_acts(follow_up), *_reminders(follow_up.reminders.select_related("step", "user", "unit"))]
    )


def _sorted(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _name_or_link(person: User | None, row: FollowUp) -> str:
    """Name who acted; without a person it was the unit, through its one-time link."""
    return person.name if person else gettext("through the link, %(unit)s") % {"unit": row.unit}


def _name(person: User | None) -> str:
    return person.name if person else ""


def _measure_acts(measure: Measure) -> Iterator[Entry]:
    yield Entry(measure.ordered_at, _("Ordered"), measure.ordered_by.name, "measure")
    if measure.acknowledged_at:
        yield Entry(measure.acknowledged_at, _("Acknowledged by the lead unit"), icon="eye")
    if measure.reported_done_at:
        yield Entry(measure.reported_done_at, _("Reported done by the lead unit"), icon="check")
    if measure.confirmed_at:
        yield Entry(measure.confirmed_at, _("Confirmed by the committee"), _name(measure.confirmed_by), "success")


def _notes(measure: Measure) -> Iterator[Entry]:
    for note in measure.notes.select_related("made_by", "to_unit"):
        kind = NoteKind(note.kind)
        what = format_lazy(_("Handed over to {unit}"), unit=note.to_unit) if note.to_unit else capfirst(kind.label)
        text = format_lazy("{what}: {reason}", what=what, reason=note.text) if note.text else what
        yield Entry(note.made_at, text, _name(note.made_by), NOTE_ICONS.get(kind, "note"))


def _extensions(measure: Measure) -> Iterator[Entry]:
    for row in measure.extensions.select_related("unit", "requested_by", "decided_by"):
        asked = {"unit": row.unit, "day": date_format(row.new_due_on, "SHORT_DATE_FORMAT"), "reason": row.reason}
        yield Entry(
            row.requested_at,
            format_lazy(_("{unit} asks for time until {day}: {reason}"), **asked),
            _name(row.requested_by),
            "clock",
        )
        if row.decided_at:
            state = format_lazy(_("Later date {day}: {state}"), day=asked["day"], state=row.get_state_display())
            text = format_lazy("{state}. {answer}", state=state, answer=row.answer) if row.answer else state
            yield Entry(row.decided_at, text, _name(row.decided_by), "clock")


def _follow_up_acts(row: FollowUp) -> Iterator[Entry]:
    yield Entry(row.opened_at, _("Opened"), row.opened_by.name, "inbox")
    if row.acknowledged_at:
        yield Entry(row.acknowledged_at, _("Acknowledged"), _name_or_link(row.acknowledged_by, row), "eye")
    if row.answered_at:
        yield Entry(
            row.answered_at,
            format_lazy(_("Answer: {answer}"), answer=row.get_outcome_display()),
            _name_or_link(row.answered_by, row),
            "check",
        )
    if row.closed_at:
        yield Entry(row.closed_at, _("Closed"), _name(row.closed_by), "folder")


def _date_changes(changes: Iterable) -> Iterator[Entry]:
    for change in changes:
        text = format_lazy(
            _("New date {new} instead of {old}: {reason}"),
            new=date_format(change.new, "SHORT_DATE_FORMAT"),
            old=date_format(change.old, "SHORT_DATE_FORMAT") if change.old else "–",
            reason=change.reason,
        )
        text = format_lazy("{unit}: {text}", unit=change.step.unit, text=text) if change.step else text
        yield Entry(change.changed_at, text, change.changed_by.name, "calendar")


def _reminders(reminders: Iterable[ReminderOccurrence]) -> Iterator[Entry]:
    for row in reminders:
        if row.cancelled not in ("", Cancelled.PASSED):
            continue
        text = format_lazy(
            "{step}: {state}. {reason}", step=step_in_words(row.step), state=_state(row), reason=row.reason
        )
        yield Entry(row.reached_at or row.due_at, text, icon="bell", is_system=True, day_only=row.reached_at is None)


def _state(row: ReminderOccurrence) -> str | Promise:
    """Say what became of a reminder and, once it has a recipient, why it was they."""
    if row.state == OccurrenceState.UNDELIVERABLE:
        return _("there was nobody to receive it")
    if row.state == OccurrenceState.CANCELLED:
        return format_lazy(_("not sent, because {why}"), why=Cancelled(row.cancelled).label)
    if row.state == OccurrenceState.PLANNED:
        return format_lazy(_("planned for {audience}"), audience=row.step.get_audience_display())
    who = row.user.name if row.user else row.unit
    if who is None:
        return Chosen(row.chosen).label
    return format_lazy("{recipient} ({why})", recipient=who, why=Chosen(row.chosen).label)
