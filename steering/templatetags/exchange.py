"""Template tag: what others have learned about a subject, beside a measure or while one is being planned."""

from typing import Any

from django import template

from steering import rules
from steering.models import Measure
from steering.queries.exchange import experiences_for

register = template.Library()


@register.inclusion_tag("steering/exchange_hints.html", takes_context=True)
def exchange_hints(context: template.Context, text: str, measure: Measure | None = None) -> dict[str, Any]:
    """Show experiences linked to a measure, and those that share words with a text; one query, nothing for others."""
    user = context["request"].user
    rows = experiences_for(user, text, measure) if rules.may_read_exchanges(user) else []
    return {"rows": rows}
