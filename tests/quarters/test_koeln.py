"""The real file of Köln, measured by hand beforehand. Its folder is named by REAL_DATA_DIR; it is never copied."""

import os
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum

from core.enums import Role
from quarters.domain.imports import confirm_import, undo_import
from quarters.domain.missing import create_missing
from quarters.enums import AreaLevel, BatchState
from quarters.models import Area, Figure, Indicator
from tests.people import person
from tests.quarters.builders import NOW, checked, koeln_profile

FILE = Path(os.environ.get("REAL_DATA_DIR", "/nonexistent")) / "koeln" / "bevoelkerung.csv"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason="REAL_DATA_DIR does not name the folder with the real file"),
]
YEARS = range(2005, 2013)
POPULATION = "koeln-005-10"


@pytest.fixture(scope="module")
def koeln(django_db_setup, django_db_blocker):
    """Import the file once for all tests of this module and take it back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        user = person(Role.DATA_STEWARD)
        first = checked(koeln_profile(), FILE.read_bytes(), user)
        complete = create_missing(first)
        batch = confirm_import(complete, user=user, now=NOW)
        connection.check_constraints()  # once here, or every test would do it again for 29,000 rows
        yield first, batch
        transaction.set_rollback(True)


def figures(code, **lookup):
    return Figure.objects.filter(indicator__code=code, area__municipality="05315000", **lookup)


def test_before_the_areas_exist_everything_is_rejected_and_nothing_lost(koeln):
    first, complete = koeln
    assert (first.new, first.rejected, first.cells_read) == (0, 29_184, 29_184)
    assert (complete.state, complete.new, complete.rejected) == (BatchState.CONFIRMED, 29_184, 0)


def test_the_96_areas_form_a_tree_with_their_zeros(koeln):
    areas = Area.objects.of("05315000").select_related("parent")
    assert Counter(area.level for area in areas) == {"city": 1, "district": 9, "quarter": 86}
    assert {area.code for area in areas if area.level == AreaLevel.DISTRICT} == {f"00{n}" for n in range(1, 10)}
    assert all(area.parent.code == "00" + area.code[0] for area in areas if area.level == AreaLevel.QUARTER)
    assert all(area.parent.level == AreaLevel.DISTRICT for area in areas if area.level == AreaLevel.QUARTER)


def test_eight_names_stand_on_two_levels(koeln):
    twice = Area.objects.of("05315000").values("name").annotate(n=Count("pk")).filter(n=2)
    assert sorted(row["name"] for row in twice) == [
        "Chorweiler", "Ehrenfeld", "Kalk", "Lindenthal", "Mülheim", "Nippes", "Porz", "Rodenkirchen",
    ]  # fmt: skip


def test_the_city_has_the_published_population(koeln):
    city = dict(figures(POPULATION, area__level="city").values_list("period__year", "value"))
    assert sorted(city) == list(YEARS)
    assert (city[2005], city[2012]) == (1_023_101, 1_044_555)


@pytest.mark.parametrize("level", ["district", "quarter"])
def test_each_level_adds_up_to_the_city_in_all_years(koeln, level):
    city = dict(figures(POPULATION, area__level="city").values_list("period", "value"))
    parts = figures(POPULATION, area__level=level).values_list("period").annotate(Sum("value"))
    assert dict(parts) == city


@pytest.mark.parametrize("table", ["010", "020", "050", "060"])
def test_the_tables_add_up_to_the_population_in_all_768_cases(koeln, table):
    population = {
        (area, period): value for area, period, value in figures(POPULATION).values_list("area", "period", "value")
    }
    codes = Indicator.objects.filter(code__startswith=f"koeln-{table}-").values("pk")
    sums = Figure.objects.filter(indicator__in=codes).values_list("area", "period").annotate(Sum("value"))
    assert {(area, period): value for area, period, value in sums} == population
    assert len(population) == 768


def test_an_absent_row_is_zero_in_one_table_only(koeln):
    zeros = figures("koeln-040-50", status="zero").count()
    assert zeros == 49
    assert Figure.objects.filter(area__municipality="05315000", status="zero").count() == 84 + 49


def test_small_cells_are_kept_as_published(koeln):
    small = Figure.objects.filter(area__municipality="05315000", value__range=(1, 4))
    by_table = Counter(code.split("-")[1] for code in small.values_list("indicator__code", flat=True))
    assert by_table == {"030": 306, "040": 106}


def test_a_second_import_of_the_same_file_changes_nothing(koeln):
    _first, batch = koeln
    again = checked(batch.profile, FILE.read_bytes())
    assert (again.new, again.changed, again.removed, again.rejected, again.unchanged) == (0, 0, 0, 0, 29_184)


def test_undoing_takes_all_figures_back(koeln):
    _first, batch = koeln
    with transaction.atomic():
        undone = undo_import(batch, user=batch.uploaded_by, now=NOW)
        assert (undone.changed, figures(POPULATION).count()) == (29_184, 0)
        transaction.set_rollback(True)
