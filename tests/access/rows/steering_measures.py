"""Rows of what is done with measures; the lead unit is `world.unit`, the contributing one `world.partner`."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import clock
from core.enums import UNIT_ROLES, Role
from quarters.domain.areas import create_gelsenkirchen
from quarters.enums import AreaLevel
from quarters.models import Area, Indicator
from steering.domain.effects import state_effect
from steering.domain.extensions import request_extension
from steering.domain.followups import answer_follow_up
from steering.domain.measures import block_measure
from steering.enums import EffectDirection, Outcome
from steering.models import Measure
from tests.access.expectations import Row, only
from tests.access.rows.steering import (
    LEADERS,
    SEEN_BY_MEMBERS,
    SEEN_BY_UNITS,
    a_finished_measure,
    a_measure,
    decide,
    decided,
)
from tests.access.world import World

LEAD = (Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF)
# The partner contributes: it sees the measure, but does not lead it.
CARRY_OUT = (*LEADERS, *LEAD)
SEEN = {Role.COMMITTEE_MEMBER: 403, Role.EXTERNAL_PARTNER: 403}
ELSEWHERE = dict.fromkeys(LEADERS, 200) | dict.fromkeys(LEAD, 404)


def the_measure(world: World) -> Measure:
    return world.once(decided).measures.get()


def a_step(world: World) -> dict[str, Any]:
    return {"pk": the_measure(world).steps.get().pk}


def a_blocked_measure(world: World) -> dict[str, Any]:
    measure = decide(world, contributing=(world.partner,)).measures.get()
    block_measure(measure, user=world.people[Role.COMMITTEE_OFFICE], reason="Es fehlt ein Raum.")
    return {"pk": measure.pk}


def a_refused_measure(world: World) -> dict[str, Any]:
    measure = decide(world).measures.get()
    answer = {"outcome": Outcome.NOT_POSSIBLE, "text": "Kein Platz."}
    answer_follow_up(measure.follow_ups.get(), user=world.people[Role.DEPARTMENT_HEAD], **answer)
    return {"pk": measure.pk}


def a_request(world: World) -> dict[str, Any]:
    measure = the_measure(world)
    request = request_extension(
        measure,
        user=world.people[Role.DEPARTMENT_HEAD],
        unit=world.unit,
        new_due_on=clock.today() + timedelta(days=40),
        reason="Es fehlt ein Raum.",
    )
    return {"pk": request.pk}


def an_effect(world: World) -> dict[str, Any]:
    create_gelsenkirchen()
    area = Area.objects.get(level=AreaLevel.CITY)
    indicator, _made = Indicator.objects.get_or_create(code="inhabitants", name="Einwohner", unit="Personen")
    effect = state_effect(
        the_measure(world),
        user=world.people[Role.COMMITTEE_OFFICE],
        indicator=indicator,
        area=area,
        direction=EffectDirection.DOWN,
        baseline=Decimal(40),
        baseline_on=clock.today(),
        expected_by=clock.today() + timedelta(days=400),
    )
    return {"pk": effect.pk}


def overseen(kwargs: Any, *, ok: int = 422, others: dict[Role, int] | None = None) -> Row:
    """Office and chair act; everybody with a part in the measure sees it and may not."""
    others = SEEN_BY_UNITS if others is None else others
    return Row(
        get=only(*LEADERS, denied=404, others=others),
        post=only(*LEADERS, ok=ok, denied=404, others=others),
        kwargs=kwargs,
    )


def carried_out(kwargs: Any, *, ok: int = 422) -> Row:
    """The lead unit acts, and office and chair."""
    return Row(
        get=only(*CARRY_OUT, denied=404, others=SEEN),
        post=only(*CARRY_OUT, ok=ok, denied=404, others=SEEN),
        kwargs=kwargs,
        elsewhere=ELSEWHERE,
    )


NOT_PARTNER = SEEN_BY_UNITS | {Role.EXTERNAL_PARTNER: 404}
ROWS = {
    "steering:measure_bulk": Row(get=only(*LEADERS), post=only(*LEADERS, ok=422)),
    "steering:measure_update": overseen(a_measure),
    "steering:measure_hand_over": overseen(a_measure),
    "steering:measure_resubmit": overseen(a_measure, ok=302),
    "steering:measure_permanent": overseen(a_measure),
    "steering:measurestep_create": overseen(a_measure),
    "steering:effect_create": overseen(a_measure),
    "steering:effect_delete": overseen(an_effect, ok=302),
    "steering:measurestep_update": overseen(a_step),
    "steering:measurestep_drop": overseen(a_step),
    "steering:measure_send_back": overseen(a_finished_measure, others=NOT_PARTNER),
    "steering:measure_order_again": overseen(a_refused_measure, others=NOT_PARTNER),
    "steering:measure_settle": overseen(a_refused_measure, ok=302, others=NOT_PARTNER),
    "steering:extension_decide": overseen(a_request),
    "steering:measure_block": carried_out(a_measure),
    "steering:measure_unblock": carried_out(a_blocked_measure, ok=302),
    "steering:measure_not_executable": carried_out(a_measure),
    "steering:extension_create": Row(
        get=only(*UNIT_ROLES, denied=404, others=SEEN_BY_MEMBERS | {Role.COMMITTEE_OFFICE: 403}),
        post=only(*UNIT_ROLES, ok=422, denied=404, others=SEEN_BY_MEMBERS | {Role.COMMITTEE_OFFICE: 403}),
        kwargs=a_measure,
        elsewhere=404,
    ),
    "steering:council_report": Row(get=only(*LEADERS)),
    "steering:response_times": Row(get=only(*LEADERS)),
}
