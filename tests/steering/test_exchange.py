"""What was learned from others: who may read it, that it is found where it matters, that two writers lose nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.urls import reverse

from core.enums import Role
from steering.domain.exchange import Lesson, record_exchange
from steering.enums import Confidentiality, SeatRole
from steering.enums_exchange import ExchangeKind
from steering.models import Exchange
from steering.queries.exchange import experiences_for, search_exchanges
from tests.factories import OrganisationFactory
from tests.people import person
from tests.steering.builders import municipality
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(db):
    return CommitteeFactory()


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


def learn(committee, user, **fields) -> Exchange:
    defaults = {
        "committee": committee,
        "kind": ExchangeKind.VISIT,
        "happened_on": date(2026, 3, 2),
        "title": "Sprechstunden im Quartier",
        "lessons": "Feste Zeiten und Sprachmittlung helfen.",
        "organisation": fields.get("organisation") or municipality(),
    }
    return record_exchange(Lesson(**(defaults | fields)), user=user)


def typed(committee, **fields) -> dict:
    return {
        "committee": committee.pk,
        "kind": "visit",
        "happened_on": "2026-03-02",
        "organisation": municipality().pk,
        "title": "Sprechstunden",
        "lessons": "Feste Zeiten helfen.",
        "confidentiality": "internal",
    } | fields


def test_the_committee_writes_down_what_it_learned(committee, sign_in):
    member = committee_member(committee)
    response = sign_in(member).post(reverse("steering:exchange_create"), typed(committee), follow=True)
    assert response.status_code == 200
    exchange = Exchange.objects.get()
    assert (exchange.title, exchange.recorded_by) == ("Sprechstunden", member)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "hearing"}, "meeting"),
        ({"organisation": ""}, "organisation"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"lessons": ""}, "lessons"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(committee, office, sign_in, fields, wrong):
    response = sign_in(office).post(reverse("steering:exchange_create"), typed(committee, **fields))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]


def test_the_own_city_is_nobody_to_learn_from(committee, office):
    with pytest.raises(ValidationError):
        learn(committee, office, organisation=OrganisationFactory())


def test_an_expert_is_heard_in_a_meeting_of_the_committee(committee, office):
    heard = learn(committee, office, kind=ExchangeKind.HEARING, meeting=MeetingFactory(committee=committee))
    assert heard.meeting.committee == committee
    with pytest.raises(ValidationError):
        learn(committee, office, kind=ExchangeKind.HEARING, meeting=MeetingFactory())


def test_the_database_ties_the_meeting_to_the_committee(committee, office):
    heard = learn(committee, office, kind=ExchangeKind.HEARING, meeting=MeetingFactory(committee=committee))
    Exchange.objects.filter(pk=heard.pk).update(meeting=MeetingFactory())
    with pytest.raises(IntegrityError, match="exchange_meeting_of_committee"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("role", "levels"),
    [
        (Role.COMMITTEE_OFFICE, {"public", "internal", "confidential"}),
        (Role.COMMITTEE_MEMBER, {"public", "internal"}),
        (Role.DEPARTMENT_HEAD, {"public", "internal"}),
        (Role.DEPARTMENT_STAFF, {"public", "internal"}),
        (Role.EXTERNAL_PARTNER, {"public"}),
        (Role.SOCIAL_WORKER, set()),
        (Role.DATA_STEWARD, set()),
    ],
)
def test_who_reads_which_level(committee, office, role, levels):
    for level in Confidentiality:
        learn(committee, office, confidentiality=level)
    assert {row.confidentiality for row in Exchange.objects.visible_to(person(role))} == levels


def test_a_seat_in_the_committee_reads_what_is_confidential(committee, office):
    hidden = learn(committee, office, confidentiality=Confidentiality.CONFIDENTIAL)
    assert list(Exchange.objects.visible_to(committee_member(committee))) == [hidden]
    assert not Exchange.objects.visible_to(committee_member(CommitteeFactory())).exists()


def test_it_is_found_in_every_inflection(committee, office):
    found = learn(committee, office, title="Sprechstunden im Quartier")
    learn(committee, office, title="Sperrmüll", lessons="Abholung nach Anruf.")
    assert list(search_exchanges(office, "Sprechstunde")) == [found]
    assert list(search_exchanges(office, "sprachmittlung")) == [found]
    assert list(search_exchanges(office, "echstund")) == [found]


def test_similar_subjects_are_shown_where_a_measure_is_planned(committee, office):
    found = learn(committee, office)
    learn(committee, office, title="Sperrmüll", lessons="Abholung nach Anruf.")
    assert experiences_for(office, "Wöchentliche Sprechstunde in der Neustadt") == [found]
    assert experiences_for(office, "in der an") == []
    assert experiences_for(office, "\"' or & | ! ( ) : * <->") == []
    assert experiences_for(person(Role.EXTERNAL_PARTNER), "Sprechstunde") == []


def test_two_writers_see_each_other_and_lose_nothing(committee, office, sign_in):
    exchange = learn(committee, office)
    client, url = sign_in(office), reverse("steering:exchange_update", args=[exchange.pk])
    assert client.post(url, typed(committee, version=1, lessons="Text der Kollegin")).status_code == 302
    response = client.post(url, typed(committee, version=1, lessons="Mein Text"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Text der Kollegin" in text
    assert "Mein Text" in text
    again = response.context["form"]["version"].value()
    assert client.post(url, typed(committee, version=again, lessons="Mein Text")).status_code == 302
    exchange.refresh_from_db()
    assert exchange.lessons == "Mein Text"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty_rows(rows, committee, office, sign_in, query_count):
    for _row in range(rows):
        learn(committee, office)
    client = sign_in(office)
    query_count("steering:exchange_list", lambda: client.get(reverse("steering:exchange_list")))
