"""Fixtures for all tests."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people

pytest_plugins = ["tests.live.fixtures"]


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


@pytest.fixture
def query_count():
    """Compare the queries of a page with the number committed for it in `query_counts.json`.

    The page is asked twice, so that caches are warm. `UPDATE_QUERY_COUNTS=1` writes the measured number instead.
    """
    path = Path(__file__).with_name("query_counts.json")

    def check(name, ask):
        ask()
        with CaptureQueriesContext(connection) as captured:
            ask()
        counts = json.loads(path.read_text())
        statements = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        if os.environ.get("UPDATE_QUERY_COUNTS"):
            path.write_text(json.dumps(counts | {name: len(statements)}, indent=2, sort_keys=True) + "\n")
        else:
            assert len(statements) == counts.get(name), "\n".join(statements)

    return check
