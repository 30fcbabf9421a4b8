"""Identity reaches the database for one transaction and never longer."""

import pytest
from django.db import connection, transaction
from django.test import Client

from core.enums import Role
from core.identity import acting_as
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def current() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('app.user_id', true), '')")
        return cursor.fetchone()


def test_identity_ends_with_its_transaction():
    worker = person(Role.SOCIAL_WORKER)
    with acting_as(worker, casework=True):
        assert current() == ("lk_casework", str(worker.pk))
    assert current() == ("none", "")


def test_a_nested_identity_gives_the_outer_one_back():
    worker, other = person(Role.SOCIAL_WORKER), person(Role.DEPARTMENT_STAFF)
    with acting_as(worker, casework=True):
        with acting_as(other):
            assert current() == ("lk_web", str(other.pk))
        assert current() == ("lk_casework", str(worker.pk))


def test_an_exception_takes_the_nested_identity_back():
    worker = person(Role.SOCIAL_WORKER)
    with acting_as(None):
        with pytest.raises(RuntimeError), acting_as(worker, casework=True):
            raise RuntimeError
        assert current() == ("lk_web", "")


def test_the_frame_tells_time_and_installation():
    with acting_as(None) as frame:
        assert frame.installation.land == "NW"
        assert frame.today.year >= 2026


def test_a_request_leaves_no_identity_behind():
    client = Client()
    client.force_login(person(Role.DEPARTMENT_HEAD), backend="core.authentication.RoleLoadingBackend")
    assert client.get("/").status_code == 200
    assert current() == ("none", "")


def test_a_column_that_a_newer_version_has_added_already_disturbs_nobody():
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_installation ADD COLUMN of_tomorrow text DEFAULT 'x'")
        with acting_as(None) as frame:
            assert frame.installation.land == "NW"
        transaction.set_rollback(True)
