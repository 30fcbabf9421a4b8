"""Decision control: one query with four faces. Page, PDF, DOCX and XLSX all show the lines made here.

The fields are those on which cities agreed for their Beschlusskontrolle (Erfurt 2020 with Hagen, Dortmund, Emmerich,
Münster and Segeberg): number, date, body, wording, proposer, lead and contributing units, original and current date,
traffic light, three sentences of status with their date, reason if late, next step with its date, day of completion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import Calendar
from core.models import Organisation
from steering.enums import MEASURE_CLOSED, Confidentiality, MeasureState, StepState
from steering.models import (
    Committee,
    DueDateChange,
    ExtensionRequest,
    FollowUp,
    Measure,
    MeasureNote,
    MeasureStep,
    Meeting,
    StatusReport,
)
from steering.queries.changes import changes_of
from steering.queries.traffic import Signal, Thresholds, signal_of

Text = str | Promise
PARTS = {
    Confidentiality.PUBLIC: _("Public part"),
    Confidentiality.INTERNAL: _("Internal part"),
    Confidentiality.CONFIDENTIAL: _("Confidential part"),
}
_RANKS = {level: rank for rank, level in enumerate(PARTS)}
_CLOSED_AT = Coalesce("confirmed_at", "settled_at")


@dataclass(frozen=True)
class Step:
    """What comes next, and when."""

    text: Text
    on: date | None


@dataclass(frozen=True)
class Line:
    """One measure as the committee looks at it; `signal` is its traffic light with the reasons in words."""

    # A row of `control_rows`, with what is annotated there.
    measure: Any
    signal: Signal
    next_step: Step
    is_overdue: bool
    # What happened since the last meeting; only where that was asked for.
    changes: tuple[Text, ...] = ()

    @property
    def part(self) -> str:
        """The level of confidentiality; what comes of no decision is internal."""
        return _level(self.measure)

    @property
    def part_name(self) -> Text:
        """The part in words."""
        return PARTS[Confidentiality(self.part)]

    @property
    def body(self) -> str:
        """The committee that decided."""
        return str(self.measure.decision.committee) if self.measure.decision else ""

    @property
    def proposer(self) -> str:
        """The unit that proposed the topic, where it came from one."""
        item = self.measure.decision.agenda_item if self.measure.decision else None
        return str(item.topic.unit) if item and item.topic else ""

    @property
    def steps(self) -> list[MeasureStep]:
        """The contributing units with their steps."""
        return [step for step in self.measure.steps.all() if step.state != StepState.DROPPED]

    @property
    def status(self) -> str:
        """How it stands: the latest report, or the note with which it ended."""
        row = self.measure
        return row.status or "" if row.is_owed else row.completion_note or row.reason or row.status or ""

    @property
    def status_on(self) -> date | None:
        """The day of that status."""
        row = self.measure
        if row.is_owed or not (row.completion_note or row.reason):
            return row.status_on
        return timezone.localdate(row.reported_done_at) if row.completion_note and row.reported_done_at else None

    @property
    def late_reason(self) -> str:
        """Why it is late: what blocks it, else the reason of the last moved date."""
        return self.measure.blocked_reason or self.measure.moved_because or ""

    @property
    def completed_on(self) -> date | None:
        """The day on which the committee took note."""
        ended = self.measure.confirmed_at or self.measure.settled_at
        return timezone.localdate(ended) if ended else None


@dataclass(frozen=True)
class Block:
    """The measures of one unit that one committee ordered, in one part."""

    part: str
    part_name: Text
    body: str
    unit: Organisation
    lines: tuple[Line, ...]

    @property
    def overdue(self) -> int:
        """How many of them are late."""
        return sum(line.is_overdue for line in self.lines)


def control_rows(user, today: date) -> QuerySet[Measure]:
    """Return the measures the committee still has to look at, by part, body and unit, overdue first.

    What is done appears once more: it drops off as soon as a meeting of its committee has ended since the committee, or
    the office for it, took note. What cannot be done stays until the committee has dealt with it.
    """
    rows = Measure.objects.visible_to(user).annotate(last_met=_last_met(), closed_at=_CLOSED_AT)
    # The first, cheap comparison spares the second for all that was closed long ago.
    lately = Q(closed_at__gt=_longest_without_meeting())
    unseen = Q(closed_at__isnull=True) | (lately & (Q(last_met__isnull=True) | Q(closed_at__gt=F("last_met"))))
    return _loaded(_ordered(rows.filter(~Q(state__in=MEASURE_CLOSED) | unseen), today))


def changed(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Keep what changed since the last meeting of its committee; before the first one everything is new."""
    since = OuterRef("last_met")
    mine = {"measure": OuterRef("pk")}
    recorded = (
        Exists(StatusReport.objects.filter(**mine, reported_at__gt=since))
        | Exists(DueDateChange.objects.filter(**mine, changed_at__gt=since))
        | Exists(ExtensionRequest.objects.filter(**mine).filter(Q(requested_at__gt=since) | Q(decided_at__gt=since)))
        | Exists(MeasureNote.objects.filter(**mine, made_at__gt=since))
        | Exists(MeasureStep.objects.filter(**mine).filter(Q(acknowledged_at__gt=since) | Q(finished_at__gt=since)))
    )
    acts = Q(last_met__isnull=True)
    for field in ("ordered_at", "acknowledged_at", "reported_done_at", "confirmed_at", "settled_at"):
        acts |= Q(**{f"{field}__gt": F("last_met")})
    return rows.filter(acts | Q(recorded))


def lines_of(rows: Iterable[Measure], today: date, calendar: Calendar, *, with_changes: bool = False) -> list[Line]:
    """Return the lines of these rows, with everything every face shows."""
    rows = list(rows)
    cuts = Thresholds().on(today, calendar)
    happened = changes_of(rows) if with_changes else {}
    return [
        Line(row, signal_of(row, cuts), next_step_of(row), is_overdue(row, today), tuple(happened.get(row.pk, ())))
        for row in rows
    ]


def blocks_of(lines: list[Line]) -> list[Block]:
    """Group the lines, which come in their order, by part, body and unit."""
    groups = groupby(lines, key=lambda line: (line.part, line.body, line.measure.lead_unit))
    return [Block(part, PARTS[Confidentiality(part)], body, unit, tuple(own)) for (part, body, unit), own in groups]


def is_overdue(measure: Measure, today: date) -> bool:
    """Late is an axis of its own: whatever the state, as long as the unit owes something."""
    return measure.is_owed and measure.deadline is not None and measure.deadline < today


def next_step_of(measure: Measure) -> Step:
    """Return what comes next: the earliest of resubmission, open steps, report and due date."""
    if measure.state == MeasureState.NOT_EXECUTABLE:
        return Step("" if measure.settled_at else _("The committee decides what becomes of it"), None)
    if not measure.is_owed:
        return Step("" if measure.is_closed else _("The committee takes note"), None)
    steps = [Step(_who(step), step.due_on) for step in measure.steps.all() if step.is_open]
    if measure.resubmit_on:
        steps.append(Step(measure.resubmit_reason, measure.resubmit_on))
    if measure.is_permanent:
        steps.append(Step(_("Next report"), measure.next_report_on))
    elif measure.due_on:
        steps.append(Step(_("Completion"), measure.due_on))
    dated = [(step.on, number) for number, step in enumerate(steps) if step.on]
    return steps[min(dated)[1]] if dated else Step("", None)


def _who(step: MeasureStep) -> Text:
    return f"{step.unit}: {step.task}" if step.task else format_lazy(_("Contribution of {unit}"), unit=step.unit)


def _level(measure: Measure) -> str:
    return measure.decision.confidentiality if measure.decision else Confidentiality.INTERNAL


def _last_met() -> Case:
    """The end of the last meeting of the measure's committee; of any committee where no decision stands behind it."""
    ended = Meeting.objects.filter(ended_at__isnull=False).order_by("-ended_at").values("ended_at")
    own = Subquery(ended.filter(committee=OuterRef("decision__committee"))[:1])
    of_any = Subquery(ended[:1])
    return Case(When(decision__isnull=False, then=own), default=of_any, output_field=DateTimeField())


def _longest_without_meeting() -> Subquery:
    """The end of the last meeting of the committee that has not met for longest; of one that never met, long ago."""
    ended = Meeting.objects.filter(committee=OuterRef("pk"), ended_at__isnull=False).order_by("-ended_at")
    last = Coalesce(Subquery(ended.values("ended_at")[:1]), Value(datetime.min.replace(tzinfo=UTC)))
    return Subquery(Committee.objects.annotate(last=last).order_by("last").values("last")[:1])


def _ordered(rows: QuerySet, today: date) -> QuerySet[Measure]:
    owes_nothing = Q(state__in=(*MEASURE_CLOSED, MeasureState.REPORTED_DONE))
    late = ~owes_nothing & (Q(due_on__lt=today) | Q(next_report_on__lt=today) | Q(next_on__isnull=True))
    ranks = [When(decision__confidentiality=level, then=Value(rank)) for level, rank in _RANKS.items()]
    return rows.annotate(
        part_rank=Case(*ranks, default=Value(_RANKS[Confidentiality.INTERNAL])),
        urgency=Case(When(late, then=Value(0)), When(owes_nothing, then=Value(2)), default=Value(1)),
    ).order_by(
        "part_rank",
        F("decision__committee__name").asc(nulls_last=True),
        "lead_unit__number",
        "lead_unit__name",
        "lead_unit",
        "urgency",
        F("next_on").asc(nulls_first=True),
        "pk",
    )


def with_latest(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Say with each measure how it stands: latest status, when the lead unit was asked, why and to when it moves."""
    own = {"measure": OuterRef("pk")}
    latest = StatusReport.objects.filter(**own).order_by("-reported_on", "-pk")
    moved = DueDateChange.objects.filter(**own, step__isnull=True).order_by("-changed_at")
    wanted = ExtensionRequest.objects.open().filter(**own).order_by("-requested_at")
    asked = FollowUp.objects.filter(**own, step__isnull=True).order_by("-opened_at")
    return rows.annotate(
        asked_at=Subquery(asked.values("opened_at")[:1]),
        status=Subquery(latest.values("text")[:1]),
        status_on=Subquery(latest.values("reported_on")[:1]),
        moved_because=Subquery(moved.values("reason")[:1]),
        wanted_until=Subquery(wanted.values("new_due_on")[:1]),
    )


def _loaded(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    return (
        with_latest(rows)
        .select_related("lead_unit", "decision__committee", "decision__agenda_item__topic__unit")
        .prefetch_related(Prefetch("steps", MeasureStep.objects.select_related("unit")))
    )
