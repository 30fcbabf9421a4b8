"""Template tags of reminders: their state as a badge, a step in words."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from core.enums import MailState
from core.tables.mail import SYMBOLS, TONES
from core.templatetags.ui import state_badge
from steering.enums_reminders import OccurrenceState
from steering.models import LadderStep, ReminderOccurrence
from steering.queries.steps_in_words import step_in_words

register = template.Library()

LOOKS = {
    OccurrenceState.PLANNED: ("neutral", "calendar"),
    OccurrenceState.REACHED: ("info", "clock"),
    OccurrenceState.ENTERED: ("info", "inbox"),
    OccurrenceState.QUEUED: ("success", "mail"),
    OccurrenceState.CANCELLED: ("neutral", "undo"),
    OccurrenceState.UNDELIVERABLE: ("danger", ""),
}


def _look(row: ReminderOccurrence) -> dict[str, Any]:
    if row.mail:
        state = MailState(row.mail.state)
        return state_badge(row.mail.get_state_display(), TONES[state], SYMBOLS.get(state, ""))
    return state_badge(row.get_state_display(), *LOOKS[OccurrenceState(row.state)])


@register.inclusion_tag("components/badge.html")
def state_of_reminder(row: ReminderOccurrence) -> dict[str, Any]:
    """Show how a reminder stands and, once it has one, its mail."""
    return _look(row)


def reminder_badge(row: ReminderOccurrence) -> SafeString:
    """Return the same as HTML, for a cell of a table."""
    return SafeString(render_to_string("components/badge.html", _look(row)))


@register.filter
def in_words(step: LadderStep) -> str | Promise:
    """Say when a step speaks."""
    return step_in_words(step)
