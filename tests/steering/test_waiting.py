"""What waits: the start page, the counts beside the navigation, the dashboard."""

from datetime import timedelta

import pytest

from core import clock
from core.enums import Role
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.enums import Outcome
from steering.models import FollowUp
from steering.queries.waiting import counts_for, overview_of, waiting_for
from tests.people import person
from tests.steering.factories import follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return person(Role.DEPARTMENT_HEAD)


@pytest.fixture
def unit(head):
    return head.memberships.get().organisation


def test_what_is_due_first_stands_first(head, unit):
    late = follow_up(unit=unit, subject="Später", due_on=clock.today() + timedelta(days=30))
    follow_up(unit=unit, subject="Früher", due_on=clock.today() + timedelta(days=3))
    follow_up(subject="Fremd")
    assert [line.label for line in waiting_for(head, clock.today())] == ["Früher", "Später"]
    assert waiting_for(head, clock.today())[1].url == late.get_absolute_url()


def test_the_button_follows_the_state(head, unit):
    row = follow_up(unit=unit)
    before = waiting_for(head, clock.today())[0].button
    acknowledge_follow_up(row, user=head)
    assert waiting_for(head, clock.today())[0].button != before
    answer_follow_up(row, user=head, outcome=Outcome.DONE)
    assert waiting_for(head, clock.today()) == []


def test_the_counts_beside_the_navigation_cost_one_query(head, unit, django_assert_num_queries):
    follow_up(unit=unit)
    follow_up()
    _ = head.grants
    with django_assert_num_queries(1):
        assert counts_for(head) == {"follow_ups": 1}


def test_who_has_nothing_to_count_costs_no_query(django_assert_num_queries):
    steward = person(Role.DATA_STEWARD)
    _ = steward.grants
    with django_assert_num_queries(0):
        assert counts_for(steward) == {}


def test_somebody_with_two_roles_gets_both_counts_in_one_query(unit, django_assert_num_queries):
    both = person(Role.COMMITTEE_OFFICE)
    both.memberships.create(organisation=unit, role=Role.DEPARTMENT_HEAD)
    follow_up(unit=unit)
    _ = both.grants
    with django_assert_num_queries(1):
        assert counts_for(both) == {"follow_ups": 1, "measures": 0, "topics": 0, "circulars": 0}


def test_the_overview_counts_open_overdue_and_silent(unit):
    today = clock.today()
    rows = [follow_up(unit=unit, due_on=today + timedelta(days=days)) for days in (-3, 5, 9)]
    FollowUp.objects.filter(pk=rows[1].pk).update(opened_at=clock.now() - timedelta(days=8))
    answer_follow_up(rows[2], user=person(Role.DEPARTMENT_HEAD, unit), outcome=Outcome.DONE)
    overview = overview_of(FollowUp.objects.open().filter(unit=unit), today)
    assert (overview.open, overview.overdue, overview.silent) == (2, 1, 1)
