"""What the next agenda should hold, each line with its reason in words.

A proposal is worked out anew whenever somebody looks; only what was accepted (an item with its `proposal_key`) or dropped
is stored. Every source is read once, whatever it finds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import User
from steering.enums import RESULTS_OUT, ItemResult, MeetingState, TopicState, Urgency
from steering.enums_agenda import ItemKind, ProposalKind
from steering.models import AgendaItem, AgendaLink, CircularDecision, Decision, Meeting, StandingItem, Topic
from steering.queries.circulars import circulars_since
from steering.queries.proposed_lines import Frame, ProposedLine, spoken
from steering.queries.proposed_measures import control_line, measure_lines

ORDER = tuple(ProposalKind)


@dataclass(frozen=True)
class Proposals:
    """What is proposed for one meeting, and what would be, had it not been dropped."""

    open: tuple[ProposedLine, ...]
    dropped: tuple[ProposedLine, ...]


def proposals_for(meeting: Meeting, user: User, today: date) -> Proposals:
    """Return what is neither on the agenda nor dropped, and what was dropped, in the order a meeting takes things."""
    on_agenda = set(meeting.agenda_items.exclude(proposal_key="").values_list("proposal_key", flat=True))
    dropped = set(meeting.dropped_proposals.values_list("key", flat=True))
    frame = Frame(meeting, user, today, last_meeting_before(meeting))
    lines = [line for line in _lines(frame) if line.key not in on_agenda]
    lines.sort(key=lambda line: ORDER.index(line.kind))
    return Proposals(
        open=tuple(line for line in lines if line.key not in dropped),
        dropped=tuple(line for line in lines if line.key in dropped),
    )


def last_meeting_before(meeting: Meeting) -> Meeting | None:
    """Return the committee's last meeting that was held before this one."""
    rows = Meeting.objects.filter(committee=meeting.committee_id, state__in=RESULTS_OUT, held_on__lte=meeting.held_on)
    return rows.exclude(pk=meeting.pk).order_by("-held_on", "-starts_at").first()


def _lines(frame: Frame) -> Iterator[ProposedLine]:
    yield from _standing(frame)
    yield from _minutes(frame)
    yield from control_line(frame)
    yield from _circulars(frame)
    yield from _returned(frame)
    yield from _deferred(frame)
    yield from measure_lines(frame)
    yield from _topics(frame)


def _standing(frame: Frame) -> Iterator[ProposedLine]:
    own = Q(series__isnull=True) | Q(series__isnull=False, series=frame.meeting.series_id)
    rows = StandingItem.objects.filter(own, committee=frame.meeting.committee_id).select_related("lead_unit")
    section = ""
    for row in rows.order_by("position"):
        key = f"standing:{row.pk}"
        section = key if row.is_section else "" if row.stays_last else section
        yield ProposedLine(
            key=key,
            kind=ProposalKind.STANDING,
            title=row.title,
            reason=_("Stands on every agenda of this series.") if row.series_id else _("Stands on every agenda."),
            confidentiality=row.confidentiality,
            item_kind=ItemKind(row.kind),
            lead_unit=row.lead_unit,
            speaker=row.speaker,
            minutes_planned=row.minutes_planned,
            stays_last=row.stays_last,
            section_key="" if row.is_section else section,
        )


def _minutes(frame: Frame) -> Iterator[ProposedLine]:
    last = frame.last
    if last is None or Meeting.objects.filter(Exists(_taken_up(frame, "past_meeting")), pk=last.pk).exists():
        return
    is_sealed = last.state == MeetingState.SEALED
    words = _("%(meeting)s on %(day)s; the minutes are sealed.")
    if not is_sealed:
        words = _("%(meeting)s on %(day)s; the minutes are not sealed yet.")
    yield ProposedLine(
        key=f"minutes:{last.pk}",
        kind=ProposalKind.MINUTES,
        title=_("Minutes of meeting %(number)s of %(year)s") % {"number": last.number, "year": last.year},
        reason=words % {"meeting": last, "day": spoken(last.held_on)},
        links={"past_meeting": last},
    )


def _circulars(frame: Frame) -> Iterator[ProposedLine]:
    unreported = ~Exists(_taken_up(frame, "circular"))
    visible = CircularDecision.objects.visible_to(frame.user).filter(unreported).values("pk")
    for row in circulars_since(frame.committee, frame.last).filter(pk__in=visible):
        yield ProposedLine(
            key=f"circular:{row.pk}",
            kind=ProposalKind.CIRCULAR,
            title=row.title,
            reason=_("By circular, %(state)s on %(day)s.")
            % {"state": row.get_state_display(), "day": spoken(timezone.localdate(row.closed_at))},
            confidentiality=row.confidentiality,
            links={"circular": row},
        )


def _returned(frame: Frame) -> Iterator[ProposedLine]:
    """What this committee raised to another one and was decided there."""
    raised = Topic.objects.filter(raised_from__meeting__committee=frame.meeting.committee_id, state=TopicState.SETTLED)
    rows = Decision.objects.visible_to(frame.user).filter(agenda_item__topic__in=raised)
    rows = rows.filter(~Exists(_taken_up(frame, "decision")))
    for row in rows.select_related("committee", "agenda_item__topic", "agenda_item__lead_unit").order_by("pk"):
        yield ProposedLine(
            key=f"returned:{row.pk}",
            kind=ProposalKind.RETURNED,
            title=row.agenda_item.topic.title,
            reason=_("%(committee)s decided on %(day)s: %(number)s.")
            % {"committee": row.committee, "day": spoken(row.taken_on), "number": row.number},
            confidentiality=row.confidentiality,
            lead_unit=row.agenda_item.lead_unit,
            links={"decision": row},
        )


def _deferred(frame: Frame) -> Iterator[ProposedLine]:
    for row in deferred_items(frame).select_related("meeting", "lead_unit", "topic"):
        yield ProposedLine(
            key=f"item:{row.pk}",
            kind=ProposalKind.DEFERRED,
            title=row.title,
            reason=_why_again(row),
            confidentiality=row.confidentiality,
            lead_unit=row.lead_unit,
            proposed_text=row.proposed_text,
            speaker=row.speaker,
            minutes_planned=row.minutes_planned,
            topic=row.topic,
            links={"earlier_item": row},
        )


def deferred_items(frame: Frame) -> QuerySet[AgendaItem]:
    """Return what was deferred to this meeting, to none in particular, or to one that is past or was cancelled.

    What stood on the agenda of a cancelled meeting by itself belongs to it; what was proposed there is proposed anew.
    """
    now = (
        Q(deferred_to=frame.meeting)
        | Q(deferred_to__isnull=True)
        | Q(deferred_to__state=MeetingState.CANCELLED)
        | Q(deferred_to__held_on__lt=frame.meeting.held_on)
    )
    cancelled = Q(meeting__state=MeetingState.CANCELLED, proposal_key="")
    rows = AgendaItem.objects.visible_to(frame.user).items().filter(Q(now, result=ItemResult.DEFERRED) | cancelled)
    own = rows.filter(meeting__committee=frame.meeting.committee_id, meeting__held_on__lte=frame.meeting.held_on)
    own = own.exclude(meeting=frame.meeting).filter(~Exists(_taken_up(frame, "earlier_item")))
    return own.order_by("meeting__held_on", "position")


def _why_again(row: AgendaItem) -> str:
    words = _("Deferred by %(meeting)s, item %(label)s.")
    if row.meeting.state == MeetingState.CANCELLED:
        words = _("Stood on the agenda of %(meeting)s, which was cancelled.")
    return words % {"meeting": row.meeting, "label": row.label}


def _topics(frame: Frame) -> Iterator[ProposedLine]:
    """The whole backlog from the committee's threshold on; below it only what cannot wait."""
    backlog = Topic.objects.visible_to(frame.user).backlog().filter(committee=frame.meeting.committee_id)
    rows = list(backlog.select_related("unit").order_by("proposed_at", "pk"))
    is_full = len(rows) >= frame.committee.backlog_threshold
    for row in rows:
        if is_full or row.urgency != Urgency.NORMAL:
            yield ProposedLine(
                key=f"topic:{row.pk}",
                kind=ProposalKind.TOPIC,
                title=row.title,
                reason=_reason_of_topic(row, len(rows) if is_full else 0),
                confidentiality=row.confidentiality,
                lead_unit=row.unit,
                proposed_text=row.description if row.raised_from_id else "",
                topic=row,
            )


def _reason_of_topic(row: Topic, waiting: int) -> str:
    since = {"unit": row.unit, "day": spoken(timezone.localdate(row.proposed_at)), "urgency": row.get_urgency_display()}
    said = _("Proposed by %(unit)s on %(day)s, urgency: %(urgency)s.") % since
    if not waiting:
        return said
    full = _("%(n)s topics wait in the backlog.") % {"n": waiting}
    return f"{said} {full}"


def _taken_up(frame: Frame, name: str) -> QuerySet[AgendaLink]:
    """Return the links by which another agenda, of a meeting that was not cancelled, already holds an object."""
    elsewhere = AgendaLink.objects.exclude(item__meeting=frame.meeting)
    return elsewhere.exclude(item__meeting__state=MeetingState.CANCELLED).filter(**{name: OuterRef("pk")})
