"""The agenda proposes itself: every source with its reason, accepted once, dropped for good, linked and never moved."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item, remove_agenda_item
from steering.domain.measures import assign_measure
from steering.domain.meetings import begin_meeting, cancel_meeting, end_meeting
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.domain.proposals import accept_proposals, drop_proposals, restore_proposals
from steering.domain.standing_items import move_standing_item, remove_standing_item, save_standing_item
from steering.domain.topics import Proposal, accept_topic, propose_topic
from steering.enums import MeetingState, SeatRole, Side, TopicState, Urgency
from steering.enums_agenda import ItemKind, ProposalKind
from steering.models import AgendaItem, AgendaLink, Measure, Meeting, StandingItem, Topic
from steering.queries.proposals import proposals_for
from tests.factories import OrganisationFactory
from tests.steering.factories import CommitteeFactory, MeetingFactory, SeatFactory, committee_member

pytestmark = pytest.mark.django_db
K = ProposalKind


@pytest.fixture
def committee():
    return CommitteeFactory(backlog_threshold=3)


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def last(committee):
    return begin_meeting(MeetingFactory(committee=committee, held_on=clock.today() - timedelta(days=7)))


@pytest.fixture
def meeting(committee):
    return MeetingFactory(committee=committee, held_on=clock.today() + timedelta(days=7))


def open_lines(meeting, user) -> dict:
    return {line.key: line for line in proposals_for(meeting, user, clock.today()).open}


def kinds(meeting, user) -> list[str]:
    return [line.kind for line in proposals_for(meeting, user, clock.today()).open]


def accept(meeting, user, *keys, **fields) -> list[AgendaItem]:
    chosen = keys or tuple(open_lines(meeting, user))
    return accept_proposals(meeting, keys=chosen, user=user, today=clock.today(), **fields)


def measure(last, office, days: int, **fields) -> Measure:
    item = add_agenda_item(last, title="Sprechstunde", confidentiality=fields.pop("confidentiality", "internal"))
    record_outcome(item, user=office, outcome=ItemOutcome("decided", wording="Es wird geprüft."))
    order = {"lead_unit": OrganisationFactory(), "side": Side.HELP, "due_on": clock.today() + timedelta(days=20)}
    row = assign_measure(item.decisions.get(), title="Sprechstunde", user=office, **order | fields)
    Measure.objects.filter(pk=row.pk).update(due_on=clock.today() + timedelta(days=days))
    return row


def topic(committee, user, urgency=Urgency.NORMAL, **fields) -> Topic:
    values = {"title": "Sperrmüll", "side": Side.ORDER, "unit": OrganisationFactory(), "urgency": urgency}
    return accept_topic(propose_topic(committee, proposal=Proposal(**values | fields), user=user), user=user)


def test_an_empty_committee_proposes_nothing(meeting, office):
    assert open_lines(meeting, office) == {}


def test_the_minutes_of_the_last_meeting_are_proposed_until_they_stand_on_an_agenda(meeting, last, office):
    end_meeting(last)
    (line,) = open_lines(meeting, office).values()
    assert (line.kind, line.links) == (K.MINUTES, {"past_meeting": last})
    (item,) = accept(meeting, office)
    assert AgendaLink.objects.get(item=item).target == last
    later = MeetingFactory(committee=meeting.committee, held_on=meeting.held_on + timedelta(days=7))
    assert open_lines(later, office) == {}


@pytest.mark.parametrize(("days", "kind"), [(-1, K.OVERDUE), (0, K.DUE), (7, K.DUE), (8, None)])
def test_measures_due_until_the_meeting_are_proposed(meeting, last, office, days, kind):
    row = measure(last, office, days)
    found = open_lines(meeting, office).get(f"measure:{row.pk}")
    assert (found.kind if found else None) == kind


def test_the_decision_control_says_how_many_are_open_and_late(meeting, last, office):
    measure(last, office, -1)
    measure(last, office, 20)
    assert open_lines(meeting, office)["control"].reason.startswith("2 ")
    assert "1" in open_lines(meeting, office)["control"].reason


def test_a_resubmission_is_proposed_when_its_day_comes_before_the_meeting(meeting, last, office):
    row = measure(last, office, 30)
    Measure.objects.filter(pk=row.pk).update(resubmit_on=meeting.held_on, resubmit_reason="Zwischenstand ansehen")
    line = open_lines(meeting, office)[f"measure:{row.pk}"]
    assert (line.kind, "Zwischenstand ansehen" in line.reason) == (K.RESUBMISSION, True)


def deferred(last, office, to=None, title="Schulplätze") -> AgendaItem:
    item = add_agenda_item(last, title=title)
    return record_outcome(item, user=office, outcome=ItemOutcome("deferred", deferred_to=to))


def test_a_deferred_item_is_proposed_for_its_meeting_and_only_once(meeting, last, office):
    item = deferred(last, office, to=meeting)
    later = MeetingFactory(committee=meeting.committee, held_on=meeting.held_on + timedelta(days=7))
    assert [line.kind for line in open_lines(later, office).values()] == [K.DEFERRED]
    accept(meeting, office)
    assert open_lines(later, office) == {}
    item.refresh_from_db()
    assert (item.meeting, item.result) == (last, "deferred")


def test_an_item_deferred_to_a_cancelled_meeting_is_not_lost(meeting, last, office):
    later = MeetingFactory(committee=meeting.committee, held_on=meeting.held_on + timedelta(days=7))
    item = deferred(last, office, to=later)
    assert f"item:{item.pk}" not in open_lines(meeting, office)
    cancel_meeting(later, reason="Krank.", user=office)
    assert f"item:{item.pk}" in open_lines(meeting, office)


def test_the_backlog_is_proposed_from_the_threshold_on_and_urgent_topics_at_once(meeting, committee, office):
    topic(committee, office)
    assert open_lines(meeting, office) == {}
    urgent = topic(committee, office, urgency=Urgency.URGENT)
    assert set(open_lines(meeting, office)) == {f"topic:{urgent.pk}"}
    topic(committee, office)
    assert len(open_lines(meeting, office)) == 3


def test_an_accepted_topic_stands_on_the_agenda_and_goes_back_when_its_item_is_removed(meeting, committee, office):
    row = topic(committee, office, urgency=Urgency.SOON)
    (item,) = accept(meeting, office)
    row.refresh_from_db()
    assert (item.topic, row.state) == (row, TopicState.SCHEDULED)
    remove_agenda_item(item, user=office)
    row.refresh_from_db()
    assert row.state == TopicState.ACCEPTED
    assert list(open_lines(meeting, office)) == [f"topic:{row.pk}"]


def test_a_line_is_accepted_once_however_often_it_is_asked_for(meeting, last, office):
    end_meeting(last)
    key = next(iter(open_lines(meeting, office)))
    accept(meeting, office, key)
    assert accept(meeting, office, key) == []
    assert meeting.agenda_items.count() == 1


def test_a_dropped_line_is_not_proposed_for_this_meeting_again(meeting, last, office):
    end_meeting(last)
    key = next(iter(open_lines(meeting, office)))
    assert drop_proposals(meeting, keys=[key], user=office, today=clock.today()) == 1
    found = proposals_for(meeting, office, clock.today())
    assert ([line.key for line in found.open], [line.key for line in found.dropped]) == ([], [key])
    later = MeetingFactory(committee=meeting.committee, held_on=meeting.held_on + timedelta(days=7))
    assert key in open_lines(later, office)
    restore_proposals(meeting, keys=[key])
    assert key in open_lines(meeting, office)


def test_what_stays_confidential_is_accepted_confidential(meeting, last, office):
    row = measure(last, office, -1, confidentiality="confidential")
    (item,) = accept(meeting, office, f"measure:{row.pk}")
    assert item.confidentiality == "confidential"


def test_nothing_a_person_may_not_see_is_proposed(meeting, last, office):
    row = measure(last, office, -1, confidentiality="confidential")
    key = f"measure:{row.pk}"
    stranger = committee_member(CommitteeFactory(), Role.CHAIR, SeatRole.CHAIR)
    assert key in open_lines(meeting, office)
    assert key not in open_lines(meeting, stranger)


def test_what_stood_on_a_cancelled_agenda_is_not_lost(meeting, committee, last, office):
    item, row = deferred(last, office), topic(committee, office, urgency=Urgency.SOON)
    end_meeting(last)
    by_hand = add_agenda_item(meeting, title="Von Hand")
    accept(meeting, office)
    later = MeetingFactory(committee=committee, held_on=meeting.held_on + timedelta(days=7))
    assert open_lines(later, office) == {}
    cancel_meeting(meeting, reason="Krank.", user=office)
    assert set(open_lines(later, office)) == {
        f"item:{item.pk}", f"item:{by_hand.pk}", f"topic:{row.pk}", f"minutes:{last.pk}",
    }  # fmt: skip


# --- The template -------------------------------------------------------------------------------------


def standing(committee, title, **fields) -> StandingItem:
    return save_standing_item(StandingItem(committee=committee), title=title, **fields)


def test_standing_items_come_in_their_order_under_their_sections_with_the_last_at_the_end(meeting, committee, office):
    for title, fields in (
        ("Regularien", {"kind": ItemKind.SECTION, "confidentiality": "public"}),
        ("Eröffnung", {}),
        ("Verschiedenes", {"stays_last": True}),
    ):
        standing(committee, title, **fields)
    topic(committee, office, urgency=Urgency.URGENT)
    accept(meeting, office)
    rows = meeting.agenda_items.order_by("position").values_list("label", "title", "parent__title")
    assert list(rows) == [
        ("A", "Regularien", None),
        ("1", "Eröffnung", "Regularien"),
        ("2", "Sperrmüll", None),
        ("3", "Verschiedenes", None),
    ]


def test_a_changed_template_leaves_agendas_as_they_are(meeting, committee, office):
    first, second = standing(committee, "Eröffnung"), standing(committee, "Bericht")
    accept(meeting, office)
    move_standing_item(second, up=True)
    remove_standing_item(first)
    assert list(committee.standing_items.values_list("title", flat=True)) == ["Bericht"]
    assert list(meeting.agenda_items.values_list("title", flat=True)) == ["Eröffnung", "Bericht"]


# --- The page -----------------------------------------------------------------------------------------


def test_the_office_accepts_and_drops_on_the_page(meeting, last, office, sign_in):
    end_meeting(last)
    row = measure(MeetingFactory(committee=last.committee, held_on=date(2026, 1, 2), state=MeetingState.RUNNING,
                                 started_at=clock.now()), office, -1)  # fmt: skip
    client, url = sign_in(office), reverse("steering:agenda_proposals", args=[meeting.pk])
    page = client.get(reverse("steering:agenda_edit", args=[meeting.pk])).content.decode()
    assert f'value="measure:{row.pk}"' in page
    client.post(url, {"keys": [f"measure:{row.pk}"], "accept": "1"})
    client.post(url, {"keys": [f"minutes:{last.pk}"], "drop": "1"})
    assert [item.proposal_key for item in meeting.agenda_items.all()] == [f"measure:{row.pk}"]
    assert meeting.dropped_proposals.get().key == f"minutes:{last.pk}"
    client.post(url, {"keys": [f"minutes:{last.pk}"], "restore": "1"})
    assert not meeting.dropped_proposals.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_preparing_costs_the_same_for_a_long_agenda(rows, meeting, last, office, sign_in, query_count):
    for number in range(rows):
        measure(last, office, -1)
        add_agenda_item(meeting, title=f"Punkt {number}")
        topic(meeting.committee, office, urgency=Urgency.URGENT)
    client, url = sign_in(office), reverse("steering:agenda_edit", args=[meeting.pk])
    query_count("steering:agenda_edit", lambda: client.get(url))


def test_the_order_is_saved_in_one_request_and_a_stale_one_is_refused(meeting, office, sign_in):
    first, second = (add_agenda_item(meeting, title=title) for title in ("Eins", "Zwei"))
    client, url = sign_in(office), reverse("steering:agenda_arrange", args=[meeting.pk])
    answer = client.post(url, {"order": f"{second.pk}:,{first.pk}:{second.pk}"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert list(meeting.agenda_items.values_list("label", "title")) == [("1", "Zwei"), ("1.1", "Eins")]
    add_agenda_item(meeting, title="Drei")
    stale = client.post(url, {"order": f"{first.pk}:,{second.pk}:"}, headers={"hx-request": "true"})
    assert 'role="alert"' in stale.content.decode()
    assert client.post(url, {"order": "x"}).status_code == 400
    assert list(meeting.agenda_items.values_list("label", flat=True)) == ["1", "1.1", "2"]


def test_a_line_moves_by_button_without_javascript(meeting, office, sign_in):
    _first, second = (add_agenda_item(meeting, title=title) for title in ("Eins", "Zwei"))
    answer = sign_in(office).post(reverse("steering:agendaitem_move", args=[second.pk]), {"direction": "up"})
    assert answer.status_code == 302
    assert list(meeting.agenda_items.values_list("title", flat=True)) == ["Zwei", "Eins"]


def test_what_is_typed_is_never_run(meeting, office, sign_in):
    client = sign_in(office)
    data = {
        "title": "<script>alert(1)</script>",
        "confidentiality": "internal",
        "proposed_text": "<img src=x onerror=y>",
    }
    client.post(reverse("steering:agendaitem_create", args=[meeting.pk]), data)
    page = client.get(reverse("steering:agenda_edit", args=[meeting.pk])).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_meeting_of_the_same_people_at_the_same_time_warns_and_can_be_planned(meeting, office, sign_in):
    other = CommitteeFactory()
    committee_member(other)
    SeatFactory(committee=other, person=office)
    client, url = sign_in(office), reverse("steering:meeting_create")
    day = meeting.held_on.isoformat()
    data = {"committee": other.pk, "held_on": day, "starts_at": "14:00", "ends_at": "15:00", "place": "Raum 1"}
    refused = client.post(url, data)
    assert (refused.status_code, Meeting.objects.filter(committee=other).count()) == (422, 0)
    assert "Raum 1" in refused.content.decode()
    assert meeting.name in refused.content.decode()
    client.post(url, data | {"override_warnings": "on"})
    assert Meeting.objects.get(committee=other).ends_at == time(15)


def test_a_meeting_on_top_of_another_one_is_refused_and_nothing_typed_is_lost(meeting, office, sign_in):
    data = {"committee": meeting.committee_id, "held_on": meeting.held_on.isoformat(), "starts_at": "14:00"}
    answer = sign_in(office).post(
        reverse("steering:meeting_create"), data | {"place": "Raum 7", "override_warnings": "on"}
    )
    assert answer.status_code == 422
    assert "Raum 7" in answer.content.decode()
    assert Meeting.objects.filter(committee=meeting.committee).count() == 1


def test_a_series_shows_its_dates_before_it_is_planned(committee, office, sign_in):
    client, url = sign_in(office), reverse("steering:series_create")
    first = clock.today() + timedelta(days=30)
    data = {
        "committee": committee.pk, "rhythm": "weekly", "interval": 2, "weekday": 1, "ordinal": 1, "starts_at": "09:00",
        "starts_on": first.isoformat(), "ends_on": (first + timedelta(days=70)).isoformat(),
    }  # fmt: skip
    preview = client.post(url, data)
    assert (preview.status_code, committee.meetings.count()) == (200, 0)
    assert 'name="plan"' in preview.content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', preview.content.decode())[1]
    client.post(url, data | {"plan": "1", "seen": seen, "weekday": 2})
    assert committee.meetings.count() == 0  # other dates than those that were seen
    client.post(url, data | {"plan": "1", "seen": seen})
    assert committee.meetings.count() >= 4
