"""Inviting: the notice period, who gets which mail, what the calendar entry says, and what becomes of answers."""

from datetime import date, datetime, time
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from core.dates import Calendar as CityCalendar
from core.enums import MailState, Role
from core.mail.message import build_message
from core.models import OutgoingMail
from steering.domain.agendas import add_agenda_item
from steering.domain.invitations import (
    answer_invitation,
    invite,
    invite_guest,
    remind_silent,
    update_invitations,
    withdraw_invitation,
)
from steering.enums import Confidentiality, MeetingState, Response, SeatRole
from steering.models import Invitation, SeatSubstitute
from steering.queries.invitations import notice_for
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.clock import set_clock
from tests.steering.factories import CommitteeFactory, MeetingFactory, SeatFactory, committee_member

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 6, 17)


@pytest.fixture
def committee():
    return CommitteeFactory(notice_days=8)


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def member(committee):
    return committee_member(committee)


@pytest.fixture
def meeting(committee, office, member):
    set_clock(date(2026, 6, 1))
    return MeetingFactory(committee=committee, held_on=WEDNESDAY, starts_at=time(14), place="Rathaus, Raum 201")


@pytest.fixture
def invited(meeting, office):
    invite(meeting, user=office)
    meeting.refresh_from_db()
    return meeting


def invitation_of(user) -> Invitation:
    return Invitation.objects.live().get(person=user)


def mails_to(user) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to_address=user.email).exclude(state=MailState.WITHDRAWN).order_by("pk"))


def parts_of(mail: OutgoingMail) -> list:
    return list(
        message_from_bytes(
            build_message(mail, sender="a@example.org", sender_name="Stadt"), policy=policy.default
        ).walk()
    )


def calendar_of(mail: OutgoingMail) -> Calendar:
    part = next(part for part in parts_of(mail) if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def move(meeting, user, **fields):
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    return update_invitations(meeting, user=user)


# --- Notice ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "held_on", "latest"),
    [
        (8, WEDNESDAY, date(2026, 6, 8)),
        (7, WEDNESDAY, date(2026, 6, 9)),
        (8, date(2026, 6, 15), date(2026, 6, 5)),  # the 6th is a Saturday
        (3, date(2026, 6, 8), date(2026, 6, 3)),  # Corpus Christi on the 4th: earlier, never later
        (8, date(2026, 1, 9), date(2025, 12, 31)),
        (0, WEDNESDAY, date(2026, 6, 16)),
    ],
)
def test_notice_is_counted_backwards_in_full_days(committee, days, held_on, latest):
    committee.notice_days = days
    meeting = MeetingFactory.build(committee=committee, held_on=held_on, starts_at=time(14))
    now = timezone.make_aware(datetime.combine(latest, time(23, 59)))
    notice = notice_for(meeting, now=now, calendar=CityCalendar("NW"))
    assert (notice.latest.day, notice.is_late) == (latest, False)


def test_the_notice_explains_itself(committee):
    committee.notice_days = 3
    meeting = MeetingFactory.build(committee=committee, held_on=date(2026, 6, 8), starts_at=time(14))
    notice = notice_for(
        meeting, now=timezone.make_aware(datetime.combine(date(2026, 6, 4), time(9))), calendar=CityCalendar("NW")
    )
    assert "3" in notice.explanation
    assert "Fronleichnam" in notice.explanation
    assert notice.is_late


def test_a_late_invitation_says_why_it_is_urgent(meeting, office, member):
    set_clock(date(2026, 6, 9))
    with pytest.raises(ValidationError):
        invite(meeting, user=office)
    invite(meeting, user=office, urgency="Die Unterkunft schließt früher.")
    assert "Die Unterkunft schließt früher." in mails_to(member)[0].text


# --- Sending ---------------------------------------------------------------------------------------------


def test_everybody_with_a_seat_is_invited_once(invited, office, member):
    assert invited.state == MeetingState.INVITED
    assert [len(mails_to(user)) for user in (office, member)] == [1, 1]
    with pytest.raises(ValidationError):
        invite(invited, user=office)
    assert [len(mails_to(user)) for user in (office, member)] == [1, 1]


def test_a_vacant_seat_is_invited_through_the_inbox_and_one_without_inbox_is_kept_for_the_office(meeting, office):
    with_inbox = SeatFactory(committee=meeting.committee)
    without = SeatFactory(committee=meeting.committee, organisation=OrganisationFactory(inbox_email=""))
    invite(meeting, user=office)
    assert OutgoingMail.objects.filter(to_address=with_inbox.organisation.inbox_email).count() == 1
    assert Invitation.objects.get(seat=without).address == ""


def test_a_meeting_in_the_past_or_without_seats_is_not_invited(office, meeting):
    set_clock(date(2026, 6, 18))
    with pytest.raises(ValidationError):
        invite(meeting, user=office, urgency="x")
    with pytest.raises(ValidationError):
        invite(MeetingFactory(held_on=date(2026, 7, 1)), user=office)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED


def test_the_calendar_entry_stands_beside_the_text_so_that_programs_offer_to_answer(invited, member):
    mail = mails_to(member)[0]
    part = next(part for part in parts_of(mail) if part.get_content_type() == "text/calendar")
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert not part.is_attachment()
    assert parts_of(mail)[0].get_content_type() == "multipart/alternative"  # no agenda yet, so nothing is attached


def test_the_entry_names_the_meeting_its_place_and_both_parties(invited, office, member):
    entry = calendar_of(mails_to(member)[0]).events[0]
    assert entry["summary"] == f"{invited.committee.short_name}: {invited}"
    assert entry["location"] == "Rathaus, Raum 201"
    assert entry["attendee"] == f"mailto:{member.email}"
    assert entry["organizer"] == f"mailto:{office.memberships.get().organisation.inbox_email}"
    assert (entry.start.date(), entry.start.hour, entry["sequence"]) == (WEDNESDAY, 14, 0)


def test_no_title_of_an_item_travels_by_mail(meeting, office, member):
    for level in Confidentiality.values:
        add_agenda_item(meeting, title=f"Kennwort-{level}", confidentiality=level)
    invite(meeting, user=office)
    mail = mails_to(member)[0]
    assert "Kennwort" not in mail.subject + mail.text + mail.html + calendar_of(mail).to_ical().decode()


def agenda_in(mail: OutgoingMail) -> str:
    files = [part for part in parts_of(mail) if part.get_content_type() == "application/pdf"]
    return "".join(page.extract_text() for file in files for page in PdfReader(BytesIO(file.get_content())).pages)


def test_the_agenda_goes_along_without_what_is_confidential_whoever_receives_it(meeting, office, member):
    for level in Confidentiality.values:
        add_agenda_item(meeting, title=f"Kennwort-{level}", confidentiality=level)
    invite(meeting, user=office)
    invite_guest(meeting, name="Gast", email="gast@example.org")
    for mail in mails_to(office) + mails_to(member):
        assert "Kennwort-public" in agenda_in(mail)
        assert "Kennwort-internal" in agenda_in(mail)
        assert "Kennwort-confidential" not in agenda_in(mail)
    guests = agenda_in(OutgoingMail.objects.get(to_address="gast@example.org"))
    assert "Kennwort-public" in guests
    assert "Kennwort-internal" not in guests


def test_the_mail_is_erased_once_sent_because_its_link_answers(invited, member):
    assert mails_to(member)[0].secret


# --- Changes ---------------------------------------------------------------------------------------------


def test_every_change_has_the_same_uid_and_a_higher_sequence(invited, office, member):
    move(invited, office, place="Stadtteilbüro")
    move(invited, office, starts_at=time(15))
    OutgoingMail.objects.update(state=MailState.WAITING)
    entries = [
        calendar_of(mail).events[0]
        for mail in OutgoingMail.objects.filter(to_address=member.email).order_by("pk")
        if mail.attachments
    ]
    assert len({str(entry["uid"]) for entry in entries}) == 1
    assert entries[-1]["sequence"] == 2
    assert entries[-1].start.hour == 15


def test_a_change_nobody_has_to_hear_of_sends_nothing(invited, office, member):
    assert update_invitations(invited, user=office) is None
    assert len(mails_to(member)) == 1


def test_a_meeting_not_yet_invited_tells_nobody(meeting, office):
    assert move(meeting, office, place="Anderswo") is None
    assert not OutgoingMail.objects.exists()


def test_what_still_waited_before_the_change_is_not_sent_any_more(invited, office, member):
    move(invited, office, place="Stadtteilbüro")
    assert [calendar_of(mail).events[0]["sequence"] for mail in mails_to(member)] == [1]


def test_another_place_keeps_the_answers_and_another_day_asks_again(invited, office, member):
    answer_invitation(invitation_of(member), response=Response.YES, user=member)
    move(invited, office, place="Stadtteilbüro")
    assert invitation_of(member).response == Response.YES
    move(invited, office, held_on=date(2026, 6, 24))
    assert invitation_of(member).response == ""


def test_a_cancelled_meeting_is_taken_out_of_the_calendars_once(invited, office, member):
    cancelled = {"state": MeetingState.CANCELLED, "cancelled_at": timezone.now(), "cancel_reason": "Krank"}
    move(invited, office, **cancelled)
    assert update_invitations(invited, user=office) is None
    mail = mails_to(member)[-1]
    calendar = calendar_of(mail)
    assert (calendar["method"], calendar.events[0]["status"], calendar.events[0]["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        1,
    )
    assert "Krank" not in mail.text


def test_a_new_seat_is_invited_and_an_ended_one_taken_back_without_bothering_the_others(invited, office, member):
    seat = invitation_of(member).seat
    seat.valid_to = date(2026, 6, 16)
    seat.save()
    newcomer = committee_member(invited.committee)
    update_invitations(invited, user=office)
    assert [mail.subject.split(":")[0] for mail in mails_to(newcomer)] == ["Einladung"]
    assert calendar_of(mails_to(member)[-1])["method"] == "CANCEL"
    assert len(mails_to(office)) == 1


# --- Answers ---------------------------------------------------------------------------------------------


def test_an_answer_can_be_changed_until_the_meeting_begins(invited, member):
    row = invitation_of(member)
    answer_invitation(row, response=Response.YES, user=member)
    answer_invitation(row, response=Response.NO, user=None)
    row.refresh_from_db()
    assert (row.response, row.answered_by) == (Response.NO, None)
    invited.state, invited.started_at = MeetingState.RUNNING, timezone.now()
    invited.save()
    with pytest.raises(ValidationError):
        answer_invitation(row, response=Response.YES, user=member)


def test_a_substitute_with_an_account_is_invited_at_once_and_taken_back_with_the_change_of_mind(invited, member):
    row = invitation_of(member)
    stand_in = UserFactory()
    SeatSubstitute.objects.create(seat=row.seat, person=stand_in, rank=1)
    answer_invitation(row, response=Response.SUBSTITUTE, user=member, substitute=stand_in)
    assert invitation_of(stand_in).stands_in_for == row
    assert calendar_of(mails_to(stand_in)[-1])["method"] == "REQUEST"
    answer_invitation(row, response=Response.YES, user=member)
    assert not Invitation.objects.live().filter(person=stand_in).exists()
    assert calendar_of(mails_to(stand_in)[-1])["method"] == "CANCEL"


def test_a_substitute_needs_a_name_and_a_place_in_the_list(invited, member):
    row = invitation_of(member)
    with pytest.raises(ValidationError):
        answer_invitation(row, response=Response.SUBSTITUTE, user=member)
    with pytest.raises(ValidationError):
        answer_invitation(row, response=Response.SUBSTITUTE, user=member, substitute=UserFactory())
    answer_invitation(row, response=Response.SUBSTITUTE, user=member, substitute_name="Frau Beispiel")
    row.refresh_from_db()
    assert row.substitute_name == "Frau Beispiel"


def test_a_guest_is_invited_once_and_sends_nobody_else(invited):
    guest = invite_guest(invited, name="Dr. Beispiel", email="gast@example.org")
    with pytest.raises(ValidationError):
        invite_guest(invited, name="Nochmal", email="GAST@example.org")
    with pytest.raises(ValidationError):
        answer_invitation(guest, response=Response.SUBSTITUTE, user=None, substitute_name="Wer")
    mail = OutgoingMail.objects.get(to_address="gast@example.org")
    assert f"/meetings/{invited.pk}/" not in mail.text  # no account, no page behind the sign-in


def test_a_withdrawn_invitation_takes_no_answer_and_leaves_the_calendar(invited, member):
    row = invitation_of(member)
    withdraw_invitation(row)
    with pytest.raises(ValidationError):
        answer_invitation(row, response=Response.YES, user=member)
    assert calendar_of(mails_to(member)[-1])["method"] == "CANCEL"


def test_only_the_silent_are_reminded_and_once_a_day(invited, office, member):
    answer_invitation(invitation_of(member), response=Response.YES, user=member)
    assert remind_silent(invited) == 1
    assert remind_silent(invited) == 0
    assert [len(mails_to(user)) for user in (office, member)] == [2, 1]


def test_a_closed_account_is_reached_through_the_inbox(meeting, office):
    leaver = person(Role.COMMITTEE_MEMBER)
    SeatFactory(committee=meeting.committee, organisation=leaver.memberships.get().organisation, person=leaver)
    leaver.is_active = False
    leaver.save()
    invite(meeting, user=office)
    assert not mails_to(leaver)
    assert OutgoingMail.objects.filter(to_address=leaver.memberships.get().organisation.inbox_email).exists()
