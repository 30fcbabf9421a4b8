"""The pages: what they cost, and what they do with what people type."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import MeetingState, SeatRole, Side
from steering.models import Decision, FollowUp, Measure, Meeting
from tests.factories import OrganisationFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member, follow_up

pytestmark = pytest.mark.django_db
LISTS = ("meeting_list", "decision_list", "decision_control", "measure_list", "followup_list")


@pytest.fixture
def committee(db):
    return CommitteeFactory()


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def meeting(committee):
    return begin_meeting(MeetingFactory(committee=committee))


def decide(meeting, office, **fields) -> Measure:
    item = add_agenda_item(meeting, title="Sprechstunde")
    unit = fields.get("lead_unit") or OrganisationFactory()
    due_on = clock.today() + timedelta(days=9)
    order = Order(lead_unit=unit, due_on=due_on, side=Side.HELP, contributing=(OrganisationFactory(),))
    record_outcome(item, user=office, outcome=ItemOutcome("decided", wording="Es wird geprüft.", order=order))
    return Measure.objects.get(decision__agenda_item=item)


def log_url(item) -> str:
    return reverse("steering:outcome_log", args=[item.pk])


def typed(item, **fields) -> dict:
    return {"version": item.version, "result": "noted", "minutes": "", "wording": ""} | fields


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_for_one_and_for_thirty_rows(name, rows, meeting, office, sign_in, query_count):
    for _row in range(rows):
        decide(meeting, office)
        MeetingFactory(committee=meeting.committee)
    client = sign_in(office)
    query_count(f"steering:{name}", lambda: client.get(reverse(f"steering:{name}")))


@pytest.mark.parametrize("rows", [1, 30])
def test_log_mode_costs_the_same_for_a_long_agenda(rows, meeting, office, sign_in, query_count):
    for _row in range(rows):
        decide(meeting, office)
    item = add_agenda_item(meeting, title="Verschiedenes")
    client = sign_in(office)
    query_count("steering:outcome_log", lambda: client.get(log_url(item)))


def test_an_outcome_with_a_decision_and_an_order_is_recorded_in_one_go(meeting, office, sign_in):
    item, unit = add_agenda_item(meeting, title="Sprechstunde"), OrganisationFactory()
    data = typed(item, result="decided", wording="Es wird geprüft.", lead_unit=unit.pk, due="in 2 Wochen", side="help")
    response = sign_in(office).post(log_url(item), data, follow=True)
    assert response.status_code == 200
    measure = Measure.objects.get()
    assert (measure.lead_unit, measure.decision.wording) == (unit, "Es wird geprüft.")
    assert measure.decision.number in response.content.decode()
    assert FollowUp.objects.get().unit == unit


def test_without_a_script_a_form_that_is_wrong_keeps_everything_typed(meeting, office, sign_in):
    item = add_agenda_item(meeting, title="Sprechstunde")
    data = typed(
        item, result="decided", wording="Mein Wortlaut", minutes="Mein Protokoll", due="irgendwann", side="order"
    )
    response = sign_in(office).post(log_url(item), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert all(word in text for word in ("Mein Wortlaut", "Mein Protokoll", "irgendwann"))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("missing", ["lead_unit", "due", "side"])
def test_half_an_order_is_refused(meeting, office, sign_in, missing):
    item = add_agenda_item(meeting, title="Sprechstunde")
    data = typed(item, result="decided", wording="W.", lead_unit=OrganisationFactory().pk, due="15.3.", side="help")
    response = sign_in(office).post(log_url(item), data | {missing: ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [missing]
    assert not Decision.objects.exists()


def test_a_typed_wording_does_not_vanish_with_a_wrong_result(meeting, office, sign_in):
    item = add_agenda_item(meeting, title="Sprechstunde", proposed_text="Vorschlag")
    client = sign_in(office)
    assert client.post(log_url(item), typed(item, wording="Selbst getippt")).status_code == 422
    assert client.post(log_url(item), typed(item, wording="Vorschlag")).status_code == 302


def test_two_writers_see_each_other_and_lose_nothing(meeting, office, committee, sign_in):
    item = add_agenda_item(meeting, title="Sprechstunde")
    record_outcome(item, user=committee_member(committee), outcome=ItemOutcome("noted", minutes="Text der Kollegin"))
    client = sign_in(office)
    response = client.post(log_url(item), typed(item, minutes="Mein Text"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Text der Kollegin" in text
    assert "Mein Text" in text
    again = typed(item, minutes="Mein Text", version=response.context["form"]["version"].value())
    assert client.post(log_url(item), again).status_code == 302
    item.refresh_from_db()
    assert item.minutes == "Mein Text"


def test_the_day_of_a_typed_date_is_shown_with_its_reason(office, sign_in):
    client = sign_in(office)
    url = reverse("steering:due_date")
    # Neujahr
    assert "Neujahr" in client.get(url, {"due": "1.1."}).content.decode()
    assert client.get(url, {"due": "kauderwelsch", "committee": "99999999999999999999"}).status_code == 200
    assert client.get(url).content.strip() == b""


def test_a_script_in_the_minutes_is_shown_as_text(meeting, office, sign_in):
    item = add_agenda_item(meeting, title="<script>alert(1)</script>")
    client = sign_in(office)
    client.post(log_url(item), typed(item, minutes="<img src=x onerror=alert(1)>"))
    text = client.get(reverse("steering:meeting_detail", args=[meeting.pk])).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_a_meeting_in_the_past_warns_once_and_can_be_kept(office, committee, sign_in):
    client, url = sign_in(office), reverse("steering:meeting_create")
    data = {"committee": committee.pk, "held_on": "2026-01-05", "starts_at": "14:00", "place": "Rathaus"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"override_warnings": "on"}).status_code == 302
    assert Meeting.objects.get().place == "Rathaus"


def test_a_meeting_at_the_same_time_is_refused_with_a_sentence(office, committee, sign_in):
    MeetingFactory(committee=committee, held_on="2027-03-15", starts_at="14:00")
    data = {"committee": committee.pk, "held_on": "2027-03-15", "starts_at": "14:00"}
    response = sign_in(office).post(reverse("steering:meeting_create"), data)
    assert response.status_code == 422
    assert "tagt zu dieser Zeit bereits" in response.content.decode() or "already meets" in response.content.decode()


def test_beginning_a_meeting_leads_to_its_first_item(office, committee, sign_in):
    meeting = MeetingFactory(committee=committee)
    item = add_agenda_item(meeting, title="Eröffnung")
    response = sign_in(office).post(reverse("steering:meeting_begin", args=[meeting.pk]), follow=True)
    assert response.redirect_chain[-1][0] == log_url(item)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.RUNNING


def test_the_unit_acknowledges_and_reports_done(meeting, office, sign_in):
    head = person(Role.DEPARTMENT_HEAD)
    measure = decide(meeting, office, lead_unit=head.memberships.get().organisation)
    code = measure.follow_ups.get(step=None).code
    client = sign_in(head)
    client.post(reverse("steering:followup_acknowledge", args=[code]))
    client.post(reverse("steering:followup_answer", args=[code]), {"outcome": "done", "text": "Erledigt."})
    measure.refresh_from_db()
    assert measure.state == "reported_done"


def test_the_second_answer_is_refused_as_no_longer_permitted(sign_in):
    head = person(Role.DEPARTMENT_HEAD)
    row = follow_up(unit=head.memberships.get().organisation)
    client, url = sign_in(head), reverse("steering:followup_answer", args=[row.code])
    assert client.post(url, {"outcome": "accepted"}).status_code == 302
    assert client.post(url, {"outcome": "done"}).status_code == 403


def test_a_referral_page_keeps_nothing_in_the_browser(sign_in):
    head = person(Role.DEPARTMENT_HEAD)
    row = follow_up(unit=head.memberships.get().organisation)
    text = sign_in(head).get(reverse("steering:followup_answer", args=[row.code])).content.decode()
    assert "data-private" in text
    assert "data-keep" not in text


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_exports_hold_the_rows_of_the_filter(meeting, office, sign_in, file_format):
    for _row in range(2):
        decide(meeting, office)
    number = Decision.objects.first().number
    response = sign_in(office).get(reverse("steering:decision_list"), {"q": number, "format": file_format})
    assert response.status_code == 200
    if file_format == "csv":
        lines = response.content.decode("utf-8-sig").strip().splitlines()
        assert len(lines) == 2
        assert number in lines[1]
