"""Rows of quarters: figures are read by the committee and the heads, and brought in by data stewards."""

from typing import Any

from core.enums import Role
from quarters.models import Indicator
from quarters.rules import STATISTICS_ROLES
from tests.access.expectations import Row, only
from tests.access.world import World
from tests.quarters import builders

READERS = only(*STATISTICS_ROLES)
STEWARD = only(Role.DATA_STEWARD)
STEWARD_FORM = only(Role.DATA_STEWARD, ok=422)
# Whoever cannot see an import gets the answer of a missing one; whoever reads an indicator sees that it exists.
ACT = only(Role.DATA_STEWARD, denied=404)
DONE = only(Role.DATA_STEWARD, ok=302, denied=404)
REFUSED = only(Role.DATA_STEWARD, ok=422, denied=404)
TO_READERS = dict.fromkeys(set(STATISTICS_ROLES) - {Role.DATA_STEWARD}, 403)


def _batch(world: World) -> Any:
    profile = builders.simple_profile()
    text = f"{builders.HEADINGS}11;Altstadt;2024;10000\n"
    return builders.checked(profile, text, world.people[Role.DATA_STEWARD])


def an_import(world: World) -> dict[str, Any]:
    return {"pk": world.once(_batch).pk}


def an_indicator(world: World) -> dict[str, Any]:
    world.once(_batch)
    return {"pk": Indicator.objects.get(code="inhabitants").pk}


ROWS = {
    "quarters:area_list": Row(get=READERS),
    "quarters:indicator_list": Row(get=READERS),
    "quarters:indicator_detail": Row(get=READERS, kwargs=an_indicator),
    "quarters:indicator_update": Row(
        get=only(Role.DATA_STEWARD, denied=404, others=TO_READERS),
        post=only(Role.DATA_STEWARD, ok=422, denied=404, others=TO_READERS),
        kwargs=an_indicator,
    ),
    "quarters:importbatch_list": Row(get=STEWARD),
    "quarters:importbatch_create": Row(get=STEWARD, post=STEWARD_FORM),
    "quarters:importbatch_detail": Row(get=STEWARD, kwargs=an_import),
    "quarters:importbatch_complete": Row(get=ACT, post=DONE, kwargs=an_import),
    "quarters:importbatch_confirm": Row(get=ACT, post=DONE, kwargs=an_import),
    "quarters:importbatch_undo": Row(get=ACT, post=REFUSED, kwargs=an_import),
    "quarters:importbatch_discard": Row(get=ACT, post=DONE, kwargs=an_import),
}
