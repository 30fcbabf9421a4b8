"""Rows of steering: series, the agenda while it is prepared, papers and their files."""

from datetime import date, time
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.enums import COMMITTEE_ROLES, Role
from steering.domain.agendas import add_agenda_item
from steering.domain.papers import add_paper
from steering.domain.series import plan_series
from steering.domain.standing_items import save_standing_item
from steering.models import AgendaItem, StandingItem
from tests.access.expectations import Row, only
from tests.access.rows.steering import LEADERS, RESULTS, a_committee, a_planned_meeting
from tests.access.world import World
from tests.steering.factories import MeetingFactory

# Members see the meeting; its agenda is prepared by others. Without a seat the chair is a member.
SEEN = {Role.COMMITTEE_MEMBER: 403}
ELSEWHERE = {Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 403}
HEADS = {Role.DEPARTMENT_HEAD: 404}


def planned(world: World) -> AgendaItem:
    return add_agenda_item(MeetingFactory(committee=world.once(a_committee)), title="Geplant")


def a_planned_item(world: World) -> dict[str, Any]:
    return {"pk": planned(world).pk}


def a_paper(world: World) -> dict[str, Any]:
    return {"pk": handed_in(world).pk}


def handed_in(world: World) -> Any:
    file = SimpleUploadedFile("Vorlage.pdf", b"%PDF-1.7\n%%EOF\n")
    user = world.people[Role.COMMITTEE_OFFICE]
    return add_paper(planned(world), kind="decision", title="Vorlage", files=[file], user=user)


def an_attachment(world: World) -> dict[str, Any]:
    return {"pk": handed_in(world).attachments.get().pk}


def a_series(world: World) -> dict[str, Any]:
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 31), "starts_at": time(9)}
    return {"pk": plan_series(world.once(a_committee), rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", **days).pk}


def the_committee(world: World) -> dict[str, Any]:
    return {"pk": world.once(a_committee).pk}


def a_standing_item(world: World) -> dict[str, Any]:
    return {"pk": save_standing_item(StandingItem(committee=world.once(a_committee)), title="Eröffnung").pk}


def page(kwargs: Any, *, post: int, elsewhere: Any = ELSEWHERE, seen: Any = SEEN) -> Row:
    """For office and chair; members know the object but may not, heads and others do not see it."""
    return Row(
        get=only(*LEADERS, denied=404, others=seen),
        post=only(*LEADERS, ok=post, denied=404, others=seen),
        kwargs=kwargs,
        elsewhere=elsewhere,
    )


def act(kwargs: Any) -> Row:
    """A button alone."""
    return Row(
        get=only(*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD, ok=405, denied=405),
        post=only(*LEADERS, ok=302, denied=404, others=SEEN),
        kwargs=kwargs,
    )


TEMPLATE = SEEN | {Role.DEPARTMENT_HEAD: 403}

ROWS = {
    "steering:meeting_update": page(a_planned_meeting, post=422),
    "steering:meeting_cancel": page(a_planned_meeting, post=422),
    "steering:agenda_edit": Row(
        get=only(*LEADERS, denied=404, others=SEEN), kwargs=a_planned_meeting, elsewhere=ELSEWHERE
    ),
    "steering:agenda_proposals": act(a_planned_meeting),
    "steering:agenda_arrange": act(a_planned_meeting),
    "steering:agendaitem_move": act(a_planned_item),
    "steering:section_create": page(a_planned_meeting, post=422),
    "steering:agendaitem_update": page(a_planned_item, post=422),
    "steering:agendaitem_remove": page(a_planned_item, post=302),
    "steering:paper_create": page(a_planned_item, post=422),
    "steering:paper_list": Row(get=only(*RESULTS)),
    "steering:paper_detail": Row(get=only(*COMMITTEE_ROLES, others=HEADS), kwargs=a_paper),
    "steering:paper_update": page(a_paper, post=422),
    "steering:paper_remove": page(a_paper, post=302),
    "steering:attachment_create": page(a_paper, post=422),
    "steering:attachment_download": Row(get=only(*COMMITTEE_ROLES, denied=404), kwargs=an_attachment),
    "steering:attachment_remove": page(an_attachment, post=302),
    "steering:series_create": Row(get=only(*LEADERS), post=only(*LEADERS, ok=422)),
    "steering:series_detail": Row(get=only(*COMMITTEE_ROLES), kwargs=a_series),
    "steering:standingitem_list": Row(get=only(*RESULTS), kwargs=the_committee),
    "steering:standingitem_create": page(the_committee, post=422, seen=TEMPLATE),
    "steering:standingitem_update": page(a_standing_item, post=422, seen=TEMPLATE),
    "steering:standingitem_move": Row(
        get=only(*COMMITTEE_ROLES, ok=405, denied=405),
        post=only(*LEADERS, ok=302, denied=404, others=TEMPLATE),
        kwargs=a_standing_item,
    ),
    "steering:standingitem_remove": page(a_standing_item, post=302, seen=TEMPLATE),
}
