"""The accounts of the demonstration on its sign-in pages; in a real installation the tag shows nothing."""

from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django import template

from core.demo import PASSWORD, PEOPLE, TOTP_SECRET

register = template.Library()


@register.inclusion_tag("components/demo_sign_in.html", takes_context=True)
def demo_sign_in(context: dict[str, Any]) -> dict[str, Any]:
    """List the demo accounts with their password and the code valid at this moment."""
    installation = context.get("installation")
    if installation is None or not installation.is_demo:
        return {"people": ()}
    counters = list(yield_hotp_counters_from_time())  # the present one stands in the middle
    return {
        "people": PEOPLE,
        "password": PASSWORD,
        "code": format_hotp_value(hotp_value(TOTP_SECRET, counters[len(counters) // 2])),
    }
