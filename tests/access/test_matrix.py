"""Every URL, every role, every method."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from core.enums import Role
from tests.access.expectations import Row
from tests.access.matrix import MATRIX
from tests.access.urls import names
from tests.access.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]
NOWHERE = {int: 2_000_000_000, UUID: UUID(int=1), str: "does-not-exist"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Build people and objects outside the transactions of the single tests, so that they last for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.prepare(row.kwargs for row in MATRIX.values())
        yield world
        transaction.set_rollback(True)


def test_every_url_name_has_a_row():
    assert names() - MATRIX.keys() == set()


def test_every_row_has_a_url():
    assert MATRIX.keys() - names() == set()


def asked(world: World, row: Row, method: str) -> list[tuple[str, Any, set[int]]]:
    """Return who is asked, with the accepted answers."""
    people = [(who, user, row.expected(method, role)) for who, role, user in world.everybody()]
    if row.elsewhere is not None:
        allowed = (row.post or row.get).allowed if method == "post" else row.get.allowed
        people += [
            (f"{role} elsewhere", world.elsewhere[role], row.expected(method, role, elsewhere=True))
            for role in sorted(allowed)
        ]
    if method == "post" and row.post is None:
        # Nobody may, whoever it is: one of each kind of answer is enough, and saves a third of the time.
        return list({frozenset(accepted): (who, user, accepted) for who, user, accepted in people}.values())
    return people


def differences(world: World, name: str, method: str) -> dict[str, tuple[set[int], int]]:
    """Return who got another answer than expected: (accepted, got)."""
    row = MATRIX[name]
    address = row.address(name, world.once(row.kwargs))
    got = [
        (who, accepted, world.ask(user, method, address).status_code)
        for who, user, accepted in asked(world, row, method)
    ]
    return {who: (accepted, status) for who, accepted, status in got if status not in accepted}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_get_answers_each_role_as_the_matrix_says(world, name):
    assert differences(world, name, "get") == {}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_post_answers_each_role_as_the_matrix_says(world, name):
    assert differences(world, name, "post") == {}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_other_methods_succeed_for_nobody(world, name):
    row = MATRIX[name]
    address = row.address(name, world.once(row.kwargs))
    allowed = next((world.people[role] for role in sorted(row.get.allowed)), None)
    statuses = {method: world.ask(allowed, method, address).status_code for method in ("put", "patch", "delete")}
    assert all(status >= 400 for status in statuses.values()), statuses


def comparable(response: Any, address: str) -> tuple[int, str]:
    """Return status and page without what differs from request to request: the address, tokens, ids."""
    text = response.content.decode().replace(address, "ADDRESS")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "CSRF", text)
    return response.status_code, text.replace(response.headers.get("X-Request-ID", "-"), "REQUEST")


def hidden_rows() -> list[str]:
    """Return the URL names where somebody is answered 404."""
    return sorted(name for name, row in MATRIX.items() if 404 in hidden_from(row))


def hidden_from(row: Row) -> set[int | None]:
    """Return every status a row expects for people who are not among the allowed."""
    elsewhere = row.elsewhere.values() if isinstance(row.elsewhere, dict) else {row.elsewhere}
    return {*elsewhere, *(row.get.to(role) for role in Role if role not in row.get.allowed)}


def people_without_sight(world: World, row: Row) -> list[Any]:
    """Return the people from whom the object of a row is hidden."""
    found = [user for _who, role, user in world.everybody() if role and row.get.to(role) == 404]
    if row.elsewhere is not None:
        found += [world.elsewhere[role] for role in sorted(row.get.allowed) if row.answer_elsewhere(role) == 404]
    return found


@pytest.mark.parametrize("name", hidden_rows())
def test_a_hidden_object_answers_like_a_missing_one(world, name):
    row = MATRIX[name]
    kwargs = world.once(row.kwargs)
    address = row.address(name, kwargs)
    nowhere = row.address(name, {key: NOWHERE[type(value)] for key, value in kwargs.items()})
    for user in people_without_sight(world, row):
        hidden, missing = world.ask(user, "get", address), world.ask(user, "get", nowhere)
        assert comparable(hidden, address) == comparable(missing, nowhere)
