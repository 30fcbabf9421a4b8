"""Personal calendars: what stands in them for whom, and when they answer nobody."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from core import clock
from core.enums import Role
from core.identity import acting_as
from steering.domain.feeds import create_feed, revoke_feed
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import Confidentiality, Side
from steering.models import CalendarFeed
from tests.factories import OrganisationFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member, follow_up

pytestmark = pytest.mark.django_db


def address_of(owner) -> str:
    return create_feed(owner, label="Büro")[1].removeprefix("http://testserver")


def entries(owner) -> list:
    answer = Client().get(address_of(owner))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).events


def soon():
    return clock.today() + timedelta(days=10)


def test_the_meetings_of_the_own_seats_stand_in_it_and_no_others():
    mine, other = CommitteeFactory(), CommitteeFactory()
    member = committee_member(mine)
    meeting = MeetingFactory(committee=mine, held_on=soon(), place="Rathaus")
    MeetingFactory(committee=other, held_on=soon())
    found = entries(member)
    assert [str(entry["uid"]) for entry in found] == [f"meeting-{meeting.pk}@testserver"]
    assert found[0]["location"] == "Rathaus"


def test_the_due_dates_of_the_own_unit_stand_in_it_and_no_others():
    unit = OrganisationFactory()
    row = follow_up(unit=unit)
    follow_up()
    found = entries(person(Role.DEPARTMENT_STAFF, unit))
    assert [(str(entry["uid"]), entry.start) for entry in found] == [(f"follow-up-{row.code}@testserver", row.due_on)]


def test_what_is_confidential_stands_only_in_the_calendar_of_who_may_see_it():
    unit, committee = OrganisationFactory(), CommitteeFactory()
    office = committee_member(committee, Role.COMMITTEE_OFFICE)
    from steering.domain.meetings import begin_meeting
    from tests.steering.factories import AgendaItemFactory

    meeting = begin_meeting(MeetingFactory(committee=committee))
    item = AgendaItemFactory(meeting=meeting, title="Kennwort", confidentiality=Confidentiality.CONFIDENTIAL)
    order = Order(lead_unit=unit, due_on=soon(), side=Side.HELP)
    record_outcome(item, user=office, outcome=ItemOutcome(result="decided", wording="Kennwort", order=order))
    head, staff = person(Role.DEPARTMENT_HEAD, unit), person(Role.DEPARTMENT_STAFF, unit)
    assert len(entries(head)) == 1
    assert "Kennwort" not in str(entries(head)[0]["summary"])
    assert entries(staff) == []


def test_the_same_content_has_the_same_etag_and_is_not_sent_twice():
    owner = committee_member(CommitteeFactory())
    address = address_of(owner)
    first = Client().get(address)
    second = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"
    MeetingFactory(committee=owner.seats.get().committee, held_on=soon())
    assert Client().get(address)["ETag"] != first["ETag"]


def test_a_withdrawn_address_and_one_of_a_closed_account_answer_like_one_that_never_was():
    owner = person(Role.DEPARTMENT_STAFF)
    feed, address = create_feed(owner, label="Büro")
    other = address_of(owner)
    revoke_feed(feed)
    unknown = Client().get("/calendars/unknown.ics")
    gone = Client().get(address.removeprefix("http://testserver"))
    assert gone.status_code == unknown.status_code == 404
    owner.is_active = False
    owner.save()
    assert Client().get(other).status_code == 404


def test_the_address_is_shown_once_and_not_kept(client, sign_in):
    sign_in(person(Role.DEPARTMENT_STAFF))
    page = client.post("/calendars/new/", {"label": "Büro"}, follow=True)
    address = page.context["address"]
    assert address in page.content.decode()
    assert address not in client.get("/calendars/").content.decode()
    assert address.rsplit("/", 1)[1][:43] not in CalendarFeed.objects.get().fingerprint


def test_nobody_sees_or_withdraws_the_address_of_somebody_else(client, sign_in):
    feed, _address = create_feed(person(Role.DEPARTMENT_STAFF), label="Kennwort")
    sign_in(person(Role.ADMINISTRATOR))
    assert "Kennwort" not in client.get("/calendars/").content.decode()
    assert client.post(f"/calendars/{feed.pk}/revoke/").status_code == 404


def test_the_feed_needs_no_more_than_the_role_of_the_web():
    owner = committee_member(CommitteeFactory())
    MeetingFactory(committee=owner.seats.get().committee, held_on=soon())
    with acting_as(None):
        assert len(entries(owner)) == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_queries_does_not_grow(query_count, rows):
    unit, committee = OrganisationFactory(), CommitteeFactory()
    owner = person(Role.DEPARTMENT_HEAD, unit)
    for _number in range(rows):
        MeetingFactory(committee=committee, held_on=soon() + timedelta(days=_number))
        follow_up(unit=unit)
    address = address_of(owner)
    query_count("steering:calendar_feed", lambda: Client().get(address))
