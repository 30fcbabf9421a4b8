"""Keeping the indicator catalogue."""

from typing import Any

from django.db import transaction

from quarters.models import Indicator


@transaction.atomic
def change_indicator(indicator: Indicator, *, fields: dict[str, Any]) -> Indicator:
    """Change what an indicator means or how it is shown; raises ValidationError when a rule of the model is broken."""
    for name, value in fields.items():
        setattr(indicator, name, value)
    indicator.full_clean()
    indicator.save()
    return indicator
