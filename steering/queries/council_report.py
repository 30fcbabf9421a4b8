"""The status report for a committee of the council, from the public part alone.

What is not public is never loaded: `PublicLine` is filled from named columns of `Measure.objects.public()`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.documents import Document, Facts, Heading, Paragraph, Table
from core.documents.model import Block
from core.models import Organisation
from steering.enums import MEASURE_CLOSED, MeasureState, Side
from steering.models import Measure, StatusReport

_COLUMNS = (
    "number",
    "title",
    "side",
    "lead_unit",
    "state",
    "due_on",
    "next_report_on",
    "decision__number",
    "completion_note",
    "reason",
    "reported_done_at",
    "confirmed_at",
    "status",
    "status_on",
)
_WIDTHS = (1.5, 3.2, 2.2, 1.7, 1.5, 4)


@dataclass(frozen=True)
class PublicLine:
    """One measure of the public part. `due_on` is the current date; `completed_on` the day the committee took note."""

    number: str
    title: str
    side: str
    unit: str
    state: str
    due_on: date | None
    decision: str
    status: str
    status_on: date | None
    completed_on: date | None
    is_overdue: bool

    @property
    def state_name(self) -> str:
        """The state in words."""
        return str(MeasureState(self.state).label)


@dataclass(frozen=True)
class Head:
    """What stands above a Mitteilungsvorlage; what is not known yet stays blank, to be filled in by hand."""

    body: str | None = None
    meets_on: date | None = None
    reference: str | None = None
    lead: str | None = None


@dataclass(frozen=True)
class Counts:
    """How many there are of each kind; together they are all lines."""

    all: int
    done: int
    reported_done: int
    running: int
    overdue: int
    not_executable: int


def public_lines(today: date, since: date) -> list[PublicLine]:
    """Return the public measures that are open or were closed since a day, by side and unit. Two queries."""
    latest = StatusReport.objects.filter(measure=OuterRef("pk")).order_by("-reported_on", "-pk")
    open_or_new = ~Q(state__in=MEASURE_CLOSED) | Q(confirmed_at__date__gte=since) | Q(settled_at__date__gte=since)
    waiting = Q(state=MeasureState.NOT_EXECUTABLE, settled_at__isnull=True)
    rows = (
        Measure.objects.public()
        .filter(open_or_new | waiting)
        .annotate(status=Subquery(latest.values("text")[:1]), status_on=Subquery(latest.values("reported_on")[:1]))
        .order_by("side", "lead_unit__number", "lead_unit__name", "number")
        .values(*_COLUMNS)
    )
    found = list(rows)
    units = Organisation.objects.in_bulk({row["lead_unit"] for row in found})
    return [_line(row, str(units[row["lead_unit"]]), today) for row in found]


def _line(row: dict, unit: str, today: date) -> PublicLine:
    owed = row["state"] not in (*MEASURE_CLOSED, MeasureState.REPORTED_DONE)
    day = row["due_on"] or row["next_report_on"]
    status, status_on = _status(row, owed=owed)
    return PublicLine(
        number=row["number"],
        title=row["title"],
        side=row["side"],
        unit=unit,
        state=row["state"],
        due_on=day,
        decision=row["decision__number"],
        status=status,
        status_on=status_on,
        completed_on=timezone.localdate(row["confirmed_at"]) if row["confirmed_at"] else None,
        is_overdue=owed and day is not None and day < today,
    )


def _status(row: dict, *, owed: bool) -> tuple[str, date | None]:
    """Return the latest report, or the note with which it ended, each with its own day."""
    if not owed and row["completion_note"]:
        return row["completion_note"], timezone.localdate(row["reported_done_at"])
    if not owed and row["reason"]:
        return row["reason"], None
    return row["status"] or "", row["status_on"]


def counts_of(lines: Sequence[PublicLine]) -> Counts:
    """Count the lines."""
    states = [line.state for line in lines]
    done, reported = states.count(MeasureState.CONFIRMED), states.count(MeasureState.REPORTED_DONE)
    refused, overdue = states.count(MeasureState.NOT_EXECUTABLE), sum(line.is_overdue for line in lines)
    running = len(lines) - done - reported - refused - overdue
    return Counts(len(lines), done, reported, running, overdue, refused)


def council_document(
    lines: Sequence[PublicLine], *, head: Head, city: str, today: date, since: date, made_at: datetime
) -> Document:
    """Return the Mitteilungsvorlage."""
    title = _("Status of the steering committee's measures")
    return Document(
        title=_("Information paper"),
        subtitle=title,
        blocks=(
            Facts(_head(head, city, today, title)),
            Heading(_("What is reported")),
            Paragraph(
                _(
                    "This report holds every measure of the public part that is open on %(day)s or was completed since "
                    "%(since)s."
                )
                % {"day": _day(today), "since": _day(since)}
            ),
            Facts(_figures(counts_of(lines))),
            *_sides(lines),
            Heading(_("Financial effects")),
            Paragraph(_("The report itself has none.")),
        ),
        made_at=made_at,
        author=city,
        footer=f"{city}, {title}, {_day(today)}",
        language=(get_language() or "de")[:2],
        landscape=True,
    )


def _head(head: Head, city: str, today: date, title: str) -> list[tuple[str, str]]:
    blank = "____________"
    return [
        (_("City"), city),
        (_("Reference of the council"), head.reference or blank),
        (_("Subject"), title),
        (_("For information of"), head.body or blank),
        (_("Meeting on"), _day(head.meets_on) or blank),
        (_("Lead unit"), head.lead or blank),
        (_("Date"), _day(today)),
        (_("Publicity"), _("public")),
    ]


def _figures(counts: Counts) -> list[tuple[str, str]]:
    return [
        (_("Measures in this report"), str(counts.all)),
        (_("completed"), str(counts.done)),
        (_("reported done"), str(counts.reported_done)),
        (_("in progress as planned"), str(counts.running)),
        (_("overdue"), str(counts.overdue)),
        (_("not executable"), str(counts.not_executable)),
    ]


def _sides(lines: Sequence[PublicLine]) -> Iterator[Block]:
    header = (_("Number"), _("Measure"), _("Lead unit"), _("State"), _("Date"), _("Status"))
    for side in Side:
        own = [line for line in lines if line.side == side]
        if own:
            yield Heading(str(side.label))
            yield Table(header, [_row(line) for line in own], _WIDTHS)


def _row(line: PublicLine) -> tuple[str, ...]:
    state = _("%(state)s, overdue") % {"state": line.state_name} if line.is_overdue else line.state_name
    day = _("completed on %(day)s") % {"day": _day(line.completed_on)} if line.completed_on else _day(line.due_on)
    status = f"{line.status} ({_day(line.status_on)})" if line.status and line.status_on else line.status
    return (line.number, line.title, line.unit, state, day or "–", status or "–")


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
