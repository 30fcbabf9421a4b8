"""Rows of log mode and of the list of those present."""

from typing import Any

from core.enums import COMMITTEE_ROLES
from tests.access.expectations import Row, only
from tests.access.rows.steering import WITHOUT_SEAT, a_committee, a_running_meeting, an_open_item
from tests.access.world import World

LOGGED = {"get": only(*COMMITTEE_ROLES, denied=404), "elsewhere": WITHOUT_SEAT}


def a_seat(world: World) -> dict[str, Any]:
    seat = world.once(a_committee).seats.order_by("pk").first()
    return a_running_meeting(world) | {"seat": seat.pk}


def answers(ok: int):
    """For the script's addresses: only POST, and the same people."""
    return only(*COMMITTEE_ROLES, ok=ok, denied=404)


ROWS = {
    "steering:attendance": Row(**LOGGED, post=answers(302), kwargs=a_running_meeting),
    "steering:attendance_seat": Row(**LOGGED, post=answers(422), kwargs=a_seat),
    "steering:guest_create": Row(**LOGGED, post=answers(422), kwargs=a_running_meeting),
    "steering:meeting_times": Row(**LOGGED, post=answers(422), kwargs=a_running_meeting),
    "steering:draft_save": Row(get=answers(405), post=answers(422), kwargs=an_open_item),
    "steering:log_state": Row(get=answers(405), post=answers(200), kwargs=an_open_item),
    "steering:item_reopen": Row(**LOGGED, post=answers(422), kwargs=an_open_item),
    "steering:decision_lookup": Row(get=only(*COMMITTEE_ROLES)),
}
