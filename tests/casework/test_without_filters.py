"""Every Python filter and rule is taken away; real requests still show nothing that is not meant for the reader."""

import re

import pytest
from django.db import ProgrammingError
from django.urls import reverse

from casework import rules
from casework.models import Case, CaseShare, Consent, ContactLink, FieldContact, Person, ReadLog, Referral
from casework.queries.waiting import counts_for, waiting_for
from casework.views import base
from core.enums import Role
from core.identity import acting_as
from tests.casework import world as build
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = ("case_list", "contact_list")
EXPORTS = ("?format=csv", "?format=xlsx", "?area=&topics=&mine=")


@pytest.fixture
def world():
    return build.world()


@pytest.fixture(autouse=True)
def no_filters(monkeypatch):
    """Let every queryset return everything and every rule say yes."""
    for model in (Case, CaseShare, Consent, ContactLink, FieldContact, Person, ReadLog, Referral):
        monkeypatch.setattr(model._default_manager._queryset_class, "visible_to", lambda rows, _user: rows.all())
    for rule in ("does_casework", "is_in_charge", "may_work_on", "may_share_or_close", "may_take_back"):
        monkeypatch.setattr(rules, rule, lambda *_arguments: True)
    monkeypatch.setattr(base, "require", lambda _allowed: None)


def pages(work: build.Work) -> list[str]:
    """Return the address of every page about what a worker recorded."""
    of_case = ("case_detail", "case_close", "share_create", "consent_create", "referral_create")
    return [
        *(reverse(f"casework:{name}", args=[work.case.pk]) for name in of_case),
        reverse("casework:consent_withdraw", args=[work.consent.pk]),
        reverse("casework:referral_feedback", args=[work.referral.pk]),
        reverse("casework:referral_recall", args=[work.referral.pk]),
    ]


def lists() -> list[str]:
    addresses = [reverse(f"casework:{name}") for name in LISTS]
    return addresses + [addresses[1] + query for query in EXPORTS]


def keys(work: build.Work) -> list[str]:
    return [str(row.pk) for row in (work.contact, work.case, work.consent, work.referral)]


def test_the_test_would_see_a_leak(sign_in, world):
    """The responsible worker gets what the others must not."""
    worker = sign_in(world.worker)
    assert all(build.MARK in worker.get(address).content.decode() for address in (lists()[0], *pages(world.own)[:1]))
    assert [worker.get(address).status_code for address in pages(world.own)] == [200] * len(pages(world.own))


@pytest.mark.parametrize("reader", ["stranger", "colleague"])
def test_pages_about_hidden_cases_are_not_found(sign_in, world, reader):
    desk = sign_in(getattr(world, reader))
    assert {desk.get(address).status_code for address in pages(world.own)} == {404}
    forms = pages(world.own)[1:]
    assert {desk.post(address, {"reason": "reached", "kept": "yes"}).status_code for address in forms} == {404}


@pytest.mark.parametrize("reader", ["stranger", "colleague"])
def test_lists_filters_and_exports_hold_nothing_hidden(sign_in, world, reader):
    desk = sign_in(getattr(world, reader))
    hidden = keys(world.own)[1:] if reader == "colleague" else keys(world.own)
    for address in lists():
        body = desk.get(address).content
        assert not [key for key in hidden if key.encode() in body]
    assert f"/cases/{world.own.case.pk}/" not in desk.get(lists()[0]).content.decode()


def test_a_count_in_a_list_tells_only_of_the_own(sign_in, world):
    listed = sign_in(world.lead).get(reverse("casework:case_list")).content.decode()
    assert set(re.findall(r"/cases/([0-9a-f-]{36})/", listed)) == {str(world.own.case.pk)}


def test_start_page_and_navigation_count_nothing_hidden(world):
    with acting_as(world.colleague, casework=True) as frame:
        late = frame.today.replace(year=frame.today.year + 1)
        assert waiting_for(world.colleague, late) == []
        assert counts_for(world.colleague, late) == {"casework_referrals": 0}


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR, Role.DATA_STEWARD])
def test_other_roles_cannot_even_ask_the_tables(sign_in, world, role):
    desk = sign_in(person(role))
    for address in (lists()[0], pages(world.own)[0]):
        with pytest.raises(ProgrammingError, match="permission denied"):
            desk.get(address)


def test_a_lead_of_another_organisation_finds_nothing(sign_in, world):
    desk = sign_in(person(Role.CASEWORK_LEAD, world.stranger.memberships.get().organisation))
    assert {desk.get(address).status_code for address in pages(world.own)} == {404}
    assert {desk.get(address).status_code for address in pages(world.foreign)} == {200}
