"""The quick log and the list of contacts."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from casework.models import FieldContact, ReadLog
from core.enums import Role
from core.identity import acting_as
from core.models import Installation
from tests.casework import world as build
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

LOG = "/quick-log/"
LIST = "/contacts/"


@pytest.fixture
def area():
    return build.area()


@pytest.fixture
def worker():
    return person(Role.SOCIAL_WORKER, build.association())


@pytest.fixture
def desk(sign_in, worker):
    return sign_in(worker)


def taps(place, /, **changes) -> dict:
    """Return what the phone sends."""
    with acting_as(None) as frame:
        now = frame.now
    return {
        "key": str(uuid.uuid4()),
        "area": place.pk,
        "happened_at": now.strftime("%Y-%m-%dT%H:%M"),
        "language": "ro",
        "depth": "short",
        "sequence": "unknown",
        "topics": ["housing"],
        "done": ["informed"],
    } | changes


def contacts_of(worker) -> list[FieldContact]:
    with acting_as(worker, casework=True):
        return list(FieldContact.objects.prefetch_related("topics"))


def test_a_contact_is_recorded_without_any_name(desk, worker, area):
    response = desk.post(LOG, taps(area))
    contact = contacts_of(worker)[0]
    assert response["Location"] == f"{LOG}?saved={contact.pk}"
    assert (contact.language, contact.area, contact.recorded_by, contact.group_size) == ("ro", area, worker, None)
    assert [topic.pk for topic in contact.topics.all()] == ["housing"]


def test_the_same_key_sent_twice_is_one_contact(desk, worker, area):
    sent = taps(area)
    assert desk.post(LOG, sent)["Location"] == desk.post(LOG, sent)["Location"]
    assert len(contacts_of(worker)) == 1


def test_two_equal_contacts_with_their_own_keys_are_two(desk, worker, area):
    desk.post(LOG, taps(area))
    desk.post(LOG, taps(area))
    assert len(contacts_of(worker)) == 2


def test_a_key_of_a_colleague_is_refused_and_nothing_is_lost(desk, worker, area):
    colleague = person(Role.SOCIAL_WORKER, worker.memberships.get().organisation)
    theirs = build.log_contact(colleague, area)
    response = desk.post(LOG, taps(area, key=str(theirs.pk), note="Bitte aufheben"))
    assert response.status_code == 422
    assert "Bitte aufheben" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"language": ""}, "language"),
        ({"area": ""}, "area"),
        ({"depth": "group"}, "group_size"),
        ({"depth": "group", "group_size": "1"}, "group_size"),
        ({"note": "x" * 301}, "note"),
        ({"topics": ["ethnicity"]}, "topics"),
        ({"done": ["arrested"]}, "done"),
        ({"happened_at": "gestern"}, "happened_at"),
    ],
)
def test_what_is_missing_or_unknown_is_said_at_its_field(desk, worker, area, changes, field):
    response = desk.post(LOG, taps(area, **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert contacts_of(worker) == []


def test_a_contact_in_the_future_is_refused(desk, worker, area):
    with acting_as(None) as frame:
        later = frame.now + timedelta(hours=5)
    response = desk.post(LOG, taps(area, happened_at=later.strftime("%Y-%m-%dT%H:%M")))
    assert response.status_code == 422
    assert contacts_of(worker) == []


def test_a_size_typed_before_the_kind_changed_is_forgotten(desk, worker, area):
    assert desk.post(LOG, taps(area, group_size="77")).status_code == 302
    assert contacts_of(worker)[0].group_size is None


def test_time_quarter_and_language_are_preset_from_the_last_contact(desk, worker, area):
    build.area("Hassel", "17")
    build.log_contact(worker, area)
    form = desk.get(LOG).context["form"]
    assert (form["area"].value(), form["language"].value()) == (area.pk, "bg")
    assert form.fields["language"].choices[0][0] == "bg"


def test_one_more_like_this_presets_everything_but_the_note(desk, worker, area):
    contact = build.log_contact(worker, area, depth="group", group_size=4)
    form = desk.get(f"{LOG}?like={contact.pk}").context["form"]
    assert (form["depth"].value(), form["group_size"].value(), form["topics"].value()) == ("group", 4, ["housing"])
    assert not form["note"].value()


@pytest.mark.parametrize("named", ["like", "saved"])
def test_a_contact_of_another_organisation_presets_nothing(desk, area, named):
    foreign = build.log_contact(person(Role.SOCIAL_WORKER, build.association()), area, depth="group", group_size=4)
    page = desk.get(f"{LOG}?{named}={foreign.pk}")
    assert page.context["form"]["depth"].value() == "short"
    assert page.context["saved"] is None


def test_an_address_with_nonsense_opens_the_empty_form(desk):
    assert desk.get(f"{LOG}?like=..%00&saved=7").status_code == 200


def test_taking_back_works_for_a_quarter_of_an_hour(desk, worker, area):
    contact = build.log_contact(worker, area)
    address = reverse("casework:contact_take_back", args=[contact.pk])
    assert desk.post(address)["Location"] == LOG
    assert contacts_of(worker) == []


def test_a_contact_cannot_be_taken_back_later(desk, worker, area):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_installation SET is_demo = true")
    contact = build.log_contact(worker, area)
    Installation.objects.update(clock_offset=timedelta(minutes=16))
    assert desk.post(reverse("casework:contact_take_back", args=[contact.pk])).status_code == 403
    assert len(contacts_of(worker)) == 1


def test_a_colleague_cannot_take_a_contact_back(sign_in, worker, area):
    contact = build.log_contact(worker, area)
    colleague = sign_in(person(Role.SOCIAL_WORKER, worker.memberships.get().organisation))
    assert colleague.post(reverse("casework:contact_take_back", args=[contact.pk])).status_code == 403
    assert len(contacts_of(worker)) == 1


def test_a_contact_with_a_case_cannot_be_taken_back(desk, worker, area):
    contact = build.log_contact(worker, area)
    build.start_case(worker, contact=contact)
    assert desk.post(reverse("casework:contact_take_back", args=[contact.pk])).status_code == 422
    assert len(contacts_of(worker)) == 1


def test_the_list_shows_the_contacts_of_the_own_organisation(desk, worker, area):
    build.log_contact(worker, area, note="eigener")
    build.log_contact(person(Role.SOCIAL_WORKER, build.association()), area, note=build.MARK)
    page = desk.get(LIST).content.decode()
    assert "eigener" in page
    assert build.MARK not in page


def test_the_filter_narrows_list_and_export_alike(desk, worker, area):
    build.log_contact(worker, area)
    build.log_contact(worker, build.area("Hassel", "17"))
    address = f"{LIST}?area={area.pk}"
    cells = re.findall(r"<td[^>]*>(Schalke|Hassel)</td>", desk.get(address).content.decode())
    assert cells == ["Schalke"]
    assert desk.get(f"{address}&format=csv").content.decode().count("Schalke") == 1


def test_the_export_has_no_note_and_no_name(desk, worker, area):
    build.log_contact(worker, area, note=build.MARK)
    exported = desk.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    assert build.MARK not in exported
    assert worker.name not in exported
    assert len(exported.splitlines()) == 2
    assert "Wohnen" in exported


def test_list_and_export_leave_one_row_each_in_the_read_log(desk, worker, area):
    lead = person(Role.CASEWORK_LEAD, worker.memberships.get().organisation)
    build.log_contact(worker, area)
    desk.get(LIST)
    desk.get(f"{LIST}?format=xlsx")
    with acting_as(lead, casework=True):
        assert sorted(ReadLog.objects.values_list("kind", "user_id", "allowed")) == [
            ("contact_export", worker.pk, True),
            ("contact_list", worker.pk, True),
        ]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(desk, worker, area, query_count, rows):
    for _row in range(rows):
        build.log_contact(worker, area)
    query_count("casework:contact_list", lambda: desk.get(LIST))


def test_the_quick_log_costs(desk, worker, area, query_count):
    build.log_contact(worker, area)
    query_count("casework:contact_create", lambda: desk.get(LOG))
