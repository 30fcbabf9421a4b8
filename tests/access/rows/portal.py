"""Rows of portal: start page and search for everybody, dashboard and profiles by role."""

from typing import Any

from core.enums import Role
from quarters.models import Area
from quarters.rules import STATISTICS_ROLES
from tests.access.expectations import Row, everyone_signed_in, only
from tests.access.rows import quarters
from tests.access.world import World


def an_area(world: World) -> dict[str, Any]:
    quarters.an_import(world)
    return {"pk": Area.objects.order_by("pk").last().pk}


ROWS = {
    "portal:start": Row(get=everyone_signed_in()),
    "portal:search": Row(get=everyone_signed_in()),
    "portal:dashboard": Row(get=only(Role.DEPARTMENT_HEAD, Role.COMMITTEE_OFFICE, Role.CHAIR)),
    "portal:quarter_profile": Row(get=only(*STATISTICS_ROLES), kwargs=an_area),
}
