"""Start page, dashboard and search through their addresses."""

import re
from datetime import timedelta
from html import unescape

import pytest

from core import clock
from core.enums import Role
from quarters.domain.areas import create_gelsenkirchen
from quarters.models import Area
from steering.domain.followups import acknowledge_follow_up, open_follow_up
from steering.models import FollowUp
from tests.factories import OrganisationFactory
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return person(Role.DEPARTMENT_HEAD)


@pytest.fixture
def unit(head):
    return head.memberships.get().organisation


def ask(unit, *, in_days=5, subject="Bitte um Rückmeldung"):
    office = person(Role.COMMITTEE_OFFICE)
    return open_follow_up(subject=subject, unit=unit, due_on=clock.today() + timedelta(days=in_days), opened_by=office)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_start_page_lists_what_waits_with_its_button(head, unit, sign_in):
    ask(unit, subject="Übersicht der Schulplätze")
    page = text(sign_in(head).get("/"))
    assert "Übersicht der Schulplätze" in page
    assert "Übernehmen" in page


def test_the_start_page_says_when_nothing_waits(head, sign_in):
    page = text(sign_in(head).get("/"))
    assert "Nichts wartet auf Sie" in page


def test_matters_of_other_units_do_not_wait_for_me(head, sign_in):
    ask(OrganisationFactory(), subject="Geheime Sache der anderen Stelle")
    assert "Geheime Sache" not in text(sign_in(head).get("/"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_start_page_costs_the_same_queries_for_any_length(rows, head, unit, sign_in, query_count):
    for number in range(rows):
        ask(unit, subject=f"Auftrag {number}")
    client = sign_in(head)
    query_count("portal:start", lambda: client.get("/"))


def test_the_dashboard_counts_open_overdue_and_silent_matters(head, unit, sign_in):
    ask(unit)
    acknowledge_follow_up(ask(unit), user=head)
    page = text(sign_in(head).get("/dashboard/"))
    assert "Nichts ist überfällig" in page
    assert page.count("Bitte um Rückmeldung") == 2


@pytest.mark.parametrize(
    ("tile", "subjects"),
    [
        ("open", {"Neue Sache", "Späte Sache", "Stille Sache"}),
        ("overdue", {"Späte Sache"}),
        ("silent", {"Stille Sache"}),
    ],
)
def test_each_tile_of_the_dashboard_opens_the_list_it_counts(tile, subjects, head, unit, sign_in):
    ask(unit, subject="Neue Sache")
    late, silent = ask(unit, subject="Späte Sache"), ask(unit, subject="Stille Sache")
    FollowUp.objects.filter(pk=late.pk).update(due_on=clock.today() - timedelta(days=3))
    FollowUp.objects.filter(pk=silent.pk).update(opened_at=clock.now() - timedelta(days=8))
    ask(OrganisationFactory(), subject="Sache der anderen Stelle")
    client = sign_in(head)
    (address,) = re.findall(rf'href="([^"]*show={tile}[^"]*)"', text(client.get("/dashboard/")))
    page = text(client.get(unescape(address)))
    assert {
        subject for subject in ("Neue Sache", "Späte Sache", "Stille Sache", "Sache der anderen") if subject in page
    } == subjects


def test_the_dashboard_says_how_figures_come_when_there_are_none(head, sign_in):
    assert "Statistikstelle" in text(sign_in(head).get("/dashboard/"))


def test_staff_without_a_role_for_it_see_no_dashboard(sign_in):
    assert sign_in(person(Role.DEPARTMENT_STAFF)).get("/dashboard/").status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_the_dashboard_costs_the_same_queries_for_any_length(rows, head, unit, sign_in, query_count):
    for number in range(rows):
        ask(unit, subject=f"Auftrag {number}")
    client = sign_in(head)
    query_count("portal:dashboard", lambda: client.get("/dashboard/"))


def test_search_finds_areas_and_organisations(head, sign_in):
    create_gelsenkirchen()
    OrganisationFactory(name="Schalker Werkstatt")
    page = text(sign_in(head).get("/search/", {"q": "schalk"}))
    assert "Schalke-Nord" in page
    assert "Schalker Werkstatt" in page


def test_search_shows_no_areas_to_those_who_read_no_statistics(sign_in):
    create_gelsenkirchen()
    assert Area.objects.filter(name="Schalke").exists()
    page = text(sign_in(person(Role.DEPARTMENT_STAFF)).get("/search/", {"q": "Schalke-Nord"}))
    assert "/areas/" not in page


def test_the_profile_of_a_district_names_it_in_its_choice(sign_in):
    create_gelsenkirchen()
    district = Area.objects.get(name="Ost")
    page = sign_in(person(Role.COMMITTEE_OFFICE)).get(f"/areas/{district.pk}/profile/")
    assert (district.pk, "Ost") in page.context["form"].fields["area"].widget.choices


def test_a_phone_shows_a_social_worker_what_the_street_needs(sign_in):
    page = sign_in(person(Role.SOCIAL_WORKER)).get("/")
    labels = [str(entry.label) for entry in page.context["bottom_bar"]]
    assert labels == ["Start", "Kontakt festhalten", "Kontakte", "Fälle"]


def test_search_asks_for_two_characters(head, sign_in):
    assert "2" in text(sign_in(head).get("/search/", {"q": "a"}))


def test_search_finds_nothing_and_says_what_to_do(head, sign_in):
    assert "Es wurde nichts gefunden" in text(sign_in(head).get("/search/", {"q": "xyzxyz"}))
