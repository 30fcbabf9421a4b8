"""Template tags of steering: states as badges."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from core.templatetags.ui import state_badge
from steering.enums import Confidentiality, Progress
from steering.queries.traffic import Light

register = template.Library()

# The same word has the same look everywhere: tone, and an icon where the tone's own would mislead.
LOOKS = {
    "proposed": ("neutral", "topic"),
    "accepted": ("info", "folder"),
    "returned": ("warning", "undo"),
    "scheduled": ("info", "calendar"),
    "settled": ("success", "check"),
    "normal": ("neutral", "clock"),
    "soon": ("info", "clock"),
    "urgent": ("warning", ""),
    "draft": ("neutral", "draft"),
    "adopted": ("success", "decision"),
    "stopped": ("danger", "blocked"),
    "failed": ("warning", "minus"),
    "agree": ("success", "check"),
    "abstain": ("neutral", "minus"),
    "object": ("danger", "blocked"),
    "planned": ("neutral", "calendar"),
    "invited": ("neutral", "mail"),
    "running": ("info", ""),
    "held": ("success", "check"),
    "sealed": ("success", "lock"),
    "cancelled": ("warning", "close"),
    "decided": ("success", "decision"),
    "noted": ("neutral", "check"),
    "deferred": ("warning", "clock"),
    "referred": ("info", "handover"),
    "removed": ("neutral", "minus"),
    "withdrawn": ("neutral", "undo"),
    "yes": ("success", "check"),
    "no": ("neutral", "minus"),
    "substitute": ("info", "handover"),
    "public": ("neutral", "eye"),
    "internal": ("neutral", "building"),
    "confidential": ("warning", "lock"),
    "ordered": ("neutral", ""),
    "open": ("neutral", ""),
    "acknowledged": ("info", "eye"),
    "in_progress": ("info", ""),
    "reported_done": ("info", "check"),
    "confirmed": ("success", ""),
    "done": ("success", ""),
    "no_measure": ("neutral", "note"),
    "not_executable": ("danger", "blocked"),
    "declined": ("danger", "blocked"),
    "handed_over": ("neutral", "handover"),
    "closed": ("neutral", "folder"),
    "dropped": ("neutral", "minus"),
    "blocked": ("warning", "pause"),
    "no_date": ("danger", "calendar"),
    "requested": ("warning", "clock"),
    "granted": ("success", "check"),
    "refused": ("danger", "blocked"),
    "green": ("success", ""),
    "yellow": ("warning", ""),
    "red": ("danger", ""),
}


def look(value: str, label: str | Promise) -> dict[str, Any]:
    """Return what the badge template needs for a word of `steering.enums`."""
    tone, symbol = LOOKS[value]
    return state_badge(label, tone, symbol)


@register.inclusion_tag("components/badge.html")
def state_of(obj: Any, field: str = "state") -> dict[str, Any]:
    """Show the state of a meeting, an item, a measure, a step or a follow-up."""
    return look(getattr(obj, field), getattr(obj, f"get_{field}_display")())


@register.inclusion_tag("components/badge.html")
def level_badge(value: str) -> dict[str, Any]:
    """Show how confidential something is that is no record yet."""
    return look(value, Confidentiality(value).label)


@register.inclusion_tag("components/badge.html")
def progress_badge(value: str) -> dict[str, Any]:
    """Show how far a decision has been carried out."""
    return look(value, Progress(value).label)


@register.inclusion_tag("components/badge.html")
def light_badge(value: str) -> dict[str, Any]:
    """Show a traffic light as word, shape and colour."""
    return look(value, Light(value).label)


def badge(value: str, label: str | Promise) -> SafeString:
    """Return the badge as HTML, for a cell of a table."""
    return SafeString(render_to_string("components/badge.html", look(value, label)))
