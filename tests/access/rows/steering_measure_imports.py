"""Rows of steering: imports of measures lists, for the office alone."""

from typing import Any

from core import clock
from core.enums import Role
from steering.domain.measure_imports import ListFile, ReadRow, check_list, confirm_import
from steering.models import MeasureImport
from tests.access.expectations import Row, only
from tests.access.rows.steering import a_committee
from tests.access.world import World

OFFICE = only(Role.COMMITTEE_OFFICE)


def a_list(world: World, title: str) -> MeasureImport:
    """Check a list of one row."""
    values = {
        "number": title, "title": title, "lead_unit": [world.unit.pk], "contributing": [], "status": "",
        "due_on": str(clock.today()), "state": "ordered", "areas": [], "side": "help",
    }  # fmt: skip
    rows = [ReadRow(number=2, cells={"title": title}, values=values, problems=[])]
    file = ListFile("liste.csv", b"", {"title": "Maßnahme"}, [], rows)
    user = world.people[Role.COMMITTEE_OFFICE]
    return check_list(file, committee=world.once(a_committee), side="", user=user)


def checked(world: World) -> MeasureImport:
    return a_list(world, "Aus der Liste")


def a_checked_list(world: World) -> dict[str, Any]:
    return {"pk": world.once(checked).pk}


def a_confirmed_list(world: World) -> dict[str, Any]:
    batch = confirm_import(a_list(world, "Schon da"), user=world.people[Role.COMMITTEE_OFFICE])
    return {"pk": batch.pk}


DONE = only(Role.COMMITTEE_OFFICE, ok=302, denied=404)
ACT = only(Role.COMMITTEE_OFFICE, denied=404)

ROWS = {
    "steering:measureimport_list": Row(get=OFFICE),
    "steering:measureimport_create": Row(get=OFFICE, post=only(Role.COMMITTEE_OFFICE, ok=422)),
    "steering:measureimport_detail": Row(get=OFFICE, kwargs=a_checked_list),
    "steering:measureimport_confirm": Row(get=ACT, post=DONE, kwargs=a_checked_list),
    "steering:measureimport_undo": Row(get=ACT, post=DONE, kwargs=a_confirmed_list),
    "steering:measureimport_discard": Row(get=ACT, post=DONE, kwargs=a_checked_list),
}
