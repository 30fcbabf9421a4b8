"""One-time links: what they open, what they cannot open, and when they die."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core import clock, links
from core.enums import MailState, Role
from core.models import AuditEntry, OutgoingMail
from steering.domain.followups import answer_follow_up, withdraw_follow_up
from steering.domain.link_answers import acknowledge_by_link, answer_by_link
from steering.domain.links import (
    DAYS_AFTER_DUE,
    PURPOSE,
    link_behind,
    link_for,
    links_for,
    replace_link,
    withdraw_links,
)
from steering.enums import FollowUpState, Outcome
from steering.models import FollowUp, FollowUpLink, Measure
from steering.queries.links import units_without_accounts
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.clock import set_clock
from tests.steering.factories import follow_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_tried_before():
    """Forget how many links led nowhere, before and after."""
    cache.clear()
    yield
    cache.clear()


def measure_follow_up(**fields) -> FollowUp:
    """Open a follow-up of a measure."""
    unit = fields.pop("unit", None) or OrganisationFactory()
    measure = Measure.objects.create(
        number=f"M-2026-{unit.pk:03}",
        title="Sprechstunde",
        side="help",
        lead_unit=unit,
        due_on=clock.today() + timedelta(days=20),
        original_due_on=clock.today() + timedelta(days=20),
        ordered_at=clock.now(),
        ordered_by=UserFactory(),
    )
    return follow_up(unit=unit, measure=measure, subject="Sprechstunde", **fields)


def path_of(address: str) -> str:
    return address.removeprefix("http://testserver")


def enter(client: Client, row: FollowUp) -> str:
    """Open the link of a follow-up; return the address it leads to."""
    answer = client.get(path_of(link_for(row)))
    assert answer.status_code == 302
    return answer.url


def test_opening_changes_nothing_and_leaves_no_token_in_the_address(client):
    row = measure_follow_up()
    before = FollowUp.objects.values().get(pk=row.pk)
    to = enter(client, row)
    page = client.get(to)
    assert page.status_code == 200
    assert to == f"/requests/{row.code}/"
    assert FollowUp.objects.values().get(pk=row.pk) == before
    assert "no-store" in page["Cache-Control"]


def test_acknowledging_reporting_and_answering_need_no_account(client):
    row = measure_follow_up()
    to = enter(client, row)
    client.post(f"{to}acknowledge/")
    row.refresh_from_db()
    assert (row.state, row.acknowledged_by) == (FollowUpState.ACKNOWLEDGED, None)
    client.post(f"{to}report/", {"text": "Räume sind zugesagt.", "unit": row.unit_id})
    assert row.measure.status_reports.get().unit == row.unit
    answer = client.post(f"{to}answer/", {"outcome": Outcome.DONE, "text": ""})
    assert answer.url == "/requests/answered/"
    row.refresh_from_db()
    assert (row.state, row.answered_by) == (FollowUpState.REPORTED_DONE, None)
    assert client.get(to).status_code == 410


def test_the_audit_names_the_link(client):
    row = measure_follow_up()
    client.post(f"{enter(client, row)}acknowledge/")
    entry = AuditEntry.objects.filter(table="steering_followup", action="update").latest("pk")
    assert entry.reason == f"one-time link {row.links.get().pk}"


def test_a_link_opens_nothing_but_its_own_follow_up(client):
    unit = OrganisationFactory()
    mine, other = measure_follow_up(unit=unit), follow_up(unit=unit, subject="Anderes")
    enter(client, mine)
    link_for(other)  # the other has a link of its own, which this visitor does not have
    for act in ("", "acknowledge/", "report/", "answer/"):
        address = f"/requests/{other.code}/{act}"
        assert client.get(address).status_code == 410
        assert client.post(address, {"outcome": Outcome.DONE, "text": "x"}).status_code == 410
    other.refresh_from_db()
    assert other.state == FollowUpState.OPEN


def test_two_links_in_two_windows_do_not_meet(client):
    first, second = follow_up(), follow_up()
    to = enter(client, first)
    enter(client, second)
    client.post(f"{to}answer/", {"outcome": Outcome.ACCEPTED, "text": ""})
    assert [FollowUp.objects.get(pk=row.pk).state for row in (first, second)] == ["reported_done", "open"]


def test_a_token_put_under_another_code_opens_nothing(client):
    mine, other = follow_up(), follow_up()
    enter(client, mine)
    session = client.session
    session["links"] = {f"{PURPOSE}:{other.code}": path_of(link_for(mine)).rstrip("/").rsplit("/", 1)[1]}
    session.save()
    assert client.get(f"/requests/{other.code}/").status_code == 410


def test_a_token_of_another_purpose_opens_nothing(client):
    row = follow_up()
    link_for(row)
    token = links.sign("steering.invitation", link=row.links.get().pk, invitation=row.links.get().pk)
    assert client.get(f"/requests/links/{token}/").status_code == 410


def end_by_answer(row):
    answer_follow_up(row, user=UserFactory(), outcome=Outcome.ACCEPTED)


def end_by_closing(row):
    withdraw_follow_up(row, user=UserFactory())


def end_by_withdrawal(row):
    withdraw_links(row, user=UserFactory())


def end_by_replacement(row):
    replace_link(row, user=UserFactory())


def end_by_time(row):
    set_clock(row.due_on + timedelta(days=DAYS_AFTER_DUE + 1))


def end_by_another_inbox(row):
    row.unit.inbox_email = "neu@example.org"
    row.unit.save()


ENDS = (end_by_answer, end_by_closing, end_by_withdrawal, end_by_replacement, end_by_time, end_by_another_inbox)


@pytest.mark.parametrize("end", ENDS)
def test_every_end_gives_the_same_calm_page(client, end):
    row = follow_up()
    address = path_of(link_for(row))
    to = enter(client, row)
    made_up = client.get("/requests/links/made-up/")
    end(row)
    for answer in (client.get(address), client.get(to)):
        assert answer.status_code == made_up.status_code == 410
        assert "Dieser Link gilt nicht mehr" in answer.content.decode() or "no longer holds" in answer.content.decode()
    with pytest.raises(ValidationError):
        answer_by_link(row.links.first(), outcome=Outcome.DONE)


def test_the_link_lives_to_the_last_day_of_the_policy():
    row = follow_up()
    address = link_for(row)
    set_clock(row.due_on + timedelta(days=DAYS_AFTER_DUE))
    assert link_behind(path_of(address).rstrip("/").rsplit("/", 1)[1]).follow_up == row


def test_asking_twice_replaces_nothing_and_a_new_inbox_gets_a_new_link():
    row = follow_up()
    link_for(row)
    link_for(row)
    assert FollowUpLink.objects.count() == 1
    row.unit.inbox_email = "neu@example.org"
    row.unit.save()
    link_for(row)
    assert [link.address for link in FollowUpLink.objects.live()] == ["neu@example.org"]


def test_no_link_where_none_can_hold():
    answered, without_inbox = follow_up(), follow_up(unit=OrganisationFactory(inbox_email=""))
    end_by_answer(answered)
    answered.refresh_from_db()
    assert links_for([answered, without_inbox]) == {answered.pk: "", without_inbox.pk: ""}


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    unit = OrganisationFactory()
    rows = list(FollowUp.objects.select_related("unit").filter(pk__in=[follow_up(unit=unit).pk for _n in range(12)]))
    with django_assert_max_num_queries(8):
        assert all(links_for(rows).values())


def test_a_second_click_changes_nothing():
    row = follow_up()
    link_for(row)
    link = row.links.get()
    acknowledge_by_link(link)
    first = FollowUp.objects.get(pk=row.pk).acknowledged_at
    with pytest.raises(ValidationError):
        acknowledge_by_link(link)
    assert FollowUp.objects.get(pk=row.pk).acknowledged_at == first


def test_a_page_of_a_referral_says_nothing_of_the_person(client):
    row = follow_up(subject="Vermittlung")
    page = client.get(enter(client, row)).content.decode()
    assert "Vermittlung" in page
    assert "Report status" not in page
    assert row.opened_by.name not in page


def test_the_office_sends_a_new_link_which_leaves_no_text_behind(client, sign_in):
    row = measure_follow_up()
    old = path_of(link_for(row))
    sign_in(person(Role.COMMITTEE_OFFICE))
    client.post(f"/follow-ups/{row.code}/link/")
    mail = OutgoingMail.objects.get(to_address=row.unit.inbox_email)
    assert (mail.secret, mail.state) == (True, MailState.WAITING)
    assert Client().get(old).status_code == 410
    assert "/requests/links/" in mail.text


def test_the_database_keeps_no_token():
    row = follow_up()
    token = path_of(link_for(row)).rstrip("/").rsplit("/", 1)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(l)::text FROM steering_followuplink l")
        kept = cursor.fetchall()
        cursor.execute("SELECT to_jsonb(a)::text FROM core_auditentry a")
        kept += cursor.fetchall()
    assert kept
    assert token not in json.dumps(kept)
    assert token.split(":")[-1] not in json.dumps(kept)


def test_a_unit_without_anybody_who_could_sign_in_is_found():
    alone, staffed = OrganisationFactory(), OrganisationFactory()
    person(Role.DEPARTMENT_STAFF, staffed)
    left = person(Role.DEPARTMENT_HEAD, alone)
    left.is_active = False
    left.save()
    assert units_without_accounts([alone.pk, staffed.pk], clock.today()) == {alone.pk}


class TestTampering(TestCase):
    """Whatever is done to a token, it opens its own follow-up or nothing."""

    def setUp(self):
        self.row = follow_up()
        follow_up()
        self.token = path_of(link_for(self.row)).rstrip("/").rsplit("/", 1)[1]

    @settings(max_examples=60, deadline=None)
    @given(place=st.integers(0, 90), sign=st.sampled_from("aA0-_:."), cut=st.integers(0, 2))
    def test_a_changed_token_opens_nothing_else(self, place, sign, cut):
        place %= len(self.token)
        found = link_behind(self.token[:place] + sign + self.token[place + cut :])
        assert found is None or found.follow_up == self.row
