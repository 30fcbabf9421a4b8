"""What leaves: small numbers stay inside on every channel, and nobody can subtract them back."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.enums import Role
from quarters.enums import Audience, Status
from quarters.models import Area, Indicator, Source
from quarters.queries.figures import City, Series, released_figures, share
from quarters.queries.maps import class_bounds
from quarters.queries.profiles import headline_figures, profile
from quarters.queries.release import MISSING, Released, protecting, release
from tests.people import person
from tests.quarters.builders import HEADINGS, confirmed, simple_profile

pytestmark = pytest.mark.django_db
DAY = date(2023, 12, 31)
# Below 5,000 is small in these tests, so that a hidden number is easy to find wherever it leaks.
SMALL, PROTECTOR = 4_337, 8_123
FILE = HEADINGS + (
    "000;Stadt;2023;93.571\n4;Ost;2023;43.571\n2;Nord;2023;50.000\n"
    "40;Erle;2023;31.111\n41;Resse;2023;8.123\n42;Mark;2023;4.337\n12;Schalke-Nord;2023;-\n"
)


@pytest.fixture
def city():
    profile = simple_profile()
    Indicator.objects.update(hidden_below=5_000, is_headline=True)
    confirmed(profile, FILE)
    return City("05513000")


def area(code, level="quarter"):
    return Area.objects.get(code=code, level=level)


def series():
    return Series(Indicator.objects.get(code="inhabitants"), Source.objects.get(name="Melderegister"))


def test_a_small_number_is_hidden_and_so_is_the_one_that_would_give_it_away(city):
    figures = released_figures(city, [series()])
    shown = {code: figures.get(series(), area(code), DAY) for code in ("40", "41", "42")}
    assert [(code, each.number, each.status) for code, each in shown.items()] == [
        ("40", 31_111, Status.VALUE),
        ("41", None, Status.SUPPRESSED_HERE),
        ("42", None, Status.SUPPRESSED_HERE),
    ]
    assert figures.get(series(), area("4", "district"), DAY).number == 43_571


def test_data_stewards_see_the_figures_as_they_are(city):
    figures = released_figures(city, [series()], Audience.STEWARD)
    assert figures.get(series(), area("42"), DAY).number == SMALL


def test_a_zero_does_not_protect_and_is_shown(city):
    assert released_figures(city, [series()]).get(series(), area("12"), DAY).text == "0"


def test_what_was_never_told_is_missing_and_not_zero(city):
    assert released_figures(city, [series()]).get(series(), area("10"), DAY) is MISSING


def test_zero_is_shown_and_so_is_everything_where_the_threshold_is_zero():
    indicator = Indicator(hidden_below=3)
    assert release((Decimal(0), "zero", ""), indicator, Audience.READER).text == "0"
    assert release((Decimal(2), "value", ""), indicator, Audience.READER).number is None
    assert release((Decimal(2), "value", ""), Indicator(hidden_below=0), Audience.READER).text == "2"


def test_a_secret_of_the_source_is_protected_as_well():
    indicator = Indicator(hidden_below=3, is_additive=True)
    areas = [Area(pk=1, code="0"), *(Area(pk=n, code=str(n), parent_id=1) for n in (2, 3, 4))]
    values = {
        1: (Decimal(100), "value"),
        2: (None, "suppressed_source"),
        3: (Decimal(20), "value"),
        4: (Decimal(70), "value"),
    }
    assert protecting(values, areas, indicator) == {3}
    assert protecting({**values, 2: (None, "unknown")}, areas, indicator) == frozenset()
    assert protecting(values, areas, Indicator(hidden_below=3, is_additive=False)) == frozenset()


def test_hiding_goes_on_upwards_until_no_sum_has_a_single_secret():
    indicator = Indicator(hidden_below=3)
    areas = [
        Area(pk=1, code="000"), Area(pk=2, code="1", parent_id=1), Area(pk=3, code="2", parent_id=1),
        Area(pk=4, code="10", parent_id=2), Area(pk=5, code="20", parent_id=3), Area(pk=6, code="21", parent_id=3),
    ]  # fmt: skip
    values = {pk: (Decimal(n), "value") for pk, n in {1: 60, 2: 2, 3: 58, 4: 2, 5: 30, 6: 28}.items()}
    extra = protecting(values, areas, indicator)
    assert extra == {3, 6}


def test_a_share_is_hidden_with_its_parts():
    hidden, ten = Released(None, Status.SUPPRESSED_HERE), Released(Decimal(10), Status.VALUE)
    assert share(hidden, ten).status == Status.SUPPRESSED_HERE
    assert share(ten, hidden).status == Status.SUPPRESSED_HERE
    assert share(ten, Released(Decimal(0), Status.ZERO)).status == Status.NOT_APPLICABLE
    assert share(ten, Released(Decimal(40), Status.VALUE)).number == 25


def page(client, code):
    """Return the page with its chart, map, tooltips and table."""
    return client.get(reverse("portal:quarter_profile", args=[area(code).pk])).content.decode()


def csv(client, code):
    return client.get(reverse("portal:quarter_profile", args=[area(code).pk]) + "?format=csv").content.decode()


def xlsx(client, code):
    response = client.get(reverse("portal:quarter_profile", args=[area(code).pk]) + "?format=xlsx")
    rows = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    return str(list(rows))


def indicator_page(client, code):
    return client.get(reverse("quarters:indicator_detail", args=[series().indicator.pk])).content.decode()


@pytest.mark.parametrize("code", ["40", "41", "42"])
@pytest.mark.parametrize("channel", [page, csv, xlsx, indicator_page])
def test_no_channel_shows_a_hidden_number(city, sign_in, code, channel):
    text = channel(sign_in(person(Role.DATA_STEWARD)), code)
    for number in (SMALL, PROTECTOR):
        assert re.search(rf"{number}|{number:,}".replace(",", "[.,]"), text) is None
    if code == "40" and channel is not indicator_page:
        assert re.search("31[.,]?111", text)


def test_a_file_says_why_a_number_is_missing(city, sign_in):
    client = sign_in(person(Role.COMMITTEE_MEMBER))
    assert csv(client, "12").splitlines()[1].split(",")[2:4] == ["0", ""]
    hidden = csv(client, "42").splitlines()[1].split(",")[2:4]
    assert hidden[0] == ""
    assert hidden[1] != ""


def test_map_and_dashboard_use_released_figures(city):
    shown = profile(area("40"))
    tiles = {tile.area.code: (tile.figure.text, tile.css) for tile in shown.map.tiles}
    assert tiles["42"][1] == tiles["41"][1] == "secret"
    assert tiles["10"][1] == "missing"
    assert tiles["12"] == ("0", "class-1")
    assert tiles["40"][1].startswith("class-")
    headline = headline_figures([area("42").pk], date(2024, 1, 1))[0]
    assert headline.movement.now.number is None


def test_headline_figures_do_not_look_into_the_future(city):
    assert headline_figures([area("40").pk], date(2023, 12, 30)) == []
    assert headline_figures([], date(2023, 12, 30)) == []


def test_equal_numbers_have_equal_colours():
    assert class_bounds([Decimal(n) for n in (1, 1, 1, 1, 9)]) == [1, 9]
    assert class_bounds([Decimal(5)] * 4) == [5]
    assert class_bounds([]) == []
    assert len(class_bounds([Decimal(n) for n in range(18)])) == 5
