"""Rows of steering: meetings, log mode, decisions, measures, follow-ups.

The committee's people of the world hold seats; the lead unit is `world.unit`, the contributing one `world.partner`.
"""

from datetime import timedelta
from typing import Any

from core import clock
from core.enums import CASEWORK_ROLES, COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.domain.agendas import add_agenda_item
from steering.domain.followups import answer_follow_up
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import Outcome, SeatRole, Side
from steering.models import Decision, Measure
from tests.access.expectations import Row, only
from tests.access.world import World
from tests.steering.factories import CommitteeFactory, MeetingFactory, SeatFactory

SEATS = {
    Role.COMMITTEE_OFFICE: SeatRole.OFFICE,
    Role.COMMITTEE_MEMBER: SeatRole.MEMBER,
    Role.CHAIR: SeatRole.CHAIR,
}
LEADERS = (Role.COMMITTEE_OFFICE, Role.CHAIR)
UNIT = (Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF)
RESULTS = (*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD)
# The unit sees its measure, but these acts are not for it; people without a part in it see nothing.
SEEN_BY_UNITS = dict.fromkeys((*UNIT_ROLES, Role.COMMITTEE_MEMBER), 403)
SEEN_BY_MEMBERS = dict.fromkeys((Role.COMMITTEE_MEMBER, Role.CHAIR), 403)
SEEN_AS_RESULT = dict.fromkeys((Role.COMMITTEE_MEMBER, Role.DEPARTMENT_HEAD), 403)
STRANGERS = dict.fromkeys(UNIT, 404)
WITHOUT_SEAT = {Role.COMMITTEE_OFFICE: 200, Role.COMMITTEE_MEMBER: 403, Role.CHAIR: 403}


def a_committee(world: World) -> Any:
    committee = CommitteeFactory()
    for role, seat in SEATS.items():
        SeatFactory(committee=committee, organisation=world.office, person=world.people[role], role=seat)
    return committee


def a_planned_meeting(world: World) -> dict[str, Any]:
    return {"pk": MeetingFactory(committee=world.once(a_committee)).pk}


def running(world: World) -> Any:
    return begin_meeting(MeetingFactory(committee=world.once(a_committee)))


def a_running_meeting(world: World) -> dict[str, Any]:
    return {"pk": world.once(running).pk}


def an_open_item(world: World) -> dict[str, Any]:
    return {"pk": add_agenda_item(world.once(running), title="Offen").pk}


def decide(world: World, *, contributing: tuple = ()) -> Decision:
    item = add_agenda_item(world.once(running), title="Beschlossen")
    order = Order(
        lead_unit=world.unit, due_on=clock.today() + timedelta(days=9), side=Side.HELP, contributing=contributing
    )
    outcome = ItemOutcome(result="decided", wording="Es wird geprüft.", order=order)
    record_outcome(item, user=world.people[Role.COMMITTEE_OFFICE], outcome=outcome)
    return item.decisions.get()


def decided(world: World) -> Decision:
    return decide(world, contributing=(world.partner,))


def a_decision(world: World) -> dict[str, Any]:
    return {"pk": world.once(decided).pk}


def a_measure(world: World) -> dict[str, Any]:
    return {"pk": world.once(decided).measures.get().pk}


def a_finished_measure(world: World) -> dict[str, Any]:
    measure: Measure = decide(world).measures.get()
    answer_follow_up(measure.follow_ups.get(), user=world.people[Role.DEPARTMENT_HEAD], outcome=Outcome.DONE)
    return {"pk": measure.pk}


def a_follow_up(world: World) -> dict[str, Any]:
    return {"code": world.once(decided).measures.get().follow_ups.get(step=None).code}


ROWS = {
    "steering:meeting_list": Row(get=only(*RESULTS)),
    "steering:meeting_create": Row(get=only(*LEADERS), post=only(*LEADERS, ok=422)),
    "steering:meeting_detail": Row(
        get=only(*COMMITTEE_ROLES, others={Role.DEPARTMENT_HEAD: 404}), kwargs=a_running_meeting
    ),
    "steering:meeting_begin": Row(
        get=only(*COMMITTEE_ROLES, denied=404),
        post=only(*COMMITTEE_ROLES, ok=302, denied=404),
        kwargs=a_planned_meeting,
        elsewhere=WITHOUT_SEAT,
    ),
    "steering:meeting_end": Row(
        get=only(*LEADERS, denied=404, others={Role.COMMITTEE_MEMBER: 403}),
        post=only(*LEADERS, ok=302, denied=404, others={Role.COMMITTEE_MEMBER: 403}),
        kwargs=a_running_meeting,
        elsewhere={Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 403},
    ),
    "steering:agendaitem_create": Row(
        get=only(*LEADERS, denied=404, others={Role.COMMITTEE_MEMBER: 403}),
        post=only(*LEADERS, ok=422, denied=404, others={Role.COMMITTEE_MEMBER: 403}),
        kwargs=a_running_meeting,
        elsewhere={Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 403},
    ),
    "steering:outcome_next": Row(
        get=only(*COMMITTEE_ROLES, ok=302, denied=404),
        post=only(*COMMITTEE_ROLES, ok=405, denied=405),
        kwargs=a_running_meeting,
    ),
    "steering:outcome_log": Row(
        get=only(*COMMITTEE_ROLES, denied=404),
        post=only(*COMMITTEE_ROLES, ok=422, denied=404),
        kwargs=an_open_item,
        elsewhere=WITHOUT_SEAT,
    ),
    "steering:due_date": Row(get=only(*COMMITTEE_ROLES, *UNIT_ROLES)),
    "steering:decision_list": Row(get=only(*RESULTS)),
    "steering:decision_detail": Row(get=only(*RESULTS), kwargs=a_decision),
    "steering:decision_control": Row(get=only(*RESULTS)),
    "steering:measure_create": Row(
        get=only(*LEADERS, denied=404, others=SEEN_AS_RESULT),
        post=only(*LEADERS, ok=422, denied=404, others=SEEN_AS_RESULT),
        kwargs=a_decision,
    ),
    "steering:measure_list": Row(get=only(*COMMITTEE_ROLES, *UNIT_ROLES)),
    "steering:measure_detail": Row(
        get=only(*COMMITTEE_ROLES, *UNIT_ROLES),
        kwargs=a_measure,
        elsewhere=dict.fromkeys(COMMITTEE_ROLES, 200) | dict.fromkeys(UNIT_ROLES, 404),
    ),
    "steering:statusreport_create": Row(
        get=only(Role.COMMITTEE_OFFICE, *UNIT_ROLES, denied=404, others=SEEN_BY_MEMBERS),
        post=only(Role.COMMITTEE_OFFICE, *UNIT_ROLES, ok=422, denied=404, others=SEEN_BY_MEMBERS),
        kwargs=a_measure,
        elsewhere={Role.COMMITTEE_OFFICE: 200} | dict.fromkeys(UNIT_ROLES, 404),
    ),
    "steering:measure_confirm": Row(
        get=only(*LEADERS, denied=404, others=SEEN_BY_UNITS | {Role.EXTERNAL_PARTNER: 404}),
        post=only(*LEADERS, ok=302, denied=404, others=SEEN_BY_UNITS | {Role.EXTERNAL_PARTNER: 404}),
        kwargs=a_finished_measure,
    ),
    "steering:measure_date": Row(
        get=only(*LEADERS, denied=404, others=SEEN_BY_UNITS),
        post=only(*LEADERS, ok=422, denied=404, others=SEEN_BY_UNITS),
        kwargs=a_measure,
    ),
    "steering:followup_list": Row(get=only(*COMMITTEE_ROLES, *UNIT_ROLES, *CASEWORK_ROLES)),
    "steering:followup_detail": Row(
        get=only(*COMMITTEE_ROLES, *UNIT, denied=404),
        kwargs=a_follow_up,
        elsewhere=dict.fromkeys(COMMITTEE_ROLES, 200) | STRANGERS,
    ),
    "steering:followup_acknowledge": Row(
        get=only(Role.COMMITTEE_OFFICE, *UNIT, denied=404, others=SEEN_BY_MEMBERS),
        post=only(Role.COMMITTEE_OFFICE, *UNIT, ok=302, denied=404, others=SEEN_BY_MEMBERS),
        kwargs=a_follow_up,
        elsewhere={Role.COMMITTEE_OFFICE: 200} | STRANGERS,
    ),
    "steering:followup_answer": Row(
        get=only(Role.COMMITTEE_OFFICE, *UNIT, denied=404, others=SEEN_BY_MEMBERS),
        post=only(Role.COMMITTEE_OFFICE, *UNIT, ok=422, denied=404, others=SEEN_BY_MEMBERS),
        kwargs=a_follow_up,
        elsewhere={Role.COMMITTEE_OFFICE: 200} | STRANGERS,
    ),
}
