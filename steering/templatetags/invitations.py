"""Boxes beside a meeting and a follow-up: how the invitation stands, how the one-time link stands."""

from typing import Any

from django import template

from core.queries.calendar import city_calendar
from steering import rules
from steering.domain.links import is_in_time
from steering.models import FollowUp, Meeting
from steering.queries.invitations import answer_counts, notice_for, own_invitation
from steering.queries.links import units_without_accounts

register = template.Library()


@register.inclusion_tag("steering/parts/invitation_box.html", takes_context=True)
def invitation_box(context: template.Context, meeting: Meeting) -> dict[str, Any]:
    """Show the reader's own invitation and, to those who lead, until when to invite or how many have answered."""
    request = context["request"]
    user = request.user
    leads, takes_answers = rules.may_lead(user, meeting), rules.takes_answers(meeting)
    may_invite = rules.may_invite(user, meeting)
    return {
        "meeting": meeting,
        "own": own_invitation(meeting, user),
        "takes_answers": takes_answers,
        "may_invite": may_invite,
        "notice": notice_for(meeting, now=request.now, calendar=city_calendar()) if may_invite else None,
        "counts": answer_counts(meeting) if leads and not may_invite else None,
    }


@register.inclusion_tag("steering/parts/link_box.html", takes_context=True)
def link_box(context: template.Context, follow_up: FollowUp) -> dict[str, Any]:
    """Show, to those who may send one, how the one-time link of a unit without accounts stands."""
    request = context["request"]
    shown = rules.may_send_link(request.user, follow_up) and units_without_accounts([follow_up.unit_id], request.today)
    return {
        "follow_up": follow_up,
        "shown": bool(shown),
        "link": follow_up.links.live().first() if shown else None,
        "can_send": bool(shown and follow_up.unit.inbox_email and is_in_time(follow_up, request.today)),
    }
