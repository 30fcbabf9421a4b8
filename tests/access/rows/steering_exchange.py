"""Rows of steering: experiences of others."""

from datetime import date
from typing import Any

from core.enums import COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.domain.exchange import Lesson, record_exchange
from steering.enums_exchange import ExchangeKind
from steering.models import Exchange
from tests.access.expectations import Row, only
from tests.access.rows.steering import a_committee
from tests.access.world import World
from tests.steering.builders import municipality

READERS = (*COMMITTEE_ROLES, *UNIT_ROLES)
CITY = (*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF)


def _experience(world: World) -> Exchange:
    lesson = Lesson(
        committee=world.once(a_committee),
        kind=ExchangeKind.VISIT,
        happened_on=date(2026, 3, 2),
        title="Sprechstunden",
        lessons="Feste Zeiten helfen.",
        organisation=municipality(),
    )
    return record_exchange(lesson, user=world.people[Role.COMMITTEE_MEMBER])


def an_experience(world: World) -> dict[str, Any]:
    return {"pk": world.once(_experience).pk}


# An internal experience is hidden from partners; others read it, but correct it only if they wrote it.
HIDDEN = {Role.EXTERNAL_PARTNER: 404}
READ_ONLY = dict.fromkeys((Role.CHAIR, Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF), 403) | HIDDEN
WRITERS = (Role.COMMITTEE_OFFICE, Role.COMMITTEE_MEMBER)
ELSEWHERE = {Role.COMMITTEE_OFFICE: 200, Role.COMMITTEE_MEMBER: 403}

ROWS = {
    "steering:exchange_list": Row(get=only(*READERS)),
    "steering:exchange_create": Row(get=only(*COMMITTEE_ROLES), post=only(*COMMITTEE_ROLES, ok=422)),
    "steering:exchange_detail": Row(get=only(*CITY, others=HIDDEN), kwargs=an_experience),
    "steering:exchange_update": Row(
        get=only(*WRITERS, denied=404, others=READ_ONLY),
        post=only(*WRITERS, ok=422, denied=404, others=READ_ONLY),
        kwargs=an_experience,
        elsewhere=ELSEWHERE,
    ),
}
