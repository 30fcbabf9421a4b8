"""Committees and seats: nobody is replaced, vacant seats never count, and what cannot be is refused with a sentence."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.enums import Role
from steering.domain.committees import add_substitute, end_seat, fill_seat, give_seat, save_committee, vacate_seat
from steering.enums import SeatRole
from steering.models import Committee, Seat, SeatSubstitute
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return clock.today()


def seat_of(committee, today, user=None, **fields):
    """Give a seat that began a year ago."""
    begun = today - timedelta(days=365)
    return give_seat(
        committee, organisation=OrganisationFactory(), role=SeatRole.MEMBER, person=user, valid_from=begun, **fields
    )


def refusal(act) -> str:
    with pytest.raises(ValidationError) as caught:
        act()
    return " ".join(caught.value.messages)


def test_a_successor_leaves_the_predecessor_in_old_meetings(today):
    old, new = UserFactory(), UserFactory()
    seat = seat_of(CommitteeFactory(), today, old)
    following = fill_seat(seat, person=new, valid_from=today)
    yesterday = today - timedelta(days=1)
    people = Seat.objects.filter(committee=seat.committee)
    assert [row.person for row in people.valid_on(yesterday)] == [old]
    assert [row.person for row in people.valid_on(today)] == [new]
    assert following.organisation == seat.organisation


def test_a_seat_filled_on_its_first_day_stays_one_row(today):
    seat = give_seat(CommitteeFactory(), organisation=OrganisationFactory(), role=SeatRole.MEMBER, valid_from=today)
    assert fill_seat(seat, person=UserFactory(), valid_from=today) == seat


def test_vacant_and_advisory_seats_and_closed_accounts_never_vote(today):
    committee = CommitteeFactory()
    votes = seat_of(committee, today, UserFactory())
    seat_of(committee, today)
    seat_of(committee, today, UserFactory(), is_advisory=True)
    seat_of(committee, today, closed := UserFactory())
    closed.is_active = False
    closed.save()
    SeatFactory(committee=committee, person=UserFactory(), role=SeatRole.OFFICE)
    assert list(committee.seats.voting_on(today)) == [votes]


def test_whoever_leaves_leaves_a_vacant_seat_with_its_substitutes(today):
    seat = seat_of(CommitteeFactory(), today, UserFactory())
    deputy = add_substitute(seat, person=UserFactory(), rank=1, valid_from=today).person
    vacant = vacate_seat(seat, last_day=today)
    assert vacant.is_vacant
    assert vacant.valid_from == today + timedelta(days=1)
    assert [each.person for each in vacant.substitutes.all()] == [deputy]
    assert seat.substitutes.get().valid_to == today


def test_a_substitute_who_takes_the_seat_no_longer_stands_in(today):
    seat = seat_of(CommitteeFactory(), today, UserFactory())
    deputy = add_substitute(seat, person=UserFactory(), rank=1, valid_from=today).person
    following = fill_seat(seat, person=deputy, valid_from=today + timedelta(days=7))
    assert not following.substitutes.exists()


def test_ending_a_seat_ends_those_who_stand_in(today):
    seat = seat_of(CommitteeFactory(), today, UserFactory())
    add_substitute(seat, person=UserFactory(), rank=1, valid_from=today - timedelta(days=5))
    add_substitute(seat, person=UserFactory(), rank=2, valid_from=today + timedelta(days=5))
    end_seat(seat, last_day=today)
    assert [each.valid_to for each in SeatSubstitute.objects.filter(seat=seat)] == [today]


def test_a_closed_account_gets_no_seat_and_stands_in_nowhere(today):
    closed = UserFactory(is_active=False)
    seat = seat_of(CommitteeFactory(), today)
    said = f"Der Zugang von {closed.name} ist geschlossen"
    assert said in refusal(lambda: seat_of(seat.committee, today, closed))
    assert said in refusal(lambda: fill_seat(seat, person=closed, valid_from=today))
    assert said in refusal(lambda: add_substitute(seat, person=closed, rank=1, valid_from=today))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda seat, today: end_seat(seat, last_day=today - timedelta(days=999)), "Ende liegt vor dem Beginn"),
        (lambda seat, today: fill_seat(seat, person=UserFactory(), valid_from=today - timedelta(days=999)), "Ende"),
        (lambda seat, today: seat_of(seat.committee, today, seat.person), "bereits einen Sitz"),
        (lambda seat, today: add_substitute(seat, person=seat.person, rank=1, valid_from=today), "sich selbst"),
        (lambda seat, today: add_substitute(seat, person=UserFactory(), rank=0, valid_from=today), "Rang"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(today, act, said):
    seat = seat_of(CommitteeFactory(), today, UserFactory())
    before = list(Seat.objects.values())
    assert said in refusal(lambda: act(seat, today))
    assert list(Seat.objects.values()) == before


def test_a_rank_is_taken_once_at_a_time(today):
    seat = seat_of(CommitteeFactory(), today, UserFactory())
    first = {"rank": 1, "valid_from": today, "valid_to": today + timedelta(days=9)}
    add_substitute(seat, person=UserFactory(), **first)
    assert "Rang" in refusal(lambda: add_substitute(seat, person=UserFactory(), **first))
    add_substitute(seat, person=UserFactory(), rank=1, valid_from=today + timedelta(days=10))


def test_the_database_refuses_two_substitutes_of_one_rank_by_itself(today):
    seat = seat_of(CommitteeFactory(), today, UserFactory())
    SeatSubstitute.objects.create(seat=seat, person=UserFactory(), rank=1, valid_from=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatSubstitute.objects.create(seat=seat, person=UserFactory(), rank=1, valid_from=today)


def test_a_committee_never_reports_to_itself_by_way_of_others():
    top, middle = CommitteeFactory(), CommitteeFactory()
    save_committee(middle, fields={"parent": top})
    assert "sich selbst" in refusal(lambda: save_committee(top, fields={"parent": middle}))


@pytest.fixture
def office(sign_in):
    return sign_in(person(Role.COMMITTEE_OFFICE))


def test_the_office_sets_up_a_committee_and_gives_a_seat_that_shows_as_vacant(office, today):
    form = {"name": "Projektteam", "short_name": "Team", "number_prefix": "PT", "notice_days": 2,
            "urgent_notice_hours": 24, "quorum_rule": "off", "backlog_threshold": 3}  # fmt: skip
    office.post(reverse("steering:committee_create"), form)
    committee = Committee.objects.get()
    seat = {"organisation": OrganisationFactory().pk, "role": SeatRole.MEMBER, "valid_from": today.isoformat()}
    response = office.post(reverse("steering:seat_create", args=[committee.pk]), seat, follow=True)
    assert "1 unbesetzter Sitz" in response.content.decode()


def test_the_form_asks_once_before_it_seats_somebody_from_elsewhere(office, today):
    seat = seat_of(CommitteeFactory(), today)
    url = reverse("steering:seat_fill", args=[seat.pk])
    data = {"person": UserFactory().pk, "valid_from": today.isoformat()}
    page = office.post(url, data)
    assert page.status_code == 422
    assert "arbeitet nicht für die Stelle" in page.content.decode()
    assert office.post(url, data | {"override_warnings": "on"}).status_code == 302


@pytest.mark.parametrize("committees", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_many(sign_in, query_count, today, committees):
    for _each in range(committees):
        seat_of(CommitteeFactory(parent=CommitteeFactory()), today, UserFactory())
    client = sign_in(person(Role.COMMITTEE_MEMBER))
    query_count("steering:committee_list", lambda: client.get(reverse("steering:committee_list")))


@pytest.mark.parametrize("seats", [1, 30])
def test_a_committee_costs_the_same_for_one_seat_and_for_many(sign_in, query_count, today, seats):
    committee = CommitteeFactory()
    for _each in range(seats):
        add_substitute(seat_of(committee, today, UserFactory()), person=UserFactory(), rank=1, valid_from=today)
    client = sign_in(person(Role.COMMITTEE_MEMBER))
    query_count("steering:committee_detail", lambda: client.get(committee.get_absolute_url()))
