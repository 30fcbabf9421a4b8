"""The public part of steering as OParl 1.1 objects: what may be published, and nothing else.

Public is an agenda item marked so, of a meeting that has been held; what came of it (result, decisions, measures)
only once the minutes are sealed. Nobody is named: seats are published as those of organisations. Measures have no home in
OParl, so they stand as a prefixed extension of their agenda item. Specification: OParl 1.1, https://dev.oparl.org/.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from core.enums import OrganisationKind
from core.models import Installation, Organisation
from quarters.models import Area
from steering.enums import VOTING_ROLES, Confidentiality, MeetingState
from steering.enums_agenda import ItemKind
from steering.enums_exchange import PublishedKind as Kind
from steering.models import AgendaItem, Committee, Decision, Measure, Meeting, Paper, PaperAttachment, Seat
from steering.queries.open_data_names import (
    ONLY,
    VERSION,
    Draft,
    address,
    committee_address,
    day,
    embed,
    filled,
    list_address,
    moment,
    unit_address,
)
from steering.queries.open_data_papers import of_paper

LISTS = {
    "organization": Kind.ORGANIZATION,
    "person": Kind.PERSON,
    "meeting": Kind.MEETING,
    "paper": Kind.PAPER,
    "agendaItem": Kind.AGENDA_ITEM,
    "consultation": Kind.CONSULTATION,
    "file": Kind.FILE,
    "membership": Kind.MEMBERSHIP,
    "locationList": Kind.LOCATION,
    "legislativeTermList": Kind.LEGISLATIVE_TERM,
}
CITY_UNITS = (OrganisationKind.DEPARTMENT, OrganisationKind.STAFF_UNIT, OrganisationKind.MUNICIPAL_ENTERPRISE)


def public_objects(installation: Installation) -> Iterator[Draft]:
    """Yield everything that is public, each object once; the number of queries does not depend on how much there is."""
    meetings = list(_meetings())
    areas: dict[int, Area] = {}
    units: dict[int, Organisation] = {}
    terms = sorted({meeting.year for meeting in meetings})
    yield _system(installation)
    yield _body(installation, terms)
    yield from (_term(year) for year in terms)
    for meeting in meetings:
        yield from _of_meeting(meeting, units, areas)
    committees = {meeting.committee_id: meeting.committee for meeting in meetings}
    yield from _organisations(committees, units)
    yield from (_area(area, installation) for area in areas.values())


def _meetings() -> Iterator[Any]:
    """Return the meetings held, each with its public items (`public_items`), which no type of a model knows."""
    public = Confidentiality.PUBLIC
    attachments = PaperAttachment.objects.filter(confidentiality=public).select_related("file").order_by("pk")
    papers = Paper.objects.filter(confidentiality=public).select_related("lead_unit").order_by("pk")
    measures = Measure.objects.select_related("lead_unit").prefetch_related("areas").order_by("pk")
    decisions = Decision.objects.filter(confidentiality=public).order_by("pk")
    items = AgendaItem.objects.filter(confidentiality=public, kind=ItemKind.ITEM).order_by("position")
    items = items.prefetch_related(
        Prefetch(
            "papers", papers.prefetch_related(Prefetch("attachments", attachments, "public_files")), "public_papers"
        ),
        Prefetch("decisions", decisions.prefetch_related(Prefetch("measures", measures)), "public_decisions"),
    )
    rows = Meeting.objects.filter(state__in=(MeetingState.HELD, MeetingState.SEALED)).select_related("committee")
    rows = rows.order_by("held_on", "pk").prefetch_related(Prefetch("agenda_items", items, "public_items"))
    return (meeting for meeting in rows if meeting.public_items)


# --- The city -------------------------------------------------------------------------------------------


def _system(installation: Installation) -> Draft:
    content = {
        "oparlVersion": VERSION,
        "name": f"Lenkungskreis {installation.city_name}",
        "body": list_address("body"),
        "website": settings.BASE_URL,
        "product": "Lenkungskreis",
    }
    return Draft(Kind.SYSTEM, ONLY, filled(content | {"contactEmail": settings.OPARL_CONTACT}))


def _body(installation: Installation, terms: list[int]) -> Draft:
    content = {
        "system": address(Kind.SYSTEM, ONLY),
        "name": installation.city_name,
        "ags": installation.municipality_key,
        "website": settings.BASE_URL,
        "license": settings.OPARL_LICENCE,
        "contactEmail": settings.OPARL_CONTACT,
        **{name: list_address(name) for name in LISTS},
    }
    return Draft(Kind.BODY, ONLY, filled(content) | {"legislativeTerm": [_embed_term(year) for year in terms]})


def _embed_term(year: int) -> dict[str, list[str]]:
    return embed(Kind.LEGISLATIVE_TERM, str(year))


def _term(year: int) -> Draft:
    """The committee has no electoral term; its meetings are numbered by year."""
    content = {"name": f"Sitzungsjahr {year}", "startDate": f"{year}-01-01", "endDate": f"{year}-12-31"}
    return Draft(Kind.LEGISLATIVE_TERM, str(year), content, {"body": address(Kind.BODY, ONLY)})


def _organisations(committees: dict[int, Committee], units: dict[int, Organisation]) -> Iterator[Draft]:
    seats = list(Seat.objects.filter(committee__in=committees).select_related("organisation").order_by("pk"))
    for seat in seats:
        units[seat.organisation_id] = seat.organisation
        yield _membership(seat)
    for committee in committees.values():
        own = [seat for seat in seats if seat.committee_id == committee.pk]
        yield _committee(committee, own, is_parent_public=committee.parent_id in committees)
    yield from (_unit(unit) for unit in units.values())


def _membership(seat: Seat) -> Draft:
    content = {
        "organization": committee_address(seat.committee_id),
        "role": str(seat.get_role_display()),
        "votingRight": seat.role in VOTING_ROLES and not seat.is_advisory,
        "onBehalfOf": unit_address(seat.organisation_id),
        "startDate": day(seat.valid_from),
        "endDate": day(seat.valid_to),
    }
    return Draft(Kind.MEMBERSHIP, f"seat-{seat.pk}", filled(content))


def _committee(committee: Committee, seats: list[Seat], *, is_parent_public: bool) -> Draft:
    key = f"committee-{committee.pk}"
    content = {
        "body": address(Kind.BODY, ONLY),
        "name": committee.name,
        "shortName": committee.short_name,
        "organizationType": "Gremium",
        "classification": committee.short_name,
        "membership": [address(Kind.MEMBERSHIP, f"seat-{seat.pk}") for seat in seats],
        "meeting": list_address("meeting", key),
        "consultation": list_address("consultation", key),
        "subOrganizationOf": committee_address(committee.parent_id) if is_parent_public and committee.parent_id else "",
        "startDate": day(committee.valid_from),
        "endDate": day(committee.valid_to),
    }
    return Draft(Kind.ORGANIZATION, key, filled(content))


def _unit(unit: Organisation) -> Draft:
    inside = unit.kind in CITY_UNITS
    content = {
        "body": address(Kind.BODY, ONLY),
        "name": f"{unit.number} {unit.name}".strip(),
        "shortName": unit.short_name,
        "organizationType": "Verwaltungsbereich" if inside else "Institution",
        "startDate": day(unit.valid_from),
        "endDate": day(unit.valid_to),
    }
    return Draft(Kind.ORGANIZATION, f"unit-{unit.pk}", filled(content))


def _area(area: Area, installation: Installation) -> Draft:
    content = {"locality": installation.city_name, "subLocality": area.name}
    return Draft(Kind.LOCATION, f"area-{area.pk}", content, {"bodies": [address(Kind.BODY, ONLY)]})


# --- A meeting ------------------------------------------------------------------------------------------


def _of_meeting(meeting: Any, units: dict[int, Organisation], areas: dict[int, Area]) -> Iterator[Draft]:
    sealed = meeting.state == MeetingState.SEALED
    yield _meeting(meeting, sealed=sealed)
    if meeting.place:
        yield _place(meeting)
    for order, item in enumerate(meeting.public_items):
        decisions = item.public_decisions if sealed else []
        measures = [measure for decision in decisions for measure in decision.measures.all()]
        found = {area.pk: area for measure in measures for area in measure.areas.all()}
        areas |= found
        units |= {measure.lead_unit_id: measure.lead_unit for measure in measures}
        yield _item(item, order, meeting, decisions=decisions, sealed=sealed)
        for paper in item.public_papers:
            if paper.lead_unit:
                units[paper.lead_unit_id] = paper.lead_unit
            yield from of_paper(paper, item, decisions, list(found.values()))


def _meeting(meeting: Any, *, sealed: bool) -> Draft:
    starts = meeting.started_at or timezone.make_aware(datetime.combine(meeting.held_on, meeting.starts_at))
    content = {
        "name": f"{meeting.number}. Sitzung {meeting.year}",
        # "durchgeführt" only once the minutes are released.
        "meetingState": "durchgeführt" if sealed else "eingeladen",
        "start": moment(starts),
        "end": moment(meeting.ended_at) if meeting.ended_at else "",
        "organization": [committee_address(meeting.committee_id)],
    }
    embedded: dict[str, Any] = {"agendaItem": [embed(Kind.AGENDA_ITEM, str(item.pk)) for item in meeting.public_items]}
    if meeting.place:
        embedded["location"] = embed(Kind.LOCATION, f"meeting-{meeting.pk}")
    return Draft(
        Kind.MEETING, str(meeting.pk), filled(content) | embedded, owner_key=f"committee-{meeting.committee_id}"
    )


def _place(meeting: Meeting) -> Draft:
    parents = {"meetings": [address(Kind.MEETING, str(meeting.pk))]}
    return Draft(Kind.LOCATION, f"meeting-{meeting.pk}", {"description": meeting.place}, parents)


def _item(item: Any, order: int, meeting: Meeting, *, decisions: list[Decision], sealed: bool) -> Draft:
    content = {
        "number": item.label,
        "name": item.title,
        "result": str(item.get_result_display()) if sealed else "",
        "resolutionText": "\n\n".join(decision.wording for decision in decisions),
        "lenkungskreis:decisions": [_decision(decision) for decision in decisions],
    }
    fixed: dict[str, Any] = {"order": order, "public": True}
    papers = item.public_papers
    if papers:
        fixed["consultation"] = address(Kind.CONSULTATION, str(papers[0].pk))
    return Draft(
        Kind.AGENDA_ITEM,
        str(item.pk),
        fixed | filled(content),
        {"meeting": address(Kind.MEETING, str(meeting.pk))},
    )


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "lenkungskreis:number": decision.number,
        "lenkungskreis:takenOn": decision.taken_on.isoformat(),
        "lenkungskreis:wording": decision.wording,
        "lenkungskreis:measures": [_measure(measure) for measure in decision.measures.all()],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    content = {
        "lenkungskreis:number": measure.number,
        "lenkungskreis:title": measure.title,
        "lenkungskreis:measureState": measure.state,
        "lenkungskreis:side": measure.side,
        "lenkungskreis:leadUnit": unit_address(measure.lead_unit_id),
        "lenkungskreis:originalDueDate": day(measure.original_due_on),
        "lenkungskreis:dueDate": day(measure.due_on),
        "lenkungskreis:areas": [address(Kind.LOCATION, f"area-{area.pk}") for area in measure.areas.all()],
    }
    return filled(content)
