"""Rows of casework: social workers and leads of the own organisation, and nobody else, ever."""

from typing import Any

from casework.domain.cases import share_case
from core.enums import CASEWORK_ROLES, Role
from core.identity import acting_as
from tests.access.expectations import Row, only
from tests.access.world import World
from tests.casework import world as build

WORKERS = only(*CASEWORK_ROLES)
FORM = only(*CASEWORK_ROLES, ok=422)


def _work(world: World) -> build.Work:
    return build.work_of(world.people[Role.SOCIAL_WORKER], build.area(), world.unit)


def a_contact(world: World) -> dict[str, Any]:
    return {"pk": build.log_contact(world.people[Role.SOCIAL_WORKER], build.area()).pk}


def a_case(world: World) -> dict[str, Any]:
    return {"pk": world.once(_work).case.pk}


def a_consent(world: World) -> dict[str, Any]:
    return {"pk": world.once(_work).consent.pk}


def a_referral(world: World) -> dict[str, Any]:
    return {"pk": world.once(_work).referral.pk}


def a_share(world: World) -> dict[str, Any]:
    worker, case = world.people[Role.SOCIAL_WORKER], world.once(_work).case
    with acting_as(worker, casework=True) as frame:
        share = share_case(case, colleague=world.people[Role.CASEWORK_LEAD], by=worker, today=frame.today)
    return {"pk": share.pk}


# Only whoever recorded a contact takes it back.
RECORDER = only(Role.SOCIAL_WORKER, ok=302, others={Role.CASEWORK_LEAD: 403})

ROWS = {
    "casework:contact_create": Row(get=WORKERS, post=FORM),
    "casework:contact_list": Row(get=WORKERS),
    "casework:contact_take_back": Row(get=WORKERS, post=RECORDER, kwargs=a_contact, elsewhere=404),
    "casework:case_list": Row(get=WORKERS),
    "casework:case_create": Row(get=WORKERS, post=FORM),
    "casework:case_detail": Row(get=WORKERS, kwargs=a_case, elsewhere=404),
    "casework:share_create": Row(get=WORKERS, post=FORM, kwargs=a_case, elsewhere=404),
    "casework:case_close": Row(get=WORKERS, post=FORM, kwargs=a_case, elsewhere=404),
    "casework:consent_create": Row(get=WORKERS, post=FORM, kwargs=a_case, elsewhere=404),
    "casework:referral_create": Row(get=WORKERS, post=FORM, kwargs=a_case, elsewhere=404),
    "casework:share_end": Row(get=WORKERS, post=only(*CASEWORK_ROLES, ok=302), kwargs=a_share, elsewhere=404),
    "casework:consent_withdraw": Row(get=WORKERS, post=only(*CASEWORK_ROLES, ok=302), kwargs=a_consent, elsewhere=404),
    "casework:referral_feedback": Row(get=WORKERS, post=FORM, kwargs=a_referral, elsewhere=404),
    "casework:referral_recall": Row(get=WORKERS, post=only(*CASEWORK_ROLES, ok=302), kwargs=a_referral, elsewhere=404),
}
