"""What a measure is meant to change, stated before anybody can know."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from core import clock
from core.models import User
from quarters.models import Area, Indicator
from steering.domain.measure_rows import locked, refuse_if_closed
from steering.models import ExpectedEffect, Measure


@transaction.atomic
def state_effect(
    measure: Measure,
    *,
    user: User,
    indicator: Indicator,
    area: Area,
    direction: str,
    baseline: Decimal,
    baseline_on: date,
    expected_by: date,
) -> ExpectedEffect:
    """State which figure should go which way until when; stating it again for the same figure replaces it.

    Raises ValidationError if the effect is not expected after the baseline, or the measure is closed.
    """
    row = locked(measure)
    refuse_if_closed(row)
    effect = ExpectedEffect.objects.filter(measure=row, indicator=indicator, area=area).first() or ExpectedEffect(
        measure=row, indicator=indicator, area=area
    )
    effect.direction, effect.baseline, effect.baseline_on = direction, baseline, baseline_on
    effect.expected_by, effect.stated_at, effect.stated_by = expected_by, clock.now(), user
    effect.validate_constraints()
    effect.save()
    return effect


@transaction.atomic
def withdraw_effect(effect: ExpectedEffect) -> None:
    """Take a stated effect off; the audit keeps that it was there."""
    effect.delete()
