"""Rows of the open data interface, which is switched off: everybody gets the answer of an address that does not exist.

What it answers when it is switched on stands in `tests/steering/test_open_data.py`.
"""

from typing import Any

from tests.access.expectations import Row, public
from tests.access.world import World

OFF = public(404)


def a_list(_world: World) -> dict[str, Any]:
    return {"name": "meeting"}


def an_owned_list(_world: World) -> dict[str, Any]:
    return {"owner_key": "committee-1", "name": "meeting"}


def a_file(_world: World) -> dict[str, Any]:
    return {"key": 1, "way": "access"}


def an_object(_world: World) -> dict[str, Any]:
    return {"kind": "meeting", "key": "1"}


ROWS = {
    "steering:oparl_system": Row(get=OFF, post=OFF),
    "steering:oparl_list": Row(get=OFF, post=OFF, kwargs=a_list),
    "steering:oparl_owned_list": Row(get=OFF, post=OFF, kwargs=an_owned_list),
    "steering:oparl_file": Row(get=OFF, post=OFF, kwargs=a_file),
    "steering:oparl_object": Row(get=OFF, post=OFF, kwargs=an_object),
}
