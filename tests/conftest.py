"""Fixtures for all tests."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.utils import CaptureQueriesContext

from tests import people, signing_in
from tests.flush import Flush

pytest_plugins = ["tests.live.fixtures"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let tests with real transactions empty tables that refuse it, and keep what migrations made."""
    if not connection.settings_dict["NAME"].startswith("test_"):
        yield  # no test in this run uses the database, so none was made
        return
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            flush = Flush()
        patch.setattr(DatabaseOperations, "execute_sql_flush", lambda _operations, statements: flush.empty(statements))
        yield


@pytest.fixture
def person(db):
    """Return a function that makes a user with a role in an organisation."""
    return people.person


@pytest.fixture
def sign_in(client):
    """Sign a user in without going through the pages; the second factor counts as given."""

    return lambda user: signing_in.sign_in(client, user)


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
        statements = [
            query["sql"] for query in captured.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
        ]
        if os.environ.get("UPDATE_QUERY_COUNTS"):
            path.write_text(json.dumps(counts | {name: len(statements)}, indent=2, sort_keys=True) + "\n")
        else:
            assert len(statements) == counts.get(name), "\n".join(statements)

    return check
