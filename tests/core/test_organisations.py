"""The directory of organisations, closures and settings, used through their pages."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.domain.organisations import save_organisation
from core.enums import Role
from core.models import Installation, OfficeClosure, Organisation
from tests.factories import MembershipFactory, OrganisationFactory
from tests.people import person

pytestmark = pytest.mark.django_db

FORM = {
    "kind": "department",
    "number": "77",
    "name": "Referat Probe",
    "short_name": "Probe",
    "inbox_email": "p@example.org",
}


@pytest.fixture
def administrator(sign_in):
    return sign_in(person(Role.ADMINISTRATOR))


def test_everybody_finds_a_unit_by_its_number(sign_in):
    OrganisationFactory(number="51", short_name="Erziehung und Bildung")
    OrganisationFactory(number="53", short_name="Gesundheit")
    page = sign_in(person(Role.DEPARTMENT_STAFF)).get("/organisations/", {"q": "51"}).content.decode()
    assert "Erziehung und Bildung" in page
    assert "Gesundheit" not in page


def test_only_an_administrator_may_enter_an_organisation(sign_in):
    assert sign_in(person(Role.DEPARTMENT_HEAD)).get("/organisations/new/").status_code == 403


def test_an_administrator_enters_an_organisation(administrator):
    response = administrator.post("/organisations/new/", FORM)
    made = Organisation.objects.get(number="77")
    assert response.url == made.get_absolute_url()
    assert administrator.get(response.url).status_code == 200


def test_a_missing_inbox_warns_once_and_can_be_overridden(administrator):
    without = FORM | {"inbox_email": ""}
    answer = administrator.post("/organisations/new/", without)
    assert answer.status_code == 422
    assert "override_warnings" in answer.content.decode()
    assert not Organisation.objects.filter(number="77").exists()
    administrator.post("/organisations/new/", without | {"override_warnings": "on"})
    assert Organisation.objects.filter(number="77").exists()


def test_a_taken_number_is_refused_and_keeps_what_was_typed(administrator):
    OrganisationFactory(number="77")
    answer = administrator.post("/organisations/new/", FORM)
    assert answer.status_code == 422
    assert "Referat Probe" in answer.content.decode()
    assert Organisation.objects.filter(number="77").count() == 1


def test_an_organisation_cannot_stand_below_itself():
    top = OrganisationFactory()
    below = OrganisationFactory(parent=top)
    with pytest.raises(ValidationError):
        save_organisation(top, fields={"parent": below})
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.filter(pk=top.pk).update(parent=below)


def test_the_end_cannot_lie_before_the_beginning():
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_cannot_make_a_circle():
    first, second = OrganisationFactory(), OrganisationFactory()
    errors = []

    def put(child, parent):
        try:
            Organisation.objects.filter(pk=child.pk).update(parent=parent)
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 1


def test_the_detail_names_who_holds_a_role_today_and_nobody_else(sign_in):
    unit = OrganisationFactory()
    head = person(Role.DEPARTMENT_HEAD, unit, name="Heutige Leitung")
    former = MembershipFactory(organisation=unit, role=Role.DEPARTMENT_HEAD, valid_to=date(2020, 1, 1)).user
    page = sign_in(head).get(unit.get_absolute_url()).content.decode()
    assert "Heutige Leitung" in page
    assert former.name not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_directory_costs_the_same_queries_for_any_length(rows, sign_in, query_count):
    OrganisationFactory.create_batch(rows, parent=OrganisationFactory())
    client = sign_in(person(Role.DEPARTMENT_STAFF))
    query_count("core:organisation_list", lambda: client.get("/organisations/"))


def test_the_export_holds_no_address_and_no_formula(sign_in):
    OrganisationFactory(name="=cmd()", inbox_email="geheim@example.org")
    content = sign_in(person(Role.DEPARTMENT_STAFF)).get("/organisations/", {"format": "csv"}).content.decode()
    assert "'=cmd()" in content
    assert "geheim@" not in content


def test_closures_are_entered_and_taken_back(administrator):
    administrator.post("/closures/new/", {"day": "2026-12-24", "name": "Heiligabend"})
    closure = OfficeClosure.objects.get(day=date(2026, 12, 24))
    assert "Heiligabend" in administrator.get("/closures/").content.decode()
    administrator.post(f"/closures/{closure.pk}/remove/")
    assert not OfficeClosure.objects.exists()


def test_a_closure_is_entered_only_once(administrator):
    OfficeClosure.objects.create(day=date(2026, 12, 24), name="Heiligabend")
    answer = administrator.post("/closures/new/", {"day": "2026-12-24", "name": "Noch einmal"})
    assert answer.status_code == 422
    assert OfficeClosure.objects.count() == 1


SETTINGS = {
    "city_name": "Gelsenkirchen",
    "municipality_key": "05513000",
    "land": "NW",
    "default_language": "de",
    "sender_address": "",
    "second_factor_roles": ["administrator"],
    "small_count_threshold": "5",
}


def test_settings_are_saved_and_casework_keeps_its_second_factor(administrator):
    administrator.post("/installation/", SETTINGS)
    saved = Installation.objects.get()
    assert saved.city_name == "Gelsenkirchen"
    assert set(saved.second_factor_roles) == {"administrator", "casework_lead", "social_worker"}


def test_the_links_of_the_city_stand_at_the_foot_of_every_page_even_before_sign_in(administrator, client):
    assert "Impressum" not in client.get("/account/login/").content.decode()
    administrator.post("/installation/", SETTINGS | {"imprint_url": "https://stadt.example/impressum"})
    client.logout()
    assert 'href="https://stadt.example/impressum"' in client.get("/account/login/").content.decode()


def test_a_link_that_is_no_address_of_the_web_is_refused(administrator):
    answer = administrator.post("/installation/", SETTINGS | {"imprint_url": "javascript:alert(1)"})
    assert answer.status_code == 422


def test_a_threshold_below_three_is_refused(administrator):
    assert administrator.post("/installation/", SETTINGS | {"small_count_threshold": "2"}).status_code == 422


def test_a_logo_is_recognised_by_its_content(administrator, client):
    script = SimpleUploadedFile("logo.png", b"<script>alert(1)</script>", content_type="image/png")
    assert administrator.post("/installation/", SETTINGS | {"logo": script}).status_code == 422
    picture = SimpleUploadedFile("logo.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
    assert administrator.post("/installation/", SETTINGS | {"logo": picture}).status_code == 302
    assert client.get("/logo")["Content-Type"] == "image/png"
