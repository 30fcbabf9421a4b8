"""Who sees what. A marker word stands in a confidential item; it may reach nobody without the right, in no channel."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item
from steering.domain.followups import answer_follow_up
from steering.domain.measures import report_status
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import Outcome, SeatRole, Side
from steering.models import AgendaItem, Decision, FollowUp, Measure
from steering.queries.upcoming import open_matters
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member, follow_up

pytestmark = pytest.mark.django_db
MARKER = "Zwickmühle"


class Scene:
    """A held meeting with one confidential and one internal decision, each with its measure and a report."""

    def __init__(self):
        self.committee = CommitteeFactory()
        self.office = committee_member(self.committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)
        self.member = committee_member(self.committee)
        self.chair = committee_member(self.committee, Role.CHAIR, SeatRole.CHAIR)
        self.head = person(Role.DEPARTMENT_HEAD)
        self.lead = self.head.memberships.get().organisation
        self.partner_head = person(Role.DEPARTMENT_HEAD)
        self.partner = self.partner_head.memberships.get().organisation
        self.meeting = begin_meeting(MeetingFactory(committee=self.committee))
        self.hidden = self.decide(f"Hausnummer {MARKER}", "confidential")
        self.open = self.decide("Sprechstunde", "internal")
        end_meeting(self.meeting)

    def decide(self, title, confidentiality) -> Measure:
        item = add_agenda_item(
            self.meeting, title=title, confidentiality=confidentiality, proposed_text=title, lead_unit=self.lead
        )
        order = Order(lead_unit=self.lead, due_on=clock.today(), side=Side.ORDER, contributing=(self.partner,))
        outcome = ItemOutcome("decided", minutes=title, wording=title, order=order)
        record_outcome(item, user=self.office, outcome=outcome)
        measure = Measure.objects.get(decision__agenda_item=item)
        report_status(measure, user=self.head, unit=self.lead, text=title)
        return measure


@pytest.fixture
def scene(db):
    return Scene()


def sees(user, measure) -> set[str]:
    return {
        name
        for name, rows in {
            "item": AgendaItem.objects.filter(pk=measure.decision.agenda_item_id),
            "decision": Decision.objects.filter(pk=measure.decision_id),
            "measure": Measure.objects.filter(pk=measure.pk),
            "follow-up": FollowUp.objects.filter(measure=measure),
        }.items()
        if rows.visible_to(user).exists()
    }


EVERYTHING = {"item", "decision", "measure", "follow-up"}


@pytest.mark.parametrize("who", ["office", "member", "chair", "head"])
def test_the_committee_and_the_head_of_the_lead_unit_see_a_confidential_item(scene, who):
    assert sees(getattr(scene, who), scene.hidden) == EVERYTHING


def test_the_head_of_a_contributing_unit_sees_the_measure_but_not_the_item(scene):
    assert sees(scene.partner_head, scene.hidden) == {"measure", "follow-up"}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_sees_a_confidential_item(scene, role):
    """People of every role: elsewhere, and without a seat in this committee."""
    expected = EVERYTHING if role == Role.COMMITTEE_OFFICE else set()
    assert sees(person(role), scene.hidden) == expected


@pytest.mark.parametrize("role", [Role.DEPARTMENT_STAFF, Role.EXTERNAL_PARTNER])
def test_staff_of_the_lead_unit_see_the_open_measure_but_not_the_confidential_one(scene, role):
    staff = person(role, scene.lead)
    assert sees(staff, scene.open) == {"measure", "follow-up"}
    assert sees(staff, scene.hidden) == set()


def test_a_seat_that_has_ended_shows_nothing_confidential_any_more(scene):
    scene.member.seats.update(valid_to=clock.today().replace(year=2020))
    assert sees(scene.member, scene.hidden) == set()
    assert sees(scene.member, scene.open) == EVERYTHING


def test_a_head_elsewhere_sees_results_but_no_measures(scene):
    assert sees(person(Role.DEPARTMENT_HEAD), scene.open) == {"item", "decision"}


PAGES = ["meeting_list", "decision_list", "decision_control", "measure_list", "followup_list"]


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.CHAIR, Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF])
def test_the_marker_word_leaves_through_no_channel(scene, sign_in, role):
    unit = scene.lead if role == Role.DEPARTMENT_STAFF else None
    client = sign_in(person(role, unit))
    addresses = [reverse(f"steering:{name}") + query for name in PAGES for query in ("", "?format=csv", f"?q={MARKER}")]
    addresses += [reverse("steering:meeting_detail", args=[scene.meeting.pk]), "/", "/dashboard/"]
    for address in addresses:
        text = client.get(address).content.decode()
        # A search shows what was searched for, in its own field.
        assert f"Hausnummer {MARKER}" not in text, address


def test_the_marker_word_is_there_for_the_committee(scene, sign_in):
    client = sign_in(scene.member)
    for name in ["decision_list", "decision_control", "measure_list"]:
        assert MARKER in client.get(reverse(f"steering:{name}")).content.decode()


def test_a_referral_is_seen_by_its_unit_and_by_whoever_opened_it_alone(scene):
    worker = person(Role.SOCIAL_WORKER)
    colleague = person(Role.SOCIAL_WORKER, worker.memberships.get().organisation)
    row = follow_up(unit=scene.lead, opened_by=worker)
    answer_follow_up(row, user=scene.head, outcome=Outcome.ACCEPTED, text="Termin am Montag.")
    seen = {
        name
        for name, user in {
            "worker": worker,
            "head": scene.head,
            "staff": person(Role.DEPARTMENT_STAFF, scene.lead),
            "colleague": colleague,
            "office": scene.office,
            "chair": scene.chair,
            "other head": scene.partner_head,
            "administrator": person(Role.ADMINISTRATOR),
        }.items()
        if FollowUp.objects.visible_to(user).filter(pk=row.pk).exists()
    }
    assert seen == {"worker", "head", "staff"}


def test_the_words_of_an_answer_leave_with_no_export(scene, sign_in):
    row = follow_up(unit=scene.lead)
    answer_follow_up(row, user=scene.head, outcome=Outcome.REFUSED, text="Frau Marker kam nicht.")
    export = sign_in(scene.head).get(reverse("steering:followup_list") + "?format=csv&show=all").content.decode()
    assert row.code in export
    assert "Marker" not in export


def test_the_dashboard_counts_for_all_units_only_where_somebody_oversees_them(scene):
    referral = follow_up(unit=scene.lead, opened_by=person(Role.SOCIAL_WORKER))
    assert {row.unit for row in open_matters(scene.office)} == {scene.lead, scene.partner}
    assert {row.unit for row in open_matters(scene.chair)} == {scene.lead, scene.partner}
    assert referral not in open_matters(scene.office)
    assert {row.unit for row in open_matters(scene.head)} == {scene.lead}
    assert not open_matters(scene.member)


def test_the_dashboard_of_the_office_says_what_any_unit_owes(scene, sign_in):
    FollowUp.objects.filter(unit=scene.partner).update(due_on=clock.today() - timedelta(days=3))
    page = sign_in(scene.office).get("/dashboard/").content.decode()
    assert "2 Aufträge sind überfällig" in page
    assert str(scene.partner) in page
