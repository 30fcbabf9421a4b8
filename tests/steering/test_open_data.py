"""The open data interface: every object as OParl 1.1 asks, nothing that is not public, removal told, nothing while off."""

import json

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from jsonschema import Draft202012Validator

from core import clock
from core.enums import Role
from core.files import store_content
from core.models import Installation
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.open_data import Published, publish_open_data
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import Confidentiality, MeetingState, SeatRole, Side
from steering.models import Meeting, Paper, PaperAttachment, PublishedObject
from steering.queries import published as pages
from tests.factories import OrganisationFactory
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member
from tests.steering.oparl_schema import DELETED, PAGE, schema

pytestmark = pytest.mark.django_db
MARKER = "Zwickmühle"
ROOT = "/oparl/1.1/"
LISTS = (
    "organization", "person", "meeting", "paper", "agendaItem", "consultation", "file", "membership", "locationList",
    "legislativeTermList",
)  # fmt: skip


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.OPARL = True
    settings.OPARL_REQUESTS_PER_MINUTE = 100_000
    cache.clear()


@pytest.fixture
def committee(db):
    return CommitteeFactory()


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def meeting(committee, office):
    """A held meeting with a public, an internal and a confidential item, each with decision, measure, paper and file."""
    meeting = begin_meeting(MeetingFactory(committee=committee, place="Rathaus"))
    for level in ("confidential", "internal", "public"):
        word = "Sprechstunde" if level == "public" else f"{MARKER} {level}"
        item = add_agenda_item(meeting, title=word, confidentiality=level)
        order = Order(lead_unit=OrganisationFactory(name=word), due_on=clock.today(), side=Side.HELP)
        record_outcome(item, user=office, outcome=ItemOutcome("decided", minutes=MARKER, wording=word, order=order))
        paper(item, office, word, level)
    return end_meeting(meeting)


def paper(item, user, word, level) -> Paper:
    made = Paper.objects.create(
        item=item,
        kind="decision",
        title=word,
        text=MARKER,
        confidentiality=level,
        created_at=clock.now(),
        created_by=user,
    )
    for each in {level, "internal" if level == "public" else level}:
        name = "Anlage.pdf" if each == "public" else f"{MARKER}.pdf"
        file = store_content(b"%PDF-1.4\n" + f"{word} {each}\n%%EOF".encode(), name=name, user=user)
        PaperAttachment.objects.create(paper=made, file=file, confidentiality=each)
    return made


def seal(meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.SEALED)
    publish_open_data()


def get(client, url, **query):
    response = client.get(url.removeprefix(configured.BASE_URL), query)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    return json.loads(response.content.decode())


def items(client, name, **query):
    return get(client, f"{ROOT}list/{name}/", **query)["data"]


def assert_valid(found, name, content):
    Draft202012Validator(schema(name)).validate(content)
    assert content["id"] == found


def everything(client):
    """Follow every link from the entry point; return all answers by address."""
    found, waiting = {}, [ROOT]
    while waiting:
        url = waiting.pop().removeprefix(configured.BASE_URL)
        if url in found or url.startswith(("/?", "/#")) or not url.startswith("/oparl/"):
            continue
        response = client.get(url)
        assert response.status_code == 200, url
        found[url] = response
        if response["Content-Type"] == "application/json":
            waiting += [each for each in strings(response.json()) if each.startswith(configured.BASE_URL)]
    return found


def strings(value):
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(each)


def test_switched_off_it_does_not_exist(client, settings, meeting):
    seal(meeting)
    settings.OPARL = False
    missing = client.get("/there-is-nothing-here/").status_code
    for address in (ROOT, f"{ROOT}list/meeting/", f"{ROOT}meeting/{meeting.pk}/"):
        assert client.get(address).status_code == missing == 404


def test_every_object_reached_from_the_entry_is_what_the_specification_asks(client, meeting):
    seal(meeting)
    kinds = set()
    for url, response in everything(client).items():
        if response["Content-Type"] != "application/json":
            continue
        content = response.json()
        if "pagination" in content:
            Draft202012Validator(PAGE).validate(content)
        else:
            name = content["type"].rsplit("/", 1)[1]
            kinds.add(name)
            assert_valid(configured.BASE_URL + url, name, content)
    assert kinds == {
        "System", "Body", "LegislativeTerm", "Organization", "Membership", "Meeting", "AgendaItem", "Paper",
        "Consultation", "File", "Location",
    }  # fmt: skip


def test_nothing_that_is_not_public_leaves(client, meeting):
    seal(meeting)
    answers = everything(client)
    text = "".join(response.content.decode(errors="replace") for response in answers.values())
    assert "Sprechstunde" in text
    assert MARKER not in text
    hidden = PaperAttachment.objects.exclude(confidentiality="public").values_list("pk", flat=True)
    for key in hidden:
        assert client.get(f"{ROOT}file/{key}/access/").status_code == 404


def test_no_person_is_named(client, meeting, office):
    seal(meeting)
    text = "".join(response.content.decode(errors="replace") for response in everything(client).values())
    assert office.name not in text
    assert office.email not in text
    assert items(client, "person") == []


def test_before_the_minutes_are_sealed_no_result_is_told(client, meeting):
    publish_open_data()
    found = get(client, f"{ROOT}meeting/{meeting.pk}/")
    assert found["meetingState"] == "eingeladen"
    assert [set(item) & {"result", "resolutionText", "lenkungskreis:decisions"} for item in found["agendaItem"]] == [
        set()
    ]
    seal(meeting)
    found = get(client, f"{ROOT}meeting/{meeting.pk}/")
    assert found["meetingState"] == "durchgeführt"
    assert found["agendaItem"][0]["resolutionText"] == "Sprechstunde"
    measure = found["agendaItem"][0]["lenkungskreis:decisions"][0]["lenkungskreis:measures"][0]
    assert measure["lenkungskreis:measureState"] == "ordered"


def test_items_are_numbered_by_their_place(client, meeting):
    add_agenda_item(meeting, title="Zweiter", confidentiality="public")
    seal(meeting)
    found = get(client, f"{ROOT}meeting/{meeting.pk}/")["agendaItem"]
    assert [item["order"] for item in found] == [0, 1]
    assert "meeting" not in found[0]
    assert get(client, found[0]["id"])["meeting"] == f"{configured.BASE_URL}{ROOT}meeting/{meeting.pk}/"


def test_a_second_publication_changes_nothing(meeting):
    seal(meeting)
    assert publish_open_data() == Published()
    assert publish_open_data(only_if_changed=True) == Published()


def test_what_becomes_confidential_is_taken_back_and_its_meeting_has_changed(client, meeting):
    item = meeting.agenda_items.get(confidentiality="public")
    keep = add_agenda_item(meeting, title="Bleibt", confidentiality="public")
    seal(meeting)
    PublishedObject.objects.update(modified="2026-01-02T10:00:00Z", created="2026-01-02T10:00:00Z")
    item.papers.all()[0].attachments.update(confidentiality=Confidentiality.CONFIDENTIAL)
    item.papers.update(confidentiality=Confidentiality.CONFIDENTIAL)
    type(item).objects.filter(pk=item.pk).update(confidentiality=Confidentiality.CONFIDENTIAL)
    publish_open_data()
    gone = get(client, f"{ROOT}agendaitem/{item.pk}/")
    Draft202012Validator(DELETED).validate(gone)
    assert gone["modified"] > gone["created"]
    found = get(client, f"{ROOT}meeting/{meeting.pk}/")
    assert [each["name"] for each in found["agendaItem"]] == [keep.title]
    assert found["modified"] == gone["modified"]
    assert [each["id"] for each in items(client, "agendaItem")] == [found["agendaItem"][0]["id"]]
    since = items(client, "agendaItem", modified_since="2026-01-03T00:00:00+01:00")
    assert {each["id"]: each.get("deleted", False) for each in since}[gone["id"]] is True
    assert PublishedObject.objects.get(kind="AgendaItem", key=str(item.pk)).content == {}


def test_a_file_that_became_confidential_is_gone_at_once(client, meeting):
    seal(meeting)
    attachment = PaperAttachment.objects.get(confidentiality="public")
    address = f"{ROOT}file/{attachment.pk}/"
    assert "attachment" not in client.get(f"{address}access/").get("Content-Disposition", "")
    assert "attachment" in client.get(f"{address}download/")["Content-Disposition"]
    PaperAttachment.objects.filter(pk=attachment.pk).update(confidentiality=Confidentiality.INTERNAL)
    assert client.get(f"{address}access/").status_code == 410


def test_every_list_filters_by_its_times(client, meeting):
    seal(meeting)
    for name in LISTS:
        count = len(items(client, name))
        for when in ("created", "modified"):
            long_ago = "2020-01-01T00:00:00+01:00"
            assert len(items(client, name, **{f"{when}_since": long_ago})) == count, name
            assert items(client, name, **{f"{when}_until": long_ago}) == [], name


def test_pages_follow_each_other_and_keep_the_filters(client, meeting, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    for number in range(4):
        add_agenda_item(meeting, title=f"Punkt {number}", confidentiality="public")
    seal(meeting)
    url, seen = f"{ROOT}list/agendaItem/?created_since=2020-01-01T00:00:00%2B01:00&omit_internal=true", []
    while url:
        page = get(client, url)
        seen += [each["id"] for each in page["data"]]
        assert all(
            "created_since=2020-01-01" in link and "omit_internal=true" in link for link in page["links"].values()
        )
        url = page["links"].get("next")
    assert len(seen) == len(set(seen)) == page["pagination"]["totalElements"] == 5
    assert page["pagination"]["totalPages"] == page["pagination"]["currentPage"] == 3


def test_inner_lists_can_be_left_out(client, meeting):
    seal(meeting)
    assert "agendaItem" in items(client, "meeting")[0]
    assert "agendaItem" not in items(client, "meeting", omit_internal="true")[0]
    assert "auxiliaryFile" not in items(client, "paper", omit_internal="true")[0]


def test_the_lists_of_a_committee_hold_its_own(client, meeting, office):
    other = begin_meeting(MeetingFactory())
    add_agenda_item(other, title="Anderswo", confidentiality="public")
    end_meeting(other)
    seal(meeting)
    organisation = get(client, f"{ROOT}organization/committee-{meeting.committee_id}/")
    assert [each["name"] for each in get(client, organisation["meeting"])["data"]] == [
        f"{meeting.number}. Sitzung {meeting.year}"
    ]
    assert len(items(client, "meeting")) == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("meeting/999999/", 404),
        ("nothing/1/", 404),
        ("list/nothing/", 404),
        ("organization/committee-0/meeting/", 404),
        ("organization/committee-0/paper/", 404),
        ("file/999999/access/", 404),
        ("list/meeting/?page=0", 400),
        ("list/meeting/?page=99999999999999999999", 400),
        ("list/meeting/?page=²", 400),
        ("list/meeting/?created_since=gestern", 400),
        ("list/meeting/?created_since=2026-13-45T99:00:00%2B01:00", 400),
        ("list/meeting/?created_since=2026-01-01T00:00:00", 400),
        ("meeting/%00/", 404),
    ],
)
def test_what_cannot_be_answered_is_said_as_an_error_object(client, address, status):
    response = client.get(f"{ROOT}{address}")
    assert response.status_code == status
    if response["Content-Type"] == "application/json":
        assert response.json()["type"] == "https://schema.oparl.org/1.1/Error"
        assert response["Access-Control-Allow-Origin"] == "*"


def test_an_unencoded_plus_in_a_time_is_understood(client, meeting):
    seal(meeting)
    response = client.get(f"{ROOT}list/meeting/?created_since=2020-01-01T00:00:00+01:00")
    assert response.status_code == 200


def test_too_many_requests_are_told_to_wait(client, settings):
    settings.OPARL_REQUESTS_PER_MINUTE = 2
    statuses = [client.get(f"{ROOT}list/meeting/").status_code for _each in range(3)]
    assert statuses == [200, 200, 429]


def test_umlauts_are_not_escaped_and_nothing_is_added_before_the_text(client, meeting):
    Installation.objects.update(city_name="Köln")
    seal(meeting)
    raw = client.get(f"{ROOT}body/1/").content
    assert raw.startswith(b"{")
    assert "Köln".encode() in raw


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_for_one_and_for_thirty_rows(client, rows, query_count):
    for _row in range(rows):
        meeting = begin_meeting(MeetingFactory(place="Rathaus"))
        add_agenda_item(meeting, title="Punkt", confidentiality="public")
        end_meeting(meeting)
    publish_open_data()
    query_count("steering:oparl_list", lambda: client.get(f"{ROOT}list/meeting/"))
