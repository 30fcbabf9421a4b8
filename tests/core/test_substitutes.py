"""Who stands in for somebody receives what that person would and may act on it: on these days, and nothing beyond."""

from datetime import timedelta

import pytest

from core import clock
from core.domain.accounts import name_substitute
from core.enums import CASEWORK_ROLES, Role
from core.models import Organisation
from tests.factories import UserFactory
from tests.people import person
from tests.steering.factories import follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return person(Role.DEPARTMENT_HEAD)


@pytest.fixture
def address(head):
    unit = Organisation.objects.get(pk__in=head.organisation_ids)
    return f"{follow_up(unit=unit).get_absolute_url()}acknowledge/"


def substitute_of(absent, *, begins=0, ends=None):
    """Return a colleague from another unit, named for days counted from today."""
    colleague, today = person(Role.DEPARTMENT_STAFF), clock.today()
    last = None if ends is None else today + timedelta(days=ends)
    name_substitute(absent, substitute=colleague, valid_from=today + timedelta(days=begins), valid_to=last)
    return colleague


def test_the_substitute_acknowledges_what_the_absent_head_would(head, address, sign_in):
    colleague = substitute_of(head)
    assert sign_in(colleague).post(address).status_code == 302


@pytest.mark.parametrize("days", [{"begins": 1}, {"begins": -5, "ends": -1}], ids=["not yet", "no longer"])
def test_on_other_days_the_substitute_finds_nothing(head, address, sign_in, days):
    colleague = substitute_of(head, **days)
    assert sign_in(colleague).get(address).status_code == 404


def test_a_colleague_who_was_not_named_finds_nothing(head, address, sign_in):
    substitute_of(head)
    assert sign_in(person(Role.DEPARTMENT_STAFF)).get(address).status_code == 404


def test_the_substitute_keeps_the_own_role_and_gets_each_role_once(head):
    colleague = substitute_of(head)
    substitute = type(colleague).objects.with_grants().get(pk=colleague.pk)
    assert {grant.role for grant in substitute.grants} == {Role.DEPARTMENT_STAFF, Role.DEPARTMENT_HEAD}
    assert len(substitute.grants) == 2


@pytest.mark.parametrize("role", [*CASEWORK_ROLES, Role.ADMINISTRATOR, Role.DATA_STEWARD, Role.DATA_PROTECTION_OFFICER])
def test_casework_and_the_running_of_the_product_are_not_taken_over(role):
    assert substitute_of(person(role)).roles == {Role.DEPARTMENT_STAFF}


def test_a_substitute_of_a_substitute_gets_nothing_of_the_first(head):
    assert substitute_of(substitute_of(head)).roles == {Role.DEPARTMENT_STAFF}


def test_nothing_is_taken_over_from_a_closed_account(head):
    colleague = substitute_of(head)
    head.is_active = False
    head.save(update_fields=["is_active"])
    assert colleague.roles == {Role.DEPARTMENT_STAFF}


def test_somebody_without_a_role_of_their_own_gets_the_absent_ones(head):
    newcomer = UserFactory()
    name_substitute(head, substitute=newcomer, valid_from=clock.today())
    assert newcomer.roles == {Role.DEPARTMENT_HEAD}
    assert newcomer.organisation_ids == head.organisation_ids
