"""The history on the pages of indicators and imports."""

import pytest

from core.enums import Role
from core.identity import acting_as
from quarters.models import Indicator
from tests.people import person
from tests.quarters.builders import HEADINGS, checked, simple_profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return person(Role.DATA_STEWARD, name="Timo Muster")


def page(client, obj) -> str:
    return client.get(obj.get_absolute_url()).content.decode()


def test_readers_see_which_words_an_indicator_had_before(steward, sign_in):
    simple_profile()
    indicator = Indicator.objects.get(code="inhabitants")
    with acting_as(steward):
        indicator.name = "Bevölkerung"
        indicator.save()
    html = page(sign_in(person(Role.COMMITTEE_MEMBER)), indicator)
    assert "Name: Einwohner → Bevölkerung" in html
    assert "Timo Muster" in html


def test_an_import_tells_how_it_went_on(steward, sign_in):
    batch = checked(simple_profile(), HEADINGS + "10;Altstadt;2023;10.566\n", steward)
    assert "→ bereit zur Bestätigung" in page(sign_in(steward), batch)
