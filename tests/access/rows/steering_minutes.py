"""Rows of minutes, of the agenda as a file, and of excerpts.

In the committee of the world the office takes the minutes; the unit concerned is `world.unit`.
"""

from datetime import timedelta
from typing import Any

from core import clock
from core.enums import COMMITTEE_ROLES, Role
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.minutes import (
    assemble_minutes,
    remark_on_minutes,
    seal_minutes,
    send_to_review,
    sign_minutes,
)
from steering.domain.objections import raise_objection
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import SeatRole, Side
from steering.enums_minutes import ObjectionKind
from steering.models import Meeting, Minutes
from tests.access.expectations import Row, only
from tests.access.rows.steering import LEADERS, RESULTS, UNIT, WITHOUT_SEAT, a_committee, a_running_meeting
from tests.access.world import World
from tests.steering.factories import MeetingFactory

OFFICE = Role.COMMITTEE_OFFICE
READERS = dict.fromkeys((Role.COMMITTEE_MEMBER, Role.CHAIR), 403)
MEMBER = {Role.COMMITTEE_MEMBER: 403}


def held(world: World) -> Meeting:
    meeting = begin_meeting(MeetingFactory(committee=world.once(a_committee)))
    item = add_agenda_item(meeting, title="Beschlossen")
    order = Order(lead_unit=world.unit, due_on=clock.today() + timedelta(days=9), side=Side.HELP)
    outcome = ItemOutcome(result="decided", wording="Es wird geprüft.", order=order)
    record_outcome(item, user=world.people[OFFICE], outcome=outcome)
    return end_meeting(meeting)


def draft(world: World) -> Minutes:
    return assemble_minutes(held(world), user=world.people[OFFICE])


def in_review(world: World) -> Minutes:
    return send_to_review(draft(world), user=world.people[OFFICE])


def signed(world: World) -> Minutes:
    minutes = in_review(world)
    sign_minutes(minutes, user=world.people[OFFICE], role=SeatRole.MINUTE_TAKER)
    return minutes


def countersigned(world: World) -> Minutes:
    minutes = signed(world)
    sign_minutes(minutes, user=world.people[Role.CHAIR], role=SeatRole.CHAIR)
    return minutes


def sealed(world: World) -> Minutes:
    return seal_minutes(countersigned(world), user=world.people[OFFICE])


def a_held_meeting(world: World) -> dict[str, Any]:
    return {"pk": world.once(held).pk}


def a_draft(world: World) -> dict[str, Any]:
    return {"pk": world.once(draft).pk}


def reviewed_minutes(world: World) -> dict[str, Any]:
    return {"pk": world.once(in_review).pk}


def signed_minutes(world: World) -> dict[str, Any]:
    return {"pk": world.once(signed).pk}


def countersigned_minutes(world: World) -> dict[str, Any]:
    return {"pk": world.once(countersigned).pk}


def sealed_minutes(world: World) -> dict[str, Any]:
    return {"pk": world.once(sealed).pk}


def an_excerpt(world: World) -> dict[str, Any]:
    return {"pk": world.once(sealed).pk, "unit": world.unit.pk}


def a_remark(world: World) -> dict[str, Any]:
    member = world.people[Role.COMMITTEE_MEMBER]
    return {"pk": remark_on_minutes(world.once(in_review), user=member, text="Bitte prüfen").pk}


def an_objection(world: World) -> dict[str, Any]:
    member = world.people[Role.COMMITTEE_MEMBER]
    minutes = world.once(sealed)
    return {"pk": raise_objection(minutes, user=member, kind=ObjectionKind.OBJECTION, text="So nicht.").pk}


ROWS = {
    "steering:agenda_file": Row(
        get=only(*COMMITTEE_ROLES, others={Role.DEPARTMENT_HEAD: 404}), kwargs=a_running_meeting
    ),
    "steering:minutes_create": Row(
        get=only(OFFICE, denied=404, others=READERS | {Role.DEPARTMENT_HEAD: 403}),
        post=only(OFFICE, ok=302, denied=404, others=READERS | {Role.DEPARTMENT_HEAD: 403}),
        kwargs=a_held_meeting,
    ),
    "steering:minutes_detail": Row(
        get=only(*COMMITTEE_ROLES, others={Role.DEPARTMENT_HEAD: 404}), kwargs=reviewed_minutes
    ),
    "steering:minutes_edit": Row(
        get=only(OFFICE, denied=404, others=READERS),
        post=only(OFFICE, ok=422, denied=404, others=READERS),
        kwargs=reviewed_minutes,
    ),
    "steering:minutes_review": Row(get=only(OFFICE, denied=404), post=only(OFFICE, ok=302, denied=404), kwargs=a_draft),
    "steering:minutes_log": Row(
        get=only(OFFICE, denied=404, others=READERS),
        post=only(OFFICE, ok=302, denied=404, others=READERS),
        kwargs=signed_minutes,
    ),
    "steering:minutes_sign": Row(
        get=only(OFFICE, denied=404, others=READERS),
        post=only(OFFICE, ok=422, denied=404, others=READERS),
        kwargs=reviewed_minutes,
        elsewhere={OFFICE: 403},
    ),
    "steering:minutes_return": Row(
        get=only(*LEADERS, denied=404, others=MEMBER),
        post=only(*LEADERS, ok=422, denied=404, others=MEMBER),
        kwargs=signed_minutes,
        elsewhere={OFFICE: 200, Role.CHAIR: 403},
    ),
    "steering:minutes_seal": Row(
        get=only(*LEADERS, denied=404, others=MEMBER),
        post=only(*LEADERS, ok=302, denied=404, others=MEMBER),
        kwargs=countersigned_minutes,
        elsewhere={OFFICE: 200, Role.CHAIR: 403},
    ),
    "steering:minutes_compare": Row(
        get=only(*COMMITTEE_ROLES, others={Role.DEPARTMENT_HEAD: 404}), kwargs=reviewed_minutes
    ),
    "steering:minutes_file": Row(
        get=only(*COMMITTEE_ROLES, others={Role.DEPARTMENT_HEAD: 404}), kwargs=reviewed_minutes
    ),
    "steering:minutes_public": Row(get=only(*RESULTS), kwargs=sealed_minutes),
    "steering:minutes_excerpt": Row(
        get=only(OFFICE, *UNIT, denied=404), kwargs=an_excerpt, elsewhere={OFFICE: 200} | dict.fromkeys(UNIT, 404)
    ),
    "steering:minutesremark_create": Row(
        get=only(*COMMITTEE_ROLES, denied=404),
        post=only(*COMMITTEE_ROLES, ok=422, denied=404),
        kwargs=reviewed_minutes,
        elsewhere=WITHOUT_SEAT,
    ),
    "steering:minutesremark_settle": Row(
        get=only(OFFICE, denied=404, others=READERS),
        post=only(OFFICE, ok=302, denied=404, others=READERS),
        kwargs=a_remark,
    ),
    "steering:minutesobjection_create": Row(
        get=only(*COMMITTEE_ROLES, denied=404, others={Role.DEPARTMENT_HEAD: 403}),
        post=only(*COMMITTEE_ROLES, ok=422, denied=404, others={Role.DEPARTMENT_HEAD: 403}),
        kwargs=sealed_minutes,
        elsewhere=WITHOUT_SEAT,
    ),
    "steering:minutesobjection_rule": Row(
        get=only(OFFICE, denied=404, others=READERS | {Role.DEPARTMENT_HEAD: 403}),
        post=only(OFFICE, ok=422, denied=404, others=READERS | {Role.DEPARTMENT_HEAD: 403}),
        kwargs=an_objection,
    ),
    "steering:minutesobjection_withdraw": Row(
        get=only(Role.COMMITTEE_MEMBER, denied=404, others=dict.fromkeys((*LEADERS, Role.DEPARTMENT_HEAD), 403)),
        post=only(
            Role.COMMITTEE_MEMBER, ok=302, denied=404, others=dict.fromkeys((*LEADERS, Role.DEPARTMENT_HEAD), 403)
        ),
        kwargs=an_objection,
    ),
}
