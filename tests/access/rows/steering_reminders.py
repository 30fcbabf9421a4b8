"""Rows of reminders and their ladders."""

from typing import Any

from core.enums import CASEWORK_ROLES, COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.domain.ladders import give_own_ladder
from steering.models import Ladder, LadderStep
from tests.access.expectations import Row, everyone_signed_in, only
from tests.access.rows.steering import decided
from tests.access.world import World
from tests.steering.factories import CommitteeFactory

ALL = (*COMMITTEE_ROLES, *UNIT_ROLES, *CASEWORK_ROLES)
OFFICE = Role.COMMITTEE_OFFICE


def a_ladder(_world: World) -> dict[str, Any]:
    return {"pk": Ladder.objects.default().pk}


def own_ladder(_world: World) -> Ladder:
    return give_own_ladder(CommitteeFactory())


def a_step(world: World) -> dict[str, Any]:
    return {"pk": LadderStep.objects.in_force().filter(ladder=world.once(own_ladder)).earliest("pk").pk}


def a_reminder(world: World) -> dict[str, Any]:
    return {"pk": world.once(decided).measures.get().follow_ups.get(step=None).reminders.planned().earliest("pk").pk}


ROWS = {
    "steering:reminder_list": Row(get=only(OFFICE)),
    "steering:reminder_detail": Row(get=only(OFFICE), kwargs=a_reminder),
    "steering:notice_list": Row(get=only(*ALL)),
    "steering:reminder_settings": Row(get=only(*ALL), post=only(*ALL, ok=422)),
    "steering:ladder_list": Row(get=everyone_signed_in()),
    "steering:ladder_detail": Row(get=everyone_signed_in(), kwargs=a_ladder),
    "steering:ladder_create": Row(get=only(OFFICE), post=only(OFFICE, ok=422)),
    "steering:ladder_update": Row(get=only(OFFICE), post=only(OFFICE, ok=422), kwargs=a_ladder),
    "steering:ladderstep_create": Row(get=only(OFFICE), post=only(OFFICE, ok=422), kwargs=a_ladder),
    "steering:ladderstep_update": Row(get=only(OFFICE), post=only(OFFICE, ok=422), kwargs=a_step),
    "steering:ladderstep_remove": Row(get=only(OFFICE), post=only(OFFICE, ok=302), kwargs=a_step),
}
