"""Template tags of the log: values for its script, votes in words."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from steering import rules
from steering.enums_log import VoteKind
from steering.models import Interruption, Meeting
from steering.queries.attendance import attendance_list, instant_of
from steering.queries.drafts import unrecorded_items
from steering.queries.times_in_words import times_in_words

register = template.Library()


@register.filter
def as_json(value: Mapping[str, Any]) -> str:
    """Return data for an attribute; the template escapes it."""
    return json.dumps(value)


@register.filter
def entry(values: Mapping[str, str], name: str) -> str:
    """Return the entry of a mapping."""
    return values.get(name, "")


@register.simple_tag
def vote_in_words(obj: Any) -> str:
    """Say how the committee voted on a decision or an item; empty where nothing was noted."""
    try:
        vote = obj.vote
    except ObjectDoesNotExist:
        return ""
    if vote.kind == VoteKind.CONSENSUS:
        return _("by consensus")
    words = [
        _("%(n)s yes") % {"n": vote.yes},
        _("%(n)s no") % {"n": vote.no},
        _("%(n)s abstentions") % {"n": vote.abstain},
    ]
    if vote.biased:
        words.append(_("%(n)s biased") % {"n": vote.biased})
    return ", ".join(words)


@register.inclusion_tag("steering/parts/attendance_box.html", takes_context=True)
def attendance_box(context: template.Context, meeting: Meeting) -> dict[str, Any]:
    """Show, to the committee, who is or was there, and what was typed and not recorded yet."""
    request = context["request"]
    user, may_log = request.user, rules.may_log(request.user, meeting)
    if meeting.started_at is None or not rules.is_committee(user):
        return {"shown": False}
    people, instant = attendance_list(meeting), instant_of(meeting, request.now)
    return {
        "shown": True,
        "may_log": may_log,
        "meeting": meeting,
        "people": people,
        "present": people.present(instant),
        "quorum": people.quorum(instant),
        "unrecorded": list(unrecorded_items(meeting, user)) if may_log else [],
    }


@register.filter
def is_interrupted(breaks: Iterable[Interruption]) -> bool:
    """Tell whether one of the interruptions has not ended."""
    return any(each.ended_at is None for each in breaks)


@register.filter
def times_of_breaks(breaks: Iterable[Interruption]) -> str:
    """Return the interruptions as minutes write them."""
    return times_in_words((each.began_at, each.ended_at) for each in breaks)
