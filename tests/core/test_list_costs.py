"""Lists of core and quarters that are short in life: they cost the same queries for one row and for thirty."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.enums import Role
from core.models import OfficeClosure
from quarters.models import Indicator
from tests.factories import OrganisationFactory
from tests.people import person

pytestmark = pytest.mark.django_db


def accounts(rows):
    unit = OrganisationFactory()
    for _number in range(rows):
        person(Role.DEPARTMENT_STAFF, unit)


def closures(rows):
    days = (date(2027, 1, 1) + timedelta(days=number) for number in range(rows))
    OfficeClosure.objects.bulk_create(OfficeClosure(day=day, name="Betriebsausflug") for day in days)


def indicators(rows):
    Indicator.objects.bulk_create(Indicator(code=f"probe_{n}", name=f"Probe {n}", unit="Personen") for n in range(rows))


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "make", "role"),
    [
        ("core:user_list", accounts, Role.ADMINISTRATOR),
        ("core:closure_list", closures, Role.ADMINISTRATOR),
        ("quarters:indicator_list", indicators, Role.DATA_STEWARD),
    ],
)
def test_a_list_costs_the_same_queries_for_any_length(name, make, role, rows, sign_in, query_count):
    make(rows)
    client = sign_in(person(role))
    query_count(name, lambda: client.get(reverse(name)))
