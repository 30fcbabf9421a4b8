"""Agendas and calendars under concurrency: eight connections, real transactions."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item, move_agenda_item
from steering.domain.meetings import plan_meeting
from steering.domain.proposals import accept_proposals
from steering.domain.standing_items import save_standing_item
from steering.enums import SeatRole
from steering.models import AgendaItem, Meeting, StandingItem
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member
from tests.steering.test_numbers import WRITERS, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_planning_accepting_and_moving_at_once_leaves_one_of_each():
    committee = CommitteeFactory()
    office = committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)
    meeting = MeetingFactory(committee=committee, held_on=clock.today() + timedelta(days=7))
    keys = [f"standing:{save_standing_item(StandingItem(committee=committee), title=title).pk}" for title in "ABC"]

    def work(writer):
        with suppress(ValidationError):
            plan_meeting(committee, held_on=date(2030, 1, 8), starts_at=time(9, writer), ends_at=time(10))
        accept_proposals(meeting, keys=keys, user=office, today=clock.today())
        own = add_agenda_item(meeting, title=f"Punkt {writer}")
        for _round in range(3):
            move_agenda_item(own, up=True)

    all_at_once(work)
    assert Meeting.objects.filter(held_on=date(2030, 1, 8)).count() == 1
    rows = list(AgendaItem.objects.order_by("position").values_list("label", "title"))
    assert [label for label, _title in rows] == [str(number) for number in range(1, WRITERS + 4)]
    assert sorted(title for _label, title in rows) == sorted(["A", "B", "C", *(f"Punkt {n}" for n in range(WRITERS))])
