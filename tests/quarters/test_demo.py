"""The figures of the demonstration: invented, marked, and with everything a reader has to tell apart."""

from datetime import date

import pytest
from django.urls import reverse

from core.enums import Role
from quarters.demo import create_figures, csv_file, last_full_quarter
from quarters.enums import Status
from quarters.models import Area, Figure, ImportBatch
from quarters.queries.profiles import profile
from tests.people import person
from tests.quarters.builders import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def demo():
    return create_figures(user=person(Role.DATA_STEWARD), now=NOW, today=TODAY)


def test_the_file_is_the_same_on_every_machine():
    assert csv_file((2016, 1)) == csv_file((2016, 1))
    assert csv_file((2016, 1)).startswith("Schlüssel;Gebiet;Quartal".encode("cp1252"))


@pytest.mark.parametrize(
    ("day", "quarter"), [(date(2026, 1, 5), (2025, 4)), (date(2026, 6, 30), (2026, 1)), (date(2026, 10, 1), (2026, 3))]
)
def test_figures_end_with_the_last_full_quarter(day, quarter):
    assert last_full_quarter(day) == quarter


def test_loading_twice_loads_once(demo):
    again = create_figures(user=demo.confirmed_by, now=NOW, today=date(2027, 6, 1))
    assert (again, ImportBatch.objects.count(), demo.rejected) == (demo, 1, 0)
    assert demo.new == 45 * 24 * 3


def test_there_is_a_missing_a_secret_and_a_zero_figure(demo):
    statuses = set(Figure.objects.values_list("status", flat=True))
    assert statuses == {Status.VALUE, Status.ZERO, Status.UNKNOWN, Status.SUPPRESSED_SOURCE}


def test_the_city_is_near_its_published_totals(demo):
    year_end = Figure.objects.filter(area__level="city", period=date(2023, 12, 31))
    values = dict(year_end.values_list("indicator__code", "value"))
    assert values["population"] == pytest.approx(265_885, rel=0.01)
    assert values["eu2-population"] == pytest.approx(12_162, rel=0.02)
    arrivals = Figure.objects.filter(area__level="city", indicator__code="eu2-arrivals", period__year=2024)
    assert sum(arrivals.values_list("value", flat=True)) == pytest.approx(2_066, rel=0.1)


def test_the_map_has_a_place_for_each_of_the_18_stadtteile(demo):
    shown = profile(Area.objects.get(level="quarter", name="Erle"))
    assert len({(tile.area.tile_row, tile.area.tile_column) for tile in shown.map.tiles}) == 18
    assert [tile.area.name for tile in shown.map.tiles if tile.is_current] == ["Erle"]


def test_a_missing_quarter_is_a_gap_and_no_zero(demo):
    code = Figure.objects.filter(status=Status.UNKNOWN).values_list("indicator_id", flat=True).get()
    shown = profile(Area.objects.get(name="Heßler"), indicator=code)
    row = next(row for row in shown.rows if row.period == date(2019, 6, 30))
    assert (row.here.number, row.here.css) == (None, "missing")
    assert shown.gaps


def test_the_profile_says_that_its_figures_are_invented(demo, sign_in):
    area = Area.objects.get(name="Horst")
    page = sign_in(person(Role.CHAIR)).get(reverse("portal:quarter_profile", args=[area.pk]))
    assert page.context["profile"].is_synthetic
    assert "erfunden" in page.content.decode() or "invented" in page.content.decode()


def test_another_area_is_chosen_by_the_form_and_the_indicator_stays(demo, sign_in):
    first, second = Area.objects.get(name="Horst"), Area.objects.get(name="Buer")
    url = reverse("portal:quarter_profile", args=[first.pk])
    response = sign_in(person(Role.CHAIR)).get(url, {"area": second.pk, "indicator": 7})
    assert response.url == reverse("portal:quarter_profile", args=[second.pk]) + "?indicator=7"


@pytest.mark.parametrize(
    "query", [{"area": "x"}, {"area": "9" * 40}, {"indicator": "x"}, {"indicator": "-1"}, {"format": "exe"}]
)
def test_a_strange_address_falls_back_to_what_there_is(demo, sign_in, query):
    url = reverse("portal:quarter_profile", args=[Area.objects.get(name="Horst").pk])
    assert sign_in(person(Role.CHAIR)).get(url, query).status_code == 200


def test_an_area_without_figures_says_so(sign_in):
    area = Area.objects.create(municipality="05913000", level="quarter", code="1", name="Mitte")
    page = sign_in(person(Role.CHAIR)).get(reverse("portal:quarter_profile", args=[area.pk]))
    assert page.status_code == 200
    assert page.context["profile"].map is None


def test_pages_cost_the_same_number_of_queries_for_any_number_of_figures(demo, sign_in, query_count):
    client = sign_in(demo.confirmed_by)
    area = Area.objects.get(name="Horst")
    query_count("portal:quarter_profile", lambda: client.get(reverse("portal:quarter_profile", args=[area.pk])))
    query_count("quarters:area_list", lambda: client.get(reverse("quarters:area_list")))
    query_count("quarters:importbatch_list", lambda: client.get(reverse("quarters:importbatch_list")))
