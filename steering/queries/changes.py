"""What happened to measures since the last meeting of their committee, in words; four queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from steering.enums import ExtensionState, NoteKind
from steering.models import DueDateChange, ExtensionRequest, Measure, MeasureNote, MeasureStep, StatusReport

Text = str | Promise
Happened = tuple[datetime, Text]
_ACTS = (
    ("ordered_at", _("new")),
    ("acknowledged_at", _("acknowledged")),
    ("reported_done_at", _("reported done")),
    ("confirmed_at", _("confirmed")),
)
_ASKED = {
    ExtensionState.REQUESTED: _("extension until {day} requested"),
    ExtensionState.GRANTED: _("extension until {day} granted"),
    ExtensionState.REFUSED: _("extension until {day} refused"),
    ExtensionState.WITHDRAWN: _("extension until {day} withdrawn"),
}
# These come with a record of their own, or say nothing to a committee.
_SILENT = (NoteKind.ASKED, NoteKind.STEP)


def changes_of(measures: Iterable[Measure]) -> dict[int, list[Text]]:
    """Return what changed on each row of `control_rows` since `last_met`, oldest first, each thing once."""
    rows = {row.pk: row for row in measures}
    found: dict[int, list[Happened]] = defaultdict(list)
    for pk, at, text in _everything(rows):
        if rows[pk].last_met is None or at > rows[pk].last_met:  # type: ignore[attr-defined]
            found[pk].append((at, text))
    return {pk: _once(happened) for pk, happened in found.items()}


def _once(happened: list[Happened]) -> list[Text]:
    texts = [text for _at, text in sorted(happened, key=lambda each: each[0])]
    return list({str(text): text for text in texts}.values())


def _everything(rows: dict[int, Measure]) -> Iterator[tuple[int, datetime, Text]]:
    for row in rows.values():
        yield from ((row.pk, at, text) for field, text in _ACTS if (at := getattr(row, field)))
    mine = {"measure__in": rows}
    for report in StatusReport.objects.filter(**mine).select_related("unit"):
        yield report.measure_id, report.reported_at, format_lazy(_("status by {unit}"), unit=report.unit)
    for change in DueDateChange.objects.filter(**mine, step__isnull=True):
        yield change.measure_id, change.changed_at, format_lazy(_("date moved to {day}"), day=_short(change.new))
    for note in MeasureNote.objects.filter(**mine).exclude(kind__in=_SILENT).select_related("to_unit"):
        yield note.measure_id, note.made_at, _in_words(note)
    for request in ExtensionRequest.objects.filter(**mine):
        yield request.measure_id, request.decided_at or request.requested_at, _asked(request)
    for step in MeasureStep.objects.filter(**mine).select_related("unit"):
        if step.finished_at:
            yield step.measure_id, step.finished_at, f"{step.unit}: {step.get_state_display()}"


def _in_words(note: MeasureNote) -> Text:
    if note.kind == NoteKind.HANDED_OVER:
        return format_lazy(_("handed over to {unit}"), unit=note.to_unit)
    return NoteKind(note.kind).label


def _asked(request: ExtensionRequest) -> Text:
    return format_lazy(_ASKED[ExtensionState(request.state)], day=_short(request.new_due_on))


def _short(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
