"""Fixtures for all tests."""

import pytest

from tests import people


@pytest.fixture
def person(db):  # noqa: ARG001
    """Return a function that makes a user with a role in an organisation."""
    return people.person


@pytest.fixture
def sign_in(client):
    """Sign a user in without going through the pages; the second factor counts as given."""

    def do(user):
        client.force_login(user, backend="core.authentication.RoleLoadingBackend")
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return do
