"""What the start page and the navigation tell a social worker."""

from datetime import timedelta

import pytest

from casework.queries.waiting import counts_for, waiting_for
from core.identity import acting_as
from steering.domain.followups import answer_follow_up
from steering.models import FollowUp
from tests.casework import world as build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return build.world()


def waiting(user, *, days: int = 0):
    with acting_as(user, casework=True) as frame:
        today = frame.today + timedelta(days=days)
        return waiting_for(user, today), counts_for(user, today)


def test_nothing_waits_while_the_unit_has_time(world):
    assert waiting(world.worker) == ([], {"casework_referrals": 0})


def test_a_silent_unit_waits_after_its_date(world):
    lines, counts = waiting(world.worker, days=15)
    assert [line.url for line in lines] == [world.own.referral.get_absolute_url()]
    assert counts == {"casework_referrals": 1}


def test_an_answer_waits_until_its_outcome_is_recorded(world):
    with acting_as(world.head):
        follow_up = FollowUp.objects.get(pk=world.own.referral.follow_up_id)
        answer_follow_up(follow_up, user=world.head, outcome="done")
    lines, counts = waiting(world.worker)
    assert len(lines) == counts["casework_referrals"] == 1
    assert lines[0].due_on is None


def test_the_start_page_names_the_unit_and_no_person(world):
    lines, _counts = waiting(world.worker, days=15)
    assert world.unit.short_name in str(lines[0].label)
    assert build.MARK not in str(lines[0].label)


def test_for_other_roles_nothing_is_asked(world, django_assert_num_queries):
    assert world.head.roles
    with acting_as(world.head) as frame, django_assert_num_queries(0):
        assert waiting_for(world.head, frame.today) == []
        assert counts_for(world.head, frame.today) == {}
