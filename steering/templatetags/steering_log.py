"""Template tags of the log: values for its script, votes in words."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from steering.enums_log import VoteKind
from steering.models import Interruption
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


@register.filter
def is_interrupted(breaks: Iterable[Interruption]) -> bool:
    """Tell whether one of the interruptions has not ended."""
    return any(each.ended_at is None for each in breaks)


@register.filter
def times_of_breaks(breaks: Iterable[Interruption]) -> str:
    """Return the interruptions as minutes write them."""
    return times_in_words((each.began_at, each.ended_at) for each in breaks)
