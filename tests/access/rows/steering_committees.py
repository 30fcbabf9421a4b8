"""Rows of steering: committees and seats, topics, decisions by circular.

The committee's people of the world hold seats; the topic is proposed by `world.people[Role.SOCIAL_WORKER]`.
"""

from typing import Any

from core import clock
from core.enums import CASEWORK_ROLES, COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.domain.circulars import draft_circular, send_circular
from steering.domain.committees import add_substitute
from steering.domain.topics import Proposal, propose_topic, return_topic
from steering.enums import PeriodUnit, QuorumRule, SeatRole, Side, Silence
from steering.models import CircularDecision, Topic
from tests.access.expectations import Row, only
from tests.access.rows.steering import a_committee, running
from tests.access.world import World
from tests.factories import UserFactory
from tests.steering.factories import AgendaItemFactory, SeatFactory

LEADERS = (Role.COMMITTEE_OFFICE, Role.CHAIR)
READERS = (*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD)
PROPOSERS = (*COMMITTEE_ROLES, *UNIT_ROLES, *CASEWORK_ROLES)
OFFICE = only(Role.COMMITTEE_OFFICE)
# Members see the topic or the circular, and these acts are not for them; the chair leads only with a seat.
SEEN = {Role.COMMITTEE_MEMBER: 403}
LEADS_ELSEWHERE = {Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 403}


def a_committee_page(world: World) -> dict[str, Any]:
    return {"pk": world.once(a_committee).pk}


def a_seat(world: World) -> dict[str, Any]:
    seat = SeatFactory(committee=world.once(a_committee), person=UserFactory(), role=SeatRole.MEMBER)
    return {"pk": seat.pk}


def a_substitute(world: World) -> dict[str, Any]:
    seat = world.once(a_committee).seats.get(role=SeatRole.CHAIR)
    return {"pk": add_substitute(seat, person=UserFactory(), rank=1, valid_from=clock.today()).pk}


def proposed(world: World) -> Topic:
    proposal = Proposal(title="Licht", side=Side.ORDER, unit=world.association)
    return propose_topic(world.once(a_committee), proposal=proposal, user=world.people[Role.SOCIAL_WORKER])


def a_proposed_topic(world: World) -> dict[str, Any]:
    return {"pk": world.once(proposed).pk}


def a_returned_topic(world: World) -> dict[str, Any]:
    return {"pk": return_topic(proposed(world), user=world.people[Role.COMMITTEE_OFFICE], reason="Wo?").pk}


def an_item(world: World) -> dict[str, Any]:
    return {"pk": AgendaItemFactory(meeting=world.once(running), position=90).pk}


def draft(world: World) -> CircularDecision:
    committee = world.once(a_committee)
    committee.quorum_rule = QuorumRule.OFF
    committee.save()
    fields = {"committee": committee, "title": "Winterhilfe", "wording": "Sie beginnt.", "period": 5,
              "period_unit": PeriodUnit.WORKING_DAYS, "silence": Silence.CONSENT}  # fmt: skip
    return draft_circular(CircularDecision(), fields=fields, user=world.people[Role.COMMITTEE_OFFICE])


def a_draft(world: World) -> dict[str, Any]:
    return {"pk": world.once(draft).pk}


def sent(world: World) -> CircularDecision:
    return send_circular(draft(world), user=world.people[Role.COMMITTEE_OFFICE])


def a_sent_circular(world: World) -> dict[str, Any]:
    return {"pk": world.once(sent).pk}


def the_chairs_reply(world: World) -> dict[str, Any]:
    return {"pk": world.once(sent).recipients.get(person=world.people[Role.CHAIR]).pk}


def for_office(kwargs: Any) -> Row:
    """A form about a committee or seat: the office alone; others who see the committee are refused."""
    others = {Role.COMMITTEE_MEMBER: 403, Role.CHAIR: 403, Role.DEPARTMENT_HEAD: 403}
    return Row(
        get=only(Role.COMMITTEE_OFFICE, denied=404, others=others),
        post=only(Role.COMMITTEE_OFFICE, ok=422, denied=404, others=others),
        kwargs=kwargs,
        elsewhere=200,
    )


def on_topic(kwargs: Any, *, by: tuple[Role, ...], ok: int = 302, others: dict[Role, int]) -> Row:
    """An act on a topic; whoever does not see the topic gets 404."""
    return Row(
        get=only(*by, denied=404, others=others),
        post=only(*by, ok=ok, denied=404, others=others),
        kwargs=kwargs,
    )


TOPIC_SEEN = {Role.COMMITTEE_MEMBER: 403, Role.SOCIAL_WORKER: 403}
TOPIC_OF_WORKER = {Role.COMMITTEE_MEMBER: 403}

ROWS = {
    "steering:committee_list": Row(get=only(*READERS)),
    "steering:committee_create": Row(get=OFFICE, post=only(Role.COMMITTEE_OFFICE, ok=422)),
    "steering:committee_detail": Row(get=only(*READERS), kwargs=a_committee_page),
    "steering:committee_update": for_office(a_committee_page),
    "steering:seat_create": for_office(a_committee_page),
    "steering:seat_fill": for_office(a_seat),
    "steering:seat_vacate": for_office(a_seat),
    "steering:seat_end": for_office(a_seat),
    "steering:seatsubstitute_create": for_office(a_seat),
    "steering:seatsubstitute_end": for_office(a_substitute),
    "steering:topic_list": Row(get=only(*PROPOSERS)),
    "steering:topic_create": Row(get=only(*PROPOSERS), post=only(*PROPOSERS, ok=422)),
    "steering:topic_detail": Row(
        get=only(*COMMITTEE_ROLES, Role.SOCIAL_WORKER, denied=404),
        kwargs=a_proposed_topic,
        elsewhere=dict.fromkeys(COMMITTEE_ROLES, 200) | {Role.SOCIAL_WORKER: 404},
    ),
    "steering:topic_update": on_topic(
        a_returned_topic, by=(*LEADERS, Role.SOCIAL_WORKER), ok=422, others=TOPIC_OF_WORKER
    ),
    "steering:topic_accept": on_topic(a_proposed_topic, by=LEADERS, others=TOPIC_SEEN),
    "steering:topic_return": on_topic(a_proposed_topic, by=LEADERS, ok=422, others=TOPIC_SEEN),
    "steering:topic_withdraw": on_topic(
        a_proposed_topic, by=(Role.SOCIAL_WORKER,), others=dict.fromkeys(COMMITTEE_ROLES, 403)
    ),
    "steering:agendaitem_raise": Row(
        get=only(*LEADERS, denied=404, others=SEEN),
        post=only(*LEADERS, ok=422, denied=404, others=SEEN),
        kwargs=an_item,
        elsewhere=LEADS_ELSEWHERE,
    ),
    "steering:circular_list": Row(get=only(*READERS)),
    "steering:circular_create": Row(get=only(*LEADERS), post=only(*LEADERS, ok=422)),
    "steering:circular_detail": Row(get=only(*COMMITTEE_ROLES, denied=404), kwargs=a_sent_circular),
    "steering:circular_update": Row(
        get=only(*LEADERS, denied=404),
        post=only(*LEADERS, ok=422, denied=404),
        kwargs=a_draft,
        elsewhere={Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 404},
    ),
    "steering:circular_send": Row(
        get=only(*LEADERS, denied=404),
        post=only(*LEADERS, ok=302, denied=404),
        kwargs=a_draft,
        elsewhere={Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 404},
    ),
    "steering:circular_withdraw": Row(
        get=only(*LEADERS, denied=404, others=SEEN),
        post=only(*LEADERS, ok=422, denied=404, others=SEEN),
        kwargs=a_sent_circular,
        elsewhere=LEADS_ELSEWHERE,
    ),
    "steering:circular_reply": Row(
        get=only(Role.CHAIR, denied=404),
        post=only(Role.CHAIR, ok=422, denied=404),
        kwargs=the_chairs_reply,
        elsewhere=404,
    ),
}
