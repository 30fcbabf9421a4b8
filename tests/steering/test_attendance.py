"""Who is there: the roll, times, substitutes, quorum, interruptions."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.enums import Role
from steering.domain import attendance as acts
from steering.domain.attendance import Presence
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.spoken_times import times_from
from steering.enums import QuorumRule, Response, SeatRole
from steering.enums_log import AttendanceState, AttendeeKind
from steering.models import Attendance, AttendanceSpan, Invitation, SeatSubstitute
from steering.queries.attendance import attendance_list, instant_of
from steering.queries.times_in_words import times_in_words
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.factories import CommitteeFactory, MeetingFactory, SeatFactory, committee_member

pytestmark = pytest.mark.django_db
PRESENT, EXCUSED, ABSENT = AttendanceState.PRESENT, AttendanceState.EXCUSED, AttendanceState.ABSENT
DAY = date(2026, 6, 3)


@pytest.fixture
def committee():
    return CommitteeFactory(quorum_rule=QuorumRule.MAJORITY)


@pytest.fixture
def meeting(committee):
    return begin_meeting(MeetingFactory(committee=committee))


def seats(committee, number=5):
    return [SeatFactory(committee=committee, person=UserFactory(name=f"Person {n}")) for n in range(number)]


def at(hour, minute=0):
    return timezone.make_aware(datetime.combine(DAY, time(hour, minute)))


def quorum(meeting, instant=None):
    return attendance_list(meeting).quorum(instant)


def test_one_act_marks_a_seat_and_the_last_one_counts(committee, meeting):
    (seat,) = seats(committee, 1)
    for state in (PRESENT, EXCUSED, PRESENT, ABSENT):
        acts.mark_attendance(meeting, seat, state=state)
    row = Attendance.objects.get()
    assert (row.state, row.person, row.spans.count()) == (ABSENT, seat.person, 0)


def test_the_holder_of_that_day_stays_on_the_list(committee, meeting):
    (seat,) = seats(committee, 1)
    first = seat.person
    acts.mark_attendance(meeting, seat, state=PRESENT)
    seat.person = UserFactory()
    seat.save()
    assert attendance_list(meeting).members[0].holder == first.name


@pytest.mark.parametrize(
    ("present", "voting", "reached"), [(2, 3, False), (3, 3, True), (3, 6, False), (4, 6, True), (2, 2, False)]
)
def test_a_quorum_is_more_than_half_and_at_least_three(committee, meeting, present, voting, reached):
    for seat in seats(committee, voting)[:present]:
        acts.mark_attendance(meeting, seat, state=PRESENT)
    assert (quorum(meeting).present, quorum(meeting).voting, quorum(meeting).is_reached) == (present, voting, reached)


def test_seats_without_a_vote_or_a_person_do_not_count_for_the_quorum(committee, meeting):
    SeatFactory(committee=committee, person=UserFactory(), is_advisory=True)
    SeatFactory(committee=committee, person=UserFactory(), role=SeatRole.MINUTE_TAKER)
    SeatFactory(committee=committee, person=None)
    SeatFactory(committee=committee, person=UserFactory(is_active=False))
    for seat in seats(committee, 3):
        acts.mark_attendance(meeting, seat, state=PRESENT)
    acts.mark_the_rest(meeting, state=PRESENT)
    assert (quorum(meeting).voting, quorum(meeting).present) == (3, 3)


def test_the_quorum_follows_who_comes_and_goes(committee, meeting):
    for seat in seats(committee, 3):
        times = ((None, at(15)), (at(16), None))
        acts.set_presence(meeting, seat, presence=Presence(PRESENT, times=times))
    reached = {hour: quorum(meeting, at(hour)).is_reached for hour in (14, 15, 16)}
    assert reached == {14: True, 15: False, 16: True}


def test_after_the_meeting_everybody_who_was_there_counts(committee, meeting):
    seat = seats(committee, 3)[0]
    acts.note_departure(acts.mark_attendance(meeting, seat, state=PRESENT))
    assert quorum(meeting, instant_of(meeting, clock.now() + timedelta(seconds=1))).present == 0
    assert quorum(meeting, instant_of(end_meeting(meeting), clock.now())).present == 1


def test_somebody_comes_leaves_and_comes_again(committee, meeting):
    (seat,) = seats(committee, 1)
    row = acts.note_arrival(meeting, seat)
    with pytest.raises(ValidationError):
        acts.note_arrival(meeting, seat)
    acts.note_departure(row)
    with pytest.raises(ValidationError):
        acts.note_departure(row)
    acts.note_arrival(meeting, seat)
    assert row.spans.count() == 2


@pytest.mark.parametrize(
    "times", [((at(15), at(14)),), ((at(14), at(16)), (at(15), None)), ((None, None), (at(15), None))]
)
def test_times_that_contradict_each_other_are_refused(committee, meeting, times):
    (seat,) = seats(committee, 1)
    with pytest.raises(ValidationError):
        acts.set_presence(meeting, seat, presence=Presence(PRESENT, times=times))


def test_the_database_knows_no_times_of_somebody_who_was_not_there(committee, meeting):
    (seat,) = seats(committee, 1)
    row = acts.mark_attendance(meeting, seat, state=EXCUSED)
    AttendanceSpan.objects.create(attendance=row)
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_substitute_stands_in_and_is_named(committee, meeting):
    (seat,) = seats(committee, 1)
    other = UserFactory(name="Viola Vertretung")
    acts.set_presence(meeting, seat, presence=Presence(PRESENT, substitute=other))
    place = attendance_list(meeting).members[0]
    assert (place.holder, place.substitute) == ("Person 0", "Viola Vertretung")
    acts.mark_attendance(meeting, seat, state=EXCUSED)
    assert attendance_list(meeting).members[0].substitute == ""


@pytest.mark.parametrize("wrong", ["own", "two"])
def test_a_substitute_is_one_other_person(committee, meeting, wrong):
    (seat,) = seats(committee, 1)
    presence = {
        "own": Presence(PRESENT, substitute=seat.person),
        "two": Presence(PRESENT, substitute=UserFactory(), name="Noch jemand"),
    }[wrong]
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        acts.set_presence(meeting, seat, presence=presence)


def test_answers_to_the_invitation_are_taken_over_and_silence_stays_open(committee, meeting):
    yes, no, silent, named = seats(committee, 4)
    for seat, answer in ((yes, Response.YES), (no, Response.NO), (silent, ""), (named, Response.SUBSTITUTE)):
        Invitation.objects.create(
            meeting=meeting,
            seat=seat,
            person=seat.person,
            response=answer,
            answered_at=clock.now() if answer else None,
            substitute_name="Frau Ersatz" if answer == Response.SUBSTITUTE else "",
        )
    assert acts.take_over_answers(meeting) == 3
    states = {place.seat: (place.state, place.substitute) for place in attendance_list(meeting).members}
    assert states == {yes: (PRESENT, ""), no: (EXCUSED, ""), silent: ("", ""), named: (PRESENT, "Frau Ersatz")}


def test_guests_and_experts_have_a_name_and_no_vote(committee, meeting):
    acts.welcome(meeting, name="Dr. Gast", body="Hochschule", kind=AttendeeKind.EXPERT)
    with pytest.raises(ValidationError):
        acts.welcome(meeting, name=" ", body="", kind=AttendeeKind.GUEST)
    people = attendance_list(meeting)
    assert ([guest.holder for guest in people.guests], people.quorum(None).present) == (["Dr. Gast"], 0)


def test_a_meeting_is_interrupted_once_at_a_time_and_not_after_its_end(meeting):
    acts.interrupt(meeting)
    with pytest.raises(ValidationError):
        acts.interrupt(meeting)
    meeting = end_meeting(meeting)
    assert meeting.interruptions.get().ended_at == meeting.ended_at
    with pytest.raises(ValidationError):
        acts.resume(meeting)


def test_nothing_is_noted_before_the_meeting_begins(committee):
    (seat,) = seats(committee, 1)
    with pytest.raises(ValidationError):
        acts.mark_attendance(MeetingFactory(committee=committee), seat, state=PRESENT)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("", ((None, None),)),
        ("ab 15:20", ((at(15, 20), None),)),
        ("bis 16.15 Uhr", ((None, at(16, 15)),)),
        ("14:10-15, 15:30-", ((at(14, 10), at(15)), (at(15, 30), None))),
        ("von 14 bis 15 Uhr", ((at(14), at(15)),)),
        ("until 16:15", ((None, at(16, 15)),)),
    ],
)
def test_times_are_read_the_way_minutes_write_them(text, times):
    assert times_from(text, DAY) == times
    assert times_from(times_in_words(times), DAY) == times


@pytest.mark.parametrize("text", ["irgendwann", "25:00-26:00", "-", "ab 15:99"])
def test_times_that_do_not_exist_are_refused_with_a_sentence(text):
    with pytest.raises(ValidationError):
        times_from(text, DAY)


# --- The pages ----------------------------------------------------------------------------------------


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


def roll(meeting) -> str:
    return reverse("steering:attendance", args=[meeting.pk])


@pytest.mark.parametrize("rows", [1, 30])
def test_the_roll_costs_the_same_for_a_large_committee(rows, committee, meeting, office, sign_in, query_count):
    other = UserFactory()
    for seat in seats(committee, rows):
        row = Attendance.objects.create(meeting=meeting, seat=seat, substitute=other, state=PRESENT)
        AttendanceSpan.objects.create(attendance=row)
        Attendance.objects.create(meeting=meeting, name="Gast", kind=AttendeeKind.GUEST, state=PRESENT)
    client = sign_in(office)
    query_count("steering:attendance", lambda: client.get(roll(meeting)))


def test_one_tap_on_the_roll_is_one_act(committee, meeting, office, sign_in):
    (seat,) = seats(committee, 1)
    client = sign_in(office)
    page = client.post(roll(meeting), {"act": "present", "seat": seat.pk}, headers={"HX-Request": "true"})
    assert "Person 0" in page.content.decode()
    row = Attendance.objects.get()
    assert (row.state, row.seat) == (PRESENT, seat)
    assert client.post(roll(meeting), {"act": "forget", "row": row.pk}).status_code == 302
    assert not Attendance.objects.exists()


def test_a_seat_of_another_committee_is_not_on_the_roll(meeting, office, sign_in):
    stranger = SeatFactory(person=UserFactory())
    sign_in(office).post(roll(meeting), {"act": "present", "seat": stranger.pk})
    assert not Attendance.objects.exists()


def test_times_and_substitute_are_saved_by_the_form(committee, meeting, office, sign_in):
    (seat,) = seats(committee, 1)
    other = UserFactory(name="Viola Vertretung")
    SeatSubstitute.objects.create(seat=seat, person=other)
    url = reverse("steering:attendance_seat", args=[meeting.pk, seat.pk])
    client = sign_in(office)
    wrong = {"state": "excused", "times": "", "substitute": other.pk, "name": ""}
    assert client.post(url, wrong).status_code == 422
    good = {"state": "present", "times": "ab 15:20", "substitute": other.pk, "name": ""}
    assert client.post(url, good).status_code == 302
    place = next(each for each in attendance_list(meeting).members if each.seat == seat)
    assert (place.substitute, place.times[-5:]) == ("Viola Vertretung", "15:20")


def test_a_person_that_is_no_substitute_of_the_seat_cannot_be_chosen(committee, meeting, office, sign_in):
    (seat,) = seats(committee, 1)
    url = reverse("steering:attendance_seat", args=[meeting.pk, seat.pk])
    data = {"state": "present", "times": "", "substitute": UserFactory().pk, "name": ""}
    assert sign_in(office).post(url, data).status_code == 422


def test_begin_and_interruptions_can_be_corrected(meeting, office, sign_in):
    url = reverse("steering:meeting_times", args=[meeting.pk])
    client = sign_in(office)
    assert client.post(url, {"began": "14:05", "breaks": "bis 15:10"}).status_code == 422
    assert client.post(url, {"began": "14:05", "breaks": "15:10-15:00"}).status_code == 422
    assert client.post(url, {"began": "14:05", "breaks": "15:00-15:10, 15:05-"}).status_code == 422
    assert client.post(url, {"began": "14:05", "breaks": "15:00-15:10, 16:00-16:05"}).status_code == 302
    meeting.refresh_from_db()
    assert timezone.localtime(meeting.started_at).strftime("%H:%M") == "14:05"
    assert meeting.interruptions.count() == 2


def test_an_end_before_the_begin_is_refused_with_a_sentence(meeting, office, sign_in):
    end_meeting(meeting)
    url = reverse("steering:meeting_times", args=[meeting.pk])
    page = sign_in(office).post(url, {"began": "14:05", "ended": "13:00", "breaks": ""})
    assert (page.status_code, len(page.context["form"].non_field_errors())) == (422, 1)


def test_a_guest_is_added_by_the_form(meeting, office, sign_in):
    url = reverse("steering:guest_create", args=[meeting.pk])
    data = {"kind": "expert", "name": "Dr. Gast", "body": "<b>Hochschule</b>", "times": ""}
    page = sign_in(office).post(url, data, follow=True).content.decode()
    assert "Dr. Gast" in page
    assert "<b>Hochschule" not in page


def test_the_organisation_stands_beside_the_name(committee, meeting, office, sign_in):
    SeatFactory(committee=committee, organisation=OrganisationFactory(short_name="Gesundheit"), person=UserFactory())
    assert "Gesundheit" in sign_in(office).get(roll(meeting)).content.decode()
