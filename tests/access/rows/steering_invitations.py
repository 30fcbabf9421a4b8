"""Rows of steering: invitations, links without an account, personal calendars."""

from datetime import timedelta
from typing import Any

from core import clock
from core.enums import COMMITTEE_ROLES, Role
from steering.domain.feeds import create_feed
from steering.domain.invitations import invite
from steering.domain.links import link_for
from steering.models import Invitation, Meeting
from steering.notifications_invitations import answer_url
from tests.access.expectations import Row, everyone_signed_in, only, public
from tests.access.rows.steering import (
    LEADERS,
    SEEN_BY_MEMBERS,
    UNIT,
    a_committee,
    a_follow_up,
    a_planned_meeting,
    decided,
)
from tests.access.world import World
from tests.steering.factories import MeetingFactory

NOT_SEATED = {Role.COMMITTEE_OFFICE: 200, Role.CHAIR: 403}
MEMBER_SEES = {Role.COMMITTEE_MEMBER: 403}
SEES_FOLLOW_UP = SEEN_BY_MEMBERS | dict.fromkeys(UNIT, 403)
# Whoever has no link gets the same page, signed in or not.
ONLY_BY_LINK = Row(get=public(410), post=public(410), kwargs=a_follow_up)


def invited(world: World) -> Meeting:
    meeting = MeetingFactory(committee=world.once(a_committee), held_on=clock.today() + timedelta(days=60))
    invite(meeting, user=world.people[Role.COMMITTEE_OFFICE])
    return meeting


def an_invited_meeting(world: World) -> dict[str, Any]:
    return {"pk": world.once(invited).pk}


def of_the_member(world: World) -> Invitation:
    return Invitation.objects.get(meeting=world.once(invited), person=world.people[Role.COMMITTEE_MEMBER])


def an_invitation(world: World) -> dict[str, Any]:
    return {"pk": world.once(of_the_member).pk}


def an_answer_token(world: World) -> dict[str, Any]:
    return {"token": answer_url(world.once(of_the_member)).rstrip("/").rsplit("/", 1)[1]}


def a_link_token(world: World) -> dict[str, Any]:
    address = link_for(world.once(decided).measures.get().follow_ups.get(step=None))
    return {"token": address.rstrip("/").rsplit("/", 1)[1]}


def a_feed(world: World) -> tuple[Any, str]:
    return create_feed(world.people[Role.COMMITTEE_MEMBER], label="Büro")


def a_feed_key(world: World) -> dict[str, Any]:
    return {"pk": world.once(a_feed)[0].pk}


def a_feed_address(world: World) -> dict[str, Any]:
    return {"address": world.once(a_feed)[1].rsplit("/", 1)[1].removesuffix(".ics")}


def by_leaders(ok: int) -> Any:
    return only(*LEADERS, ok=ok, denied=404, others=MEMBER_SEES)


ROWS = {
    "steering:invitation_send": Row(
        get=by_leaders(200), post=by_leaders(422), kwargs=a_planned_meeting, elsewhere=NOT_SEATED
    ),
    "steering:invitation_list": Row(get=by_leaders(200), kwargs=an_invited_meeting, elsewhere=NOT_SEATED),
    "steering:invitation_remind": Row(
        get=by_leaders(200), post=by_leaders(302), kwargs=an_invited_meeting, elsewhere=NOT_SEATED
    ),
    "steering:invitation_refresh": Row(
        get=by_leaders(200), post=by_leaders(302), kwargs=an_invited_meeting, elsewhere=NOT_SEATED
    ),
    "steering:guest_invite": Row(
        get=by_leaders(200), post=by_leaders(422), kwargs=an_invited_meeting, elsewhere=NOT_SEATED
    ),
    "steering:invitation_answer": Row(
        get=only(*COMMITTEE_ROLES, denied=404),
        post=only(*COMMITTEE_ROLES, ok=422, denied=404),
        kwargs=an_invitation,
        elsewhere=NOT_SEATED | MEMBER_SEES,
    ),
    "steering:invitation_withdraw": Row(
        get=by_leaders(200), post=by_leaders(302), kwargs=an_invitation, elsewhere=NOT_SEATED
    ),
    "steering:invitation_open": Row(get=public(302), kwargs=an_answer_token),
    "steering:invitation_reply": Row(get=public(410), post=public(410), kwargs=an_invitation),
    "steering:followuplink_open": Row(get=public(302), kwargs=a_link_token),
    "steering:followuplink_detail": ONLY_BY_LINK,
    "steering:followuplink_acknowledge": ONLY_BY_LINK,
    "steering:followuplink_report": ONLY_BY_LINK,
    "steering:followuplink_answer": ONLY_BY_LINK,
    "steering:followuplink_done": Row(get=public()),
    "steering:followuplink_send": Row(
        get=only(Role.COMMITTEE_OFFICE, denied=404, others=SEES_FOLLOW_UP),
        post=only(Role.COMMITTEE_OFFICE, ok=302, denied=404, others=SEES_FOLLOW_UP),
        kwargs=a_follow_up,
    ),
    "steering:followuplink_withdraw": Row(
        get=only(Role.COMMITTEE_OFFICE, denied=404, others=SEES_FOLLOW_UP),
        post=only(Role.COMMITTEE_OFFICE, ok=302, denied=404, others=SEES_FOLLOW_UP),
        kwargs=a_follow_up,
    ),
    "steering:calendar_list": Row(get=everyone_signed_in()),
    "steering:calendar_create": Row(get=everyone_signed_in(), post=everyone_signed_in(422)),
    "steering:calendar_revoke": Row(
        get=only(Role.COMMITTEE_MEMBER, denied=404),
        post=only(Role.COMMITTEE_MEMBER, ok=302, denied=404),
        kwargs=a_feed_key,
        elsewhere=404,
    ),
    "steering:calendar_feed": Row(get=public(), kwargs=a_feed_address),
}
