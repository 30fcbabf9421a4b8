"""The history of a record on its page."""

from typing import Any

from django import template
from django.db import models

from core.audit import history

register = template.Library()


@register.inclusion_tag("components/record_history.html", takes_context=True)
def record_history(context: template.Context, record: models.Model) -> dict[str, Any]:
    """Show what was changed on this record, by whom and why, newest first.

    Whoever sees the page sees earlier values too: put it where that is meant. Where not everybody may, the view hands
    `core.audit.history` over with the fields that are open.
    """
    return {"entries": history(record, context["request"].user)}
