"""What the minutes of a meeting hold, read from the log.

The list follows VwVfG § 93 (place and day, chair and members present, subject, motions, decisions, results of votes)
and what municipal practice adds: absent members, others taking part, arrival and leaving, interruptions, invitation,
quorum, and per decision lead, contributing units and dates. Values are codes and ISO dates; words come when it is
written down for people.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from core.models import Organisation
from steering.enums import SeatRole, SendingKind, StepState
from steering.enums_log import AttendanceState
from steering.enums_minutes import PartKind
from steering.models import AgendaItem, Decision, Measure, MeasureStep, Meeting, MinutesObjection
from steering.models.minutes import TAKERS
from steering.queries.attendance import AttendanceList, Place, attendance_list

Json = dict[str, Any]


@dataclass(frozen=True)
class PartContent:
    """One part before it is kept: its item, the units concerned, and what it says."""

    kind: str
    content: Json
    agenda_item_id: int | None = None
    units: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class MinutesContent:
    """Everything one version holds."""

    head: Json
    inside: Json
    parts: tuple[PartContent, ...]


def content_of_log(meeting: Meeting, *, opening: str, closing: str) -> MinutesContent:
    """Read the log of a meeting; the number of queries does not depend on its length."""
    attendance = attendance_list(meeting)
    parts = [_item_part(item) for item in _items(meeting)] + [_objection_part(each) for each in _objections(meeting)]
    inside = {
        "chair": _holder(attendance, (SeatRole.CHAIR,)),
        "minute_taker": _holder(attendance, (SeatRole.MINUTE_TAKER,)) or _holder(attendance, TAKERS),
        "people": [_person(place) for place in (*attendance.members, *attendance.guests) if place.state],
        "opening": opening,
        "closing": closing,
    }
    return MinutesContent(_head(meeting, attendance), inside, tuple(parts))


def comparable(head: Json, inside: Json, parts: Iterable[tuple[str, int | None, Json]]) -> Json:
    """Return what must not differ between a version and the log when somebody signs.

    Measures may have moved on since the meeting; what was ordered then stands in the version.
    """
    return {
        "head": head,
        "inside": inside,
        "parts": [[kind, item, _without_measures(said)] for kind, item, said in parts],
    }


def _head(meeting: Meeting, attendance: AttendanceList) -> Json:
    quorum = attendance.quorum(None)
    invited = meeting.sendings.filter(kind=SendingKind.INVITATION).first()
    present = [place for place in (*attendance.members, *attendance.guests) if place.state == AttendanceState.PRESENT]
    return {
        "committee": meeting.committee.name,
        "year": meeting.year,
        "number": meeting.number,
        "held_on": timezone.localdate(meeting.started_at or meeting.ended_at).isoformat(),
        "place": meeting.place,
        "began": _time(meeting.started_at),
        "ended": _time(meeting.ended_at),
        "interruptions": [
            [_time(each.began_at), _time(each.ended_at)] for each in meeting.interruptions.order_by("began_at")
        ],
        "invited_on": timezone.localdate(invited.sent_at).isoformat() if invited else "",
        "urgency": bool(invited and invited.urgency),
        "quorum": {"voting": quorum.voting, "present": quorum.present, "reached": quorum.is_reached}
        if quorum.applies and attendance.is_kept
        else None,
        "bodies": sorted({place.body for place in present if place.body}),
        "present": len(present),
    }


def _holder(attendance: AttendanceList, roles: Iterable[str]) -> str:
    """Who acted in a role that day: the holder of the seat or who stood in."""
    for place in attendance.members:
        if place.seat and place.seat.role in roles and place.state in ("", AttendanceState.PRESENT):
            return place.substitute or place.holder
    return ""


def _person(place: Place) -> Json:
    return {
        "name": place.substitute or place.holder,
        "for": place.holder if place.substitute else "",
        "body": place.body,
        "role": place.seat.role if place.seat else "",
        "kind": place.attendance.kind if place.attendance else "",
        "state": place.state,
        "times": [[_time(span.arrived_at), _time(span.left_at)] for span in place.spans],
    }


def _items(meeting: Meeting) -> QuerySet[AgendaItem]:
    measures = Measure.objects.select_related("lead_unit").order_by("number")
    steps = MeasureStep.objects.exclude(state=StepState.DROPPED).select_related("unit").order_by("pk")
    decisions = (
        Decision.objects.order_by("pk")
        .select_related("earlier", "vote")
        .prefetch_related(Prefetch("measures", measures), Prefetch("measures__steps", steps))
    )
    return (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("lead_unit", "deferred_to__committee", "referred_to", "vote")
        .prefetch_related(Prefetch("decisions", decisions))
        .order_by("position")
    )


def _item_part(item: AgendaItem) -> PartContent:
    decisions = list(item.decisions.all())
    units = {unit.pk for decision in decisions for unit in _units_of(decision)}
    if item.lead_unit_id:
        units.add(item.lead_unit_id)
    content = {
        "label": item.label,
        "title": item.title,
        "section": item.is_section,
        "confidentiality": item.confidentiality,
        "lead": str(item.lead_unit or ""),
        "result": item.result,
        "minutes": item.minutes,
        "deferred_to": item.deferred_to.name if item.deferred_to else "",
        "referred_to": item.referred_to.name if item.referred_to else "",
        "vote": _vote(item),
        "decisions": [_decision(decision) for decision in decisions],
    }
    return PartContent(PartKind.ITEM, content, item.pk, frozenset(units))


def _units_of(decision: Decision) -> Iterable[Organisation]:
    for measure in decision.measures.all():
        yield measure.lead_unit
        yield from (step.unit for step in measure.steps.all())


def _decision(decision: Decision) -> Json:
    return {
        "number": decision.number,
        "wording": decision.wording,
        "link": decision.link,
        "earlier": decision.earlier.number if decision.earlier else "",
        "vote": _vote(decision),
        "measures": [_measure(measure) for measure in decision.measures.all()],
    }


def _measure(measure: Measure) -> Json:
    """What was ordered: the first date, not what became of it."""
    return {
        "number": measure.number,
        "title": measure.title,
        "lead": str(measure.lead_unit),
        "contributing": [str(step.unit) for step in measure.steps.all()],
        "due_on": measure.original_due_on.isoformat() if measure.original_due_on else "",
        "resubmit_on": measure.resubmit_on.isoformat() if measure.resubmit_on else "",
    }


def _vote(voted_on: AgendaItem | Decision) -> Json | None:
    vote = getattr(voted_on, "vote", None)
    if vote is None:
        return None
    return {"kind": vote.kind, "yes": vote.yes, "no": vote.no, "abstain": vote.abstain, "biased": vote.biased}


def _objections(meeting: Meeting) -> QuerySet[MinutesObjection]:
    rows = MinutesObjection.objects.filter(decided_in=meeting)
    return rows.select_related("minutes__meeting", "agenda_item").order_by("decided_at", "pk")


def _objection_part(objection: MinutesObjection) -> PartContent:
    """The item objected to says who may read it, so nothing of it slips in under another one."""
    item, earlier = objection.agenda_item, objection.minutes.meeting
    content = {
        "year": earlier.year,
        "number": earlier.number,
        "held_on": earlier.held_on.isoformat(),
        "item": str(item or ""),
        "confidentiality": item.confidentiality if item else "",
        "kind": objection.kind,
        "text": objection.text,
        "ruling": objection.ruling,
        "ruling_text": objection.ruling_text,
    }
    return PartContent(PartKind.OBJECTION, content, objection.agenda_item_id)


def _without_measures(said: Json) -> Json:
    bare = [{key: value for key, value in each.items() if key != "measures"} for each in said.get("decisions", ())]
    return said | {"decisions": bare}


def _time(instant: datetime | None) -> str:
    return timezone.localtime(instant).strftime("%H:%M") if instant else ""
