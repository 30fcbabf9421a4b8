"""Fixtures for the tests of minutes: the meeting is held once per module, and every test gets its own copy."""

from copy import deepcopy

import pytest
from django.db import connection, transaction

from tests.steering.minuting import held_meeting


@pytest.fixture(scope="module")
def held_once(django_db_setup, django_db_blocker):
    """Hold a meeting outside the transactions of the single tests; not for tests with real transactions.

    What waits for the commit (the audit's links) is done at once, so that no test does it in its own transaction.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        held = held_meeting()
        connection.check_constraints()
        yield held
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sealed_once(held_once, django_db_blocker):
    """Hold another meeting, and seal its minutes."""
    with django_db_blocker.unblock():
        held = held_meeting()
        minutes = held.sealed()
        connection.check_constraints()
        return held, minutes


@pytest.fixture
def held(held_once, db):
    """A meeting that has ended, with everything minutes hold."""
    return deepcopy(held_once)


@pytest.fixture
def sealed(sealed_once, db):
    """A meeting and its sealed minutes."""
    return deepcopy(sealed_once)
