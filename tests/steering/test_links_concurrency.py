"""Links and invitations under concurrency: eight connections press the same button at the same moment."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core import clock
from core.enums import Role
from core.models import OutgoingMail
from steering.domain.invitations import invite
from steering.domain.link_answers import answer_by_link
from steering.domain.links import link_for
from steering.enums import FollowUpState, Outcome, SeatRole
from steering.models import FollowUp, FollowUpLink, InvitationSending
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member, follow_up
from tests.steering.test_numbers import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def succeeds(act) -> bool:
    try:
        act()
    except ValidationError:
        return False
    return True


def test_of_eight_answers_through_one_link_one_counts_while_links_are_given_out():
    row = follow_up()
    link_for(row)
    link = FollowUpLink.objects.get()

    def work(writer):
        if writer % 2:
            return succeeds(lambda: answer_by_link(link, outcome=Outcome.ACCEPTED, text=str(writer)))
        link_for(FollowUp.objects.select_related("unit").get(pk=row.pk))
        return False

    assert sum(all_at_once(work)) == 1
    assert FollowUp.objects.get().state == FollowUpState.REPORTED_DONE
    assert FollowUpLink.objects.count() == 1


def test_eight_first_requests_for_a_link_make_one():
    row = follow_up()
    assert all(all_at_once(lambda _writer: link_for(FollowUp.objects.select_related("unit").get(pk=row.pk))))
    assert FollowUpLink.objects.count() == 1


def test_of_eight_invitations_sent_at_once_one_goes_out():
    committee = CommitteeFactory()
    office = committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)
    meeting = MeetingFactory(committee=committee, held_on=clock.today() + timedelta(days=40))
    assert sum(all_at_once(lambda _writer: succeeds(lambda: invite(meeting, user=office)))) == 1
    assert (InvitationSending.objects.count(), OutgoingMail.objects.count()) == (1, 1)
