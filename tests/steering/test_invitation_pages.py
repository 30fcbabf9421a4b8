"""Inviting and answering through the pages, signed in and through the link in the mail."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.enums import Role
from core.models import AuditEntry, OutgoingMail
from steering.domain.invitations import invite
from steering.enums import MeetingState, Response, SeatRole
from steering.models import Invitation, SeatSubstitute
from tests.factories import UserFactory
from tests.steering.factories import AgendaItemFactory, CommitteeFactory, MeetingFactory, SeatFactory, committee_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory()


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def member(committee):
    return committee_member(committee)


@pytest.fixture
def meeting(committee, office, member):
    meeting = MeetingFactory(committee=committee, held_on=clock.today() + timedelta(days=40), place="Rathaus")
    AgendaItemFactory(meeting=meeting)
    return meeting


@pytest.fixture
def invited(meeting, office):
    invite(meeting, user=office)
    meeting.refresh_from_db()
    return meeting


def link_in_mail_to(address: str) -> str:
    text = OutgoingMail.objects.filter(to_address=address).latest("pk").text
    return re.search(r"(/meeting-invitations/links/\S+)", text)[1]


def invitation_of(user) -> Invitation:
    return Invitation.objects.live().get(person=user)


def test_the_page_before_sending_shows_everybody_the_last_day_and_why(client, sign_in, meeting, office, member):
    sign_in(office)
    page = client.get(f"/meetings/{meeting.pk}/invite/")
    assert member.email in page.content.decode()
    assert page.context["notice"].explanation in page.content.decode()
    assert not OutgoingMail.objects.exists()


def test_sending_invites_and_leads_to_the_answers(client, sign_in, meeting, office, member):
    sign_in(office)
    answer = client.post(f"/meetings/{meeting.pk}/invite/")
    assert answer.url == f"/meetings/{meeting.pk}/invitations/"
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.INVITED
    assert OutgoingMail.objects.filter(to_address=member.email).count() == 1


def test_a_late_invitation_asks_for_the_urgency_and_keeps_what_was_typed(client, sign_in, meeting, office):
    meeting.held_on = clock.today() + timedelta(days=3)
    meeting.save()
    sign_in(office)
    refused = client.post(f"/meetings/{meeting.pk}/invite/", {"urgency": ""})
    assert refused.status_code == 422
    assert client.post(f"/meetings/{meeting.pk}/invite/", {"urgency": "Räumung"}).status_code == 302


def test_even_urgent_there_is_a_shortest_time_that_has_to_be_confirmed(client, sign_in, meeting, office):
    meeting.held_on = clock.today() + timedelta(days=1)
    meeting.save()
    sign_in(office)
    address, typed = f"/meetings/{meeting.pk}/invite/", {"urgency": "Räumung"}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"override_warnings": "on"}).status_code == 302


def test_an_empty_agenda_has_to_be_confirmed(client, sign_in, meeting, office):
    meeting.agenda_items.all().delete()
    sign_in(office)
    assert client.post(f"/meetings/{meeting.pk}/invite/").status_code == 422
    assert client.post(f"/meetings/{meeting.pk}/invite/", {"override_warnings": "on"}).status_code == 302


def test_the_link_in_the_mail_answers_without_an_account(invited, member):
    visitor = Client()
    page = visitor.get(link_in_mail_to(member.email), follow=True)
    row = invitation_of(member)
    assert page.redirect_chain == [(f"/meeting-invitations/{row.pk}/reply/", 302)]
    assert row.response == ""
    visitor.post(f"/meeting-invitations/{row.pk}/reply/", {"response": Response.YES})
    row.refresh_from_db()
    assert (row.response, row.answered_by) == (Response.YES, None)
    entry = AuditEntry.objects.filter(table="steering_invitation", action="update").latest("pk")
    assert entry.reason == f"link of invitation {row.pk}"


def test_a_link_answers_for_nobody_else(invited, office, member):
    visitor = Client()
    visitor.get(link_in_mail_to(member.email), follow=True)
    other = invitation_of(office)
    assert visitor.get(f"/meeting-invitations/{other.pk}/reply/").status_code == 410
    assert visitor.post(f"/meeting-invitations/{other.pk}/reply/", {"response": "yes"}).status_code == 410
    other.refresh_from_db()
    assert other.response == ""


def test_the_link_ends_when_the_meeting_begins(client, sign_in, invited, office, member):
    link = link_in_mail_to(member.email)
    sign_in(office)
    client.post(f"/meetings/{invited.pk}/begin/", {"override_warnings": "on"})
    invited.refresh_from_db()
    assert invited.state == MeetingState.RUNNING
    assert Client().get(link).status_code == 410


def test_a_substitute_is_chosen_from_the_list_of_the_seat(client, sign_in, invited, member):
    row = invitation_of(member)
    stand_in, stranger = UserFactory(name="Vera Vertretung"), UserFactory(name="Franz Fremd")
    SeatSubstitute.objects.create(seat=row.seat, person=stand_in, rank=1)
    sign_in(member)
    page = client.get(f"/meeting-invitations/{row.pk}/answer/").content.decode()
    assert "Vera Vertretung" in page
    assert "Franz Fremd" not in page
    chosen = {"response": Response.SUBSTITUTE, "substitute": stranger.pk}
    assert client.post(f"/meeting-invitations/{row.pk}/answer/", chosen).status_code == 422
    client.post(f"/meeting-invitations/{row.pk}/answer/", chosen | {"substitute": stand_in.pk})
    assert invitation_of(stand_in).stands_in_for == row


def test_a_substitute_without_a_name_is_asked_for(client, sign_in, invited, member):
    sign_in(member)
    answer = client.post(f"/meeting-invitations/{invitation_of(member).pk}/answer/", {"response": Response.SUBSTITUTE})
    assert answer.status_code == 422
    assert "substitute_name" in answer.context["form"].errors


def test_the_office_enters_what_it_was_told_and_the_list_says_so(client, sign_in, invited, office, member):
    sign_in(office)
    client.post(f"/meeting-invitations/{invitation_of(member).pk}/answer/", {"response": Response.NO})
    assert invitation_of(member).answered_by == office
    page = client.get(f"/meetings/{invited.pk}/invitations/")
    assert page.context["counts"] == {"total": 2, "answered": 1, "silent": 1, "yes": 0, "no": 1, "substitute": 0}
    assert (
        f"entered by {office.name}" in page.content.decode()
        or f"eingetragen von {office.name}" in page.content.decode()
    )


def test_changed_seats_are_pointed_out_and_followed_with_one_button(client, sign_in, invited, office):
    newcomer = committee_member(invited.committee)
    sign_in(office)
    assert client.get(f"/meetings/{invited.pk}/invitations/").context["new_seats"] == [newcomer.seats.get()]
    client.post(f"/meetings/{invited.pk}/invitations/refresh/")
    assert OutgoingMail.objects.filter(to_address=newcomer.email).count() == 1


def test_a_guest_is_invited_and_withdrawn(client, sign_in, invited, office):
    sign_in(office)
    client.post(f"/meetings/{invited.pk}/guests/new/", {"name": "Dr. Beispiel", "email": "gast@example.org"})
    guest = Invitation.objects.get(guest_email="gast@example.org")
    client.post(f"/meeting-invitations/{guest.pk}/withdraw/")
    assert OutgoingMail.objects.filter(to_address="gast@example.org").count() == 2
    assert "gast@example.org" not in client.get(f"/meetings/{invited.pk}/invitations/").content.decode()


def test_the_page_of_the_meeting_offers_to_answer(client, sign_in, invited, member):
    sign_in(member)
    page = client.get(f"/meetings/{invited.pk}/").content.decode()
    assert f"/meeting-invitations/{invitation_of(member).pk}/answer/" in page


@pytest.mark.parametrize("seats", [1, 30])
def test_the_number_of_queries_does_not_grow(client, sign_in, query_count, meeting, office, seats):
    for _number in range(seats):
        SeatFactory(committee=meeting.committee, person=UserFactory())
    invite(meeting, user=office)
    sign_in(office)
    query_count("steering:invitation_list", lambda: client.get(f"/meetings/{meeting.pk}/invitations/"))
