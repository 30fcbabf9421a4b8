"""Turns in the life of the invented measures, and what two of them are meant to change."""

from datetime import date, timedelta

from core.demo import living, unit
from core.models import User
from core.queries.calendar import city_calendar
from quarters import gelsenkirchen
from quarters.queries.figures import City, available_series, released_figures
from steering.demo.topics import Act
from steering.domain.effects import state_effect
from steering.domain.extensions import request_extension
from steering.domain.handovers import hand_over
from steering.domain.measures import block_measure, make_permanent, set_resubmission
from steering.domain.setbacks import send_back
from steering.enums import EffectDirection
from steering.models import Measure

A_YEAR = timedelta(days=365)


def turn(act: Act, measure: Measure, user: User, met_on: date) -> None:
    """Let the measure take this turn."""
    day = city_calendar().next_working_day(met_on + timedelta(days=act.new_due)).day
    match act.kind:
        case "block":
            block_measure(measure, user=user, reason=act.text)
        case "extend":
            request_extension(measure, user=user, unit=measure.lead_unit, new_due_on=day, reason=act.text)
        case "resubmit":
            set_resubmission(measure, user=user, on=day, reason=act.text)
        case "permanent":
            make_permanent(measure, user=user, months=3, first_report_on=day, reason=act.text)
        case "hand_over":
            hand_over(measure, user=user, to=unit(act.to), reason=act.text)
        case "send_back":
            send_back(measure, user=user, reason=act.text, due_on=day)


def state_effects(user: User, today: date) -> None:
    """State for two open measures which figure of their quarter should fall."""
    city = City(gelsenkirchen.MUNICIPALITY)
    with living(today, 7, user):
        for measure in Measure.objects.owed().filter(areas__isnull=False).distinct().order_by("pk")[:2]:
            _state(measure, city, user, today)


def _state(measure: Measure, city: City, user: User, today: date) -> None:
    area = measure.areas.earliest("code")
    known = available_series(area)
    figures = released_figures(city, known)
    for series in known:
        period = figures.latest(series, until=today)
        now = figures.get(series, area, period) if period else None
        if period and now and now.number:
            state_effect(
                measure,
                user=user,
                indicator=series.indicator,
                area=area,
                direction=EffectDirection.DOWN,
                baseline=now.number,
                baseline_on=period,
                expected_by=today + A_YEAR,
            )
            return
