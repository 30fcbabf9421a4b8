"""The weekly overview of heads: once a week, on its first working day, in figures."""

from datetime import time, timedelta

import pytest

from core.enums import Role
from core.models import OfficeClosure
from steering.domain.followups import answer_follow_up
from steering.domain.ladders import save_reminder_settings
from steering.domain.measures import confirm_measure
from steering.domain.weekly import write_weekly_overviews
from steering.enums import Outcome
from tests.people import person
from tests.steering.clock import set_clock
from tests.steering.factories import follow_up
from tests.steering.reminding import MONDAY, lead_follow_up, mails, order_measure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(db):
    set_clock(MONDAY - timedelta(days=7))


@pytest.fixture
def head():
    return person(Role.DEPARTMENT_HEAD)


@pytest.fixture
def unit(head):
    return head.memberships.get().organisation


def test_a_head_reads_what_is_due_overdue_confirmed_and_how_long_answers_took(head, unit):
    follow_up(unit=unit, due_on=MONDAY + timedelta(days=3), subject="Steht an")
    follow_up(unit=unit, due_on=MONDAY - timedelta(days=3), subject="Ist spät")
    measure = order_measure(unit=unit, due_on=MONDAY)
    set_clock(MONDAY - timedelta(days=4))
    answer_follow_up(lead_follow_up(measure), user=head, outcome=Outcome.DONE)
    confirm_measure(measure, user=person(Role.COMMITTEE_OFFICE))
    set_clock(MONDAY)
    assert write_weekly_overviews() == 1
    (mail,) = mails()
    assert mail.to_address == head.email
    assert mail.text.index("Ist spät") < mail.text.index("Steht an")
    assert "02.08.2027: 1 " in mail.subject
    assert "3 " in mail.text


def test_it_is_written_once_a_week(head, unit):
    follow_up(unit=unit, due_on=MONDAY + timedelta(days=3))
    set_clock(MONDAY)
    assert [write_weekly_overviews(), write_weekly_overviews()] == [1, 0]
    set_clock(MONDAY + timedelta(days=7))
    assert write_weekly_overviews() == 1


def test_a_closed_monday_moves_it_to_tuesday(head, unit):
    OfficeClosure.objects.create(day=MONDAY, name="Betriebsausflug")
    follow_up(unit=unit, due_on=MONDAY + timedelta(days=3))
    set_clock(MONDAY)
    assert write_weekly_overviews() == 0
    set_clock(MONDAY + timedelta(days=1))
    assert write_weekly_overviews() == 1


def test_it_is_not_written_in_the_middle_of_the_week(head, unit):
    follow_up(unit=unit, due_on=MONDAY + timedelta(days=3))
    set_clock(MONDAY + timedelta(days=2))
    assert write_weekly_overviews() == 0


def test_who_does_not_want_it_and_who_has_nothing_gets_none(head, unit):
    person(Role.DEPARTMENT_HEAD)
    follow_up(unit=unit, due_on=MONDAY + timedelta(days=3))
    save_reminder_settings(head, time_of_day=time(8), weekdays=[0], delivery="digest", weekly=False)
    set_clock(MONDAY)
    assert write_weekly_overviews() == 0


def test_a_head_reads_nothing_of_other_units(head, unit):
    follow_up(unit=unit, due_on=MONDAY + timedelta(days=3), subject="Eigenes")
    follow_up(due_on=MONDAY + timedelta(days=3), subject="Fremdes")
    set_clock(MONDAY)
    write_weekly_overviews()
    assert "Fremdes" not in mails()[0].text
