"""Decision control: what every unit owes the committee, overdue first; what is done appears once more, then drops off.

The fields are those on which cities agreed for their Beschlusskontrolle (Erfurt 2020 and others): number, subject, lead
and contributing units, original and current date, three sentences of status with their date, state.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from core.models import Organisation
from steering.enums import MEASURE_CLOSED, RESULTS_OUT, MeasureState
from steering.models import Measure, MeasureStep, Meeting, StatusReport

# Before any meeting was held, what is done stays for a month.
SHOWN_DONE_FOR = timedelta(days=31)


@dataclass(frozen=True)
class Line:
    """One measure, and whether it is late."""

    measure: Measure
    is_overdue: bool


@dataclass(frozen=True)
class UnitBlock:
    """One unit with its measures."""

    unit: Organisation
    lines: tuple[Line, ...]

    @property
    def overdue(self) -> int:
        """How many of them are late."""
        return sum(line.is_overdue for line in self.lines)


def control_rows(user, today: date) -> QuerySet:
    """Return the measures the committee still has to look at, each with its latest status (`status`, `status_on`)."""
    latest = StatusReport.objects.filter(measure=OuterRef("pk")).order_by("-reported_on", "-pk")
    steps = MeasureStep.objects.select_related("unit")
    closed = Q(state__in=MEASURE_CLOSED)
    return (
        Measure.objects.visible_to(user)
        .filter(~closed | Q(state=MeasureState.NOT_EXECUTABLE) | Q(confirmed_at__date__gte=_shown_since(today)))
        .annotate(status=Subquery(latest.values("text")[:1]), status_on=Subquery(latest.values("reported_on")[:1]))
        .select_related("lead_unit", "decision")
        .prefetch_related(Prefetch("steps", steps))
        .order_by("lead_unit__number", "lead_unit__name", F("due_on").asc(nulls_first=True), "pk")
    )


def blocks_by_unit(rows: QuerySet[Measure], today: date) -> list[UnitBlock]:
    """Group the rows by unit: the overdue ones first, then by date; what has no date stands on top, as an error."""
    by_unit: dict[Organisation, list[Line]] = {}
    for row in rows:
        by_unit.setdefault(row.lead_unit, []).append(Line(row, is_overdue(row, today)))
    return [UnitBlock(unit, tuple(sorted(lines, key=_urgency))) for unit, lines in by_unit.items()]


def _urgency(line: Line) -> tuple[bool, bool, date]:
    measure = line.measure
    owes_nothing = measure.is_closed or measure.state == MeasureState.REPORTED_DONE
    return owes_nothing, not line.is_overdue, measure.due_on or date.min


def is_overdue(measure: Measure, today: date) -> bool:
    """Late is an axis of its own: whatever the state, as long as the unit owes something."""
    waits_for_unit = not measure.is_closed and measure.state != MeasureState.REPORTED_DONE
    return waits_for_unit and measure.due_on is not None and measure.due_on < today


def _shown_since(today: date) -> date:
    last = Meeting.objects.filter(state__in=RESULTS_OUT, held_on__lte=today).order_by("-held_on")
    return last.values_list("held_on", flat=True).first() or today - SHOWN_DONE_FOR
