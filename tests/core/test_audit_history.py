"""The readable history of a record, and the audit log."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.audit import history
from core.enums import AuditAction, Role
from core.identity import acting_as
from core.models import AuditEntry, Installation, OfficeClosure, Organisation
from tests.factories import MembershipFactory, OrganisationFactory
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return person(Role.ADMINISTRATOR, name="Edda Muster")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def change(obj, user=None, reason="", **fields):
    for name, value in fields.items():
        setattr(obj, name, value)
    with acting_as(user, reason=reason):
        obj.save()


def test_the_newest_change_comes_first_and_names_who_did_it(user):
    unit = OrganisationFactory()
    change(unit, user, name="Referat Neu")
    newest, oldest = history(unit, user)
    assert (newest.who, newest.action, oldest.action) == ("Edda Muster", AuditAction.UPDATE, AuditAction.INSERT)


def test_fields_and_choices_are_shown_in_words(user):
    unit = OrganisationFactory(kind="department")
    change(unit, user, kind="police", is_example=True)
    assert [str(each) for each in history(unit, user)[0].changes] == ["kind: department → police", "example: no → yes"]


def test_dates_are_shown_in_the_format_of_the_language(user):
    closure = OfficeClosure.objects.create(day=date(2026, 12, 24), name="Heiligabend")
    change(closure, user, day=date(2026, 12, 31))
    with translation.override("de"):
        assert str(history(closure, user)[0].changes[0]).endswith("24.12.2026 → 31.12.2026")


def test_related_records_are_shown_by_name(user):
    parent = OrganisationFactory(number="5", short_name="Bildung")
    unit = OrganisationFactory()
    change(unit, user, parent=parent)
    assert history(unit, user)[0].changes[0].new == "5 Bildung"


def test_a_related_record_out_of_sight_stays_unnamed(user, monkeypatch):
    parent = OrganisationFactory(short_name="Geheim")
    unit = OrganisationFactory()
    change(unit, user, parent=parent)
    monkeypatch.setattr(type(Organisation.objects.all()), "visible_to", lambda rows, _user: rows.none())
    assert history(unit, user)[0].changes[0].new == "not visible"


def test_a_value_that_is_not_kept_is_told_as_changed(user):
    user.set_password("something-else-entirely")
    user.save()
    assert history(user, user)[0].text == "password changed"


def test_work_without_a_user_is_marked_and_gives_its_reason(user):
    unit = OrganisationFactory()
    change(unit, None, "import of the plan", name="Neu")
    newest = history(unit, user)[0]
    assert newest.is_system
    assert newest.text.endswith("→ Neu (import of the plan)")


def test_the_number_of_queries_does_not_grow_with_the_history(user):
    unit, parents = OrganisationFactory(), OrganisationFactory.create_batch(6)
    change(unit, user, parent=parents[0])
    with CaptureQueriesContext(connection) as short:
        history(unit, user)
    for parent in parents[1:]:
        change(unit, person(Role.ADMINISTRATOR), parent=parent)
    with CaptureQueriesContext(connection) as long:
        history(unit, user)
    assert len(short) == len(long) == 2


def test_administrators_read_the_history_on_the_page_and_others_do_not(sign_in, user):
    unit = OrganisationFactory(inbox_email="former@example.org")
    change(unit, user, inbox_email="present@example.org")
    assert "former@example.org" in sign_in(user).get(unit.get_absolute_url()).content.decode()
    assert (
        "former@example.org" not in sign_in(person(Role.DEPARTMENT_STAFF)).get(unit.get_absolute_url()).content.decode()
    )


def test_the_settings_of_the_installation_show_their_history_in_words(sign_in, user):
    installation = Installation.objects.get()
    change(installation, user, city_name="Altstadt", second_factor_roles=["social_worker"], logo=b"PNG")
    change(installation, user, city_name="Neustadt", second_factor_roles=["social_worker", "administrator"])
    html = sign_in(user).get(reverse("core:installation")).content.decode()
    assert "Altstadt → Neustadt" in html
    assert "aufsuchende Sozialarbeit → aufsuchende Sozialarbeit, Verwaltung der Anwendung" in html
    assert "Logo geändert" in html


class TestLog:
    @pytest.fixture
    def officer(self, sign_in):
        officer = person(Role.DATA_PROTECTION_OFFICER)
        return sign_in(officer)

    @pytest.mark.parametrize("rows", [1, 30])
    def test_the_list_costs_the_same_for_one_row_and_for_thirty(self, officer, query_count, rows):
        for _number in range(rows):
            MembershipFactory()
        query_count("core:audit_list", lambda: officer.get(reverse("core:audit_list")))

    def test_the_list_can_be_narrowed_by_table_user_and_day(self, officer, user):
        unit = OrganisationFactory()
        change(unit, user, name="Neu")
        today = AuditEntry.objects.first().at.astimezone().date()
        found = {"table": "core_organisation", "user": user.pk, "since": today, "until": today}
        page = officer.get(reverse("core:audit_list"), found)
        assert [row.row_key for row in page.context["object_list"]] == [str(unit.pk)]
        assert not officer.get(reverse("core:audit_list"), found | {"table": "core_user"}).context["object_list"]

    def test_the_export_names_fields_and_never_values(self, officer, user):
        change(OrganisationFactory(), user, inbox_email="marker@example.org")
        content = officer.get(reverse("core:audit_list"), {"format": "csv"}).content.decode()
        assert "Edda Muster" in content
        assert "marker" not in content

    def test_an_entry_shows_before_and_after(self, officer, user):
        change(OrganisationFactory(name="Vorher"), user, name="Nachher")
        page = officer.get(reverse("core:audit_detail", args=[AuditEntry.objects.first().pk])).content.decode()
        assert "Vorher" in page
        assert "Nachher" in page
