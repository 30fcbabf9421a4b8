"""Template tags of the minutes: state, steps, objections."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.templatetags.ui import state_badge
from steering.enums import Confidentiality
from steering.enums_minutes import MinutesState
from steering.models import Minutes, MinutesObjection
from steering.templatetags.steering import look

register = template.Library()

LOOKS = {
    MinutesState.DRAFT: ("neutral", "note"),
    MinutesState.REVIEW: ("info", "eye"),
    MinutesState.SIGNED: ("info", ""),
    MinutesState.COUNTERSIGNED: ("info", "check"),
    MinutesState.SEALED: ("success", "lock"),
}


@register.inclusion_tag("components/badge.html")
def minutes_state(minutes: Minutes) -> dict[str, Any]:
    """Show how far the minutes are."""
    tone, symbol = LOOKS[MinutesState(minutes.state)]
    return state_badge(minutes.get_state_display(), tone, symbol)


@register.inclusion_tag("components/badge.html")
def confidentiality_badge(value: str) -> dict[str, Any]:
    """Show who may read a part."""
    return look(value, Confidentiality(value).label)


@register.inclusion_tag("components/steps.html")
def minutes_steps(minutes: Minutes) -> dict[str, Any]:
    """Show the way of minutes to the seal, and where these stand."""
    steps = [_("Draft"), _("Review and first signature"), _("Signature of the chair"), _("Seal")]
    return {"steps": steps, "current": list(MinutesState).index(MinutesState(minutes.state)) + 1}


@register.inclusion_tag("steering/parts/minutes_objection.html", takes_context=True)
def minutes_objection(context: dict[str, Any], objection: MinutesObjection) -> dict[str, Any]:
    """Show one objection and what can be done about it."""
    return {"objection": objection, "writes": context["writes"], "user": context["request"].user}
