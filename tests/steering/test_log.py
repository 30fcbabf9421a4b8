"""Log mode: votes, corrections, several writers, and what its page and its script get."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item, add_section
from steering.domain.attendance import mark_attendance
from steering.domain.drafts import Change, note_presence, save_draft
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import (
    ItemOutcome,
    Order,
    Supersession,
    VoteResult,
    record_outcome,
    reopen_item,
)
from steering.enums import ItemResult, Link, MeasureState, QuorumRule, SeatRole, Side
from steering.enums_log import OpenMeasures, VoteKind
from steering.models import Decision, LogDraft, LogPresence, LogRevision, Measure, Vote
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.factories import AgendaItemFactory, CommitteeFactory, MeetingFactory, SeatFactory, committee_member

pytestmark = pytest.mark.django_db
WORDING = "Es wird geprüft."
COUNTED = {"kind": VoteKind.COUNTED}


@pytest.fixture
def committee():
    return CommitteeFactory(quorum_rule=QuorumRule.OFF)


@pytest.fixture
def meeting(committee):
    return begin_meeting(MeetingFactory(committee=committee))


@pytest.fixture
def item(meeting):
    return add_agenda_item(meeting, title="Punkt")


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


def decided(item, **fields) -> Decision:
    item.refresh_from_db()
    outcome = ItemOutcome(ItemResult.DECIDED, wording=WORDING, version=item.version, **fields)
    record_outcome(item, user=UserFactory(), outcome=outcome)
    return item.decisions.latest("pk")


def ordered(item, due_on) -> Measure:
    return decided(item, order=Order(lead_unit=OrganisationFactory(), due_on=due_on, side=Side.HELP)).measures.get()


def present(committee, meeting, number):
    for _each in range(number):
        mark_attendance(meeting, SeatFactory(committee=committee, person=UserFactory()), state="present")


# --- Votes --------------------------------------------------------------------------------------------


def test_a_vote_belongs_to_its_decision_and_says_how_many_could_vote(committee, meeting, item):
    present(committee, meeting, 4)
    vote = decided(item, vote=VoteResult(**COUNTED, yes=2, no=1, biased=1)).vote
    assert (vote.yes, vote.no, vote.abstain, vote.biased, vote.present) == (2, 1, 0, 1, 4)


def test_no_more_votes_than_voting_members_present(committee, meeting, item):
    present(committee, meeting, 2)
    with pytest.raises(ValidationError):
        decided(item, vote=VoteResult(**COUNTED, yes=3))
    assert not Decision.objects.exists()


def test_without_a_roll_numbers_are_taken_as_given(item):
    assert decided(item, vote=VoteResult(**COUNTED, yes=12)).vote.present is None


def test_consensus_counts_nobody(item):
    assert decided(item, vote=VoteResult()).vote.kind == VoteKind.CONSENSUS


def test_a_refused_proposal_keeps_its_vote_at_the_item(item):
    outcome = ItemOutcome(ItemResult.NOTED, minutes="Abgelehnt.", vote=VoteResult(**COUNTED, yes=1, no=5))
    record_outcome(item, user=UserFactory(), outcome=outcome)
    assert (item.vote.no, item.vote.carries) == (5, False)


# --- Corrections --------------------------------------------------------------------------------------


def test_several_decisions_of_an_item_have_their_own_numbers(item):
    assert [decided(item).number[-2:], decided(item).number[-2:]] == ["01", "02"]


@pytest.mark.parametrize("link", Link.values)
def test_a_later_decision_is_linked_both_ways(item, link):
    earlier = decided(item)
    later = decided(item, supersession=Supersession(earlier, link))
    assert (later.earlier, later.link, list(earlier.later.all())) == (earlier, link, [later])
    assert later.number != earlier.number


@pytest.mark.parametrize(
    ("link", "choice", "state"),
    [
        (Link.CANCELS, OpenMeasures.WITHDRAW, MeasureState.NOT_EXECUTABLE),
        (Link.REPLACES, OpenMeasures.WITHDRAW, MeasureState.NOT_EXECUTABLE),
        (Link.CANCELS, OpenMeasures.KEEP, MeasureState.ORDERED),
        (Link.AMENDS, OpenMeasures.WITHDRAW, MeasureState.ORDERED),
    ],
)
def test_open_measures_of_a_cancelled_decision_end_only_if_that_is_chosen(item, meeting, link, choice, state):
    measure = ordered(item, meeting.held_on.replace(year=2030))
    later = decided(item, supersession=Supersession(measure.decision, link, choice))
    measure.refresh_from_db()
    assert measure.state == state
    assert (later.number in measure.reason, measure.follow_ups.open().exists()) == (
        state == MeasureState.NOT_EXECUTABLE,
        state == MeasureState.ORDERED,
    )


def test_a_result_without_a_decision_can_be_taken_back_and_keeps_its_minutes(item):
    record_outcome(item, user=UserFactory(), outcome=ItemOutcome("withdrawn", minutes="Text", vote=VoteResult()))
    row = reopen_item(item, user=UserFactory())
    assert (row.result, row.minutes, row.recorded_at, Vote.objects.count()) == ("", "Text", None, 0)


def test_a_decision_is_never_taken_back(item):
    decided(item)
    with pytest.raises(ValidationError):
        reopen_item(item, user=UserFactory())


# --- The page -----------------------------------------------------------------------------------------


def log_url(item) -> str:
    return reverse("steering:outcome_log", args=[item.pk])


def typed(item, **fields) -> dict:
    return {"version": item.version, "result": "noted", "minutes": "", "wording": ""} | fields


def save(client, item, settle=(), **changes):
    body = json.dumps({"changes": {name: list(pair) for name, pair in changes.items()}, "settle": list(settle)})
    return client.post(reverse("steering:draft_save", args=[item.pk]), body, content_type="application/json")


def test_vote_and_earlier_decision_are_recorded_from_the_page(meeting, item, office, sign_in):
    earlier = decided(item)
    other = add_agenda_item(meeting, title="Anderer")
    fields = {"vote": "counted", "yes": "3", "no": "1", "earlier": earlier.number, "link": "cancels"}
    data = typed(other, result="decided", wording="Neu.", open_measures="keep", **fields)
    assert sign_in(office).post(log_url(other), data).status_code == 302
    decision = other.decisions.get()
    assert (decision.vote.yes, decision.earlier, decision.link) == (3, earlier, "cancels")


def test_a_number_nobody_may_see_counts_as_unknown(item, sign_in, committee):
    secret = add_agenda_item(begin_meeting(MeetingFactory()), title="Geheim", confidentiality="confidential")
    number = decided(secret).number
    client = sign_in(committee_member(committee))
    data = typed(item, result="decided", wording="Neu.", earlier=number, link="cancels")
    assert list(client.post(log_url(item), data).context["form"].errors) == ["earlier"]
    assert number not in client.get(reverse("steering:decision_lookup"), {"earlier": number}).content.decode()


def test_a_decision_without_a_majority_or_quorum_warns_once(committee, meeting, item, office, sign_in):
    committee.quorum_rule = QuorumRule.MAJORITY
    committee.save()
    present(committee, meeting, 2)
    data = typed(item, result="decided", wording="Neu.", vote="counted", yes="1", no="1")
    client = sign_in(office)
    page = client.post(log_url(item), data)
    assert (page.status_code, len(page.context["form"].warnings)) == (422, 2)
    assert client.post(log_url(item), data | {"override_warnings": "on"}).status_code == 302


def test_a_unit_that_no_longer_exists_is_refused_with_a_sentence(item, meeting, office, sign_in):
    gone = OrganisationFactory(valid_to=meeting.held_on.replace(year=2020))
    data = typed(item, result="decided", wording="W.", lead_unit=gone.pk, due="in 2 Wochen", side="help")
    errors = sign_in(office).post(log_url(item), data).context["form"].errors
    assert list(errors) == ["lead_unit"]


def test_a_unit_of_the_agenda_that_is_gone_by_now_is_shown_and_refused(item, meeting, office, sign_in):
    item.lead_unit = OrganisationFactory(valid_to=meeting.held_on.replace(year=2020))
    item.save()
    client = sign_in(office)
    assert client.get(log_url(item)).context["form"]["lead_unit"].value() == str(item.lead_unit_id)
    data = typed(item, result="decided", wording="W.", lead_unit=item.lead_unit_id, due="in 2 Wochen", side="help")
    page = client.post(log_url(item), data)
    assert (page.status_code, page.context["form"]["wording"].value()) == (422, "W.")
    assert not Decision.objects.exists()


def test_what_belongs_to_a_decision_cannot_stop_another_result(item, office, sign_in):
    data = typed(item, due="irgendwann", earlier="9999/99-99", lead_unit="999999999")
    assert sign_in(office).post(log_url(item), data).status_code == 302


def test_the_decision_to_be_corrected_is_proposed_with_its_wording(item, office, sign_in):
    number = decided(item).number
    form = sign_in(office).get(log_url(item), {"replaces": number}).context["form"]
    assert (form["wording"].value(), form["earlier"].value(), form["link"].value()) == (WORDING, number, "replaces")


def test_what_was_typed_comes_back_with_the_page(item, office, sign_in):
    client = sign_in(office)
    unit = OrganisationFactory()
    answer = save(client, item, minutes=("", "Getippt <b>"), contributing=("", str(unit.pk)), due=("", "in 2 Wochen"))
    assert answer.json()["refused"] == {}
    page = client.get(log_url(item))
    assert (page.context["form"]["contributing"].value(), page.context["form"]["due"].value()) == (
        [str(unit.pk)],
        "in 2 Wochen",
    )
    assert "Getippt &lt;b&gt;" in page.content.decode()


def test_several_lines_are_the_same_text_whoever_sends_them(item, office, sign_in):
    client = sign_in(office)
    version = save(client, item, minutes=("", "Zeile 1\nZeile 2")).json()["draft_version"]
    data = typed(item, minutes="Zeile 1\r\nZeile 2", draft_version=version)
    assert client.post(log_url(item), data).status_code == 302
    assert client.get(log_url(item)).context["values"]["minutes"] == "Zeile 1\nZeile 2"
    assert not LogRevision.objects.exists()


def test_a_conflict_answers_with_both_and_is_offered_again_with_the_page(item, office, committee, sign_in):
    save_draft(item, user=committee_member(committee), changes={"minutes": Change("", "Text der Kollegin")})
    client = sign_in(office)
    answer = save(client, item, minutes=("", "Mein Text")).json()
    assert answer["values"]["minutes"] == "Text der Kollegin"
    assert answer["refused"]["minutes"]["revision"] == LogRevision.objects.get().pk
    page = client.get(log_url(item)).content.decode()
    assert "Mein Text" in page
    assert "Text der Kollegin" in page
    save(client, item, settle=[LogRevision.objects.get().pk])
    assert "Mein Text" not in client.get(log_url(item)).content.decode()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"changes": {"minutes": "x"}}', b'{"changes": {"title": ["", "x"]}}', b'{"changes": {"minutes": ["", 5]}}', b'{"changes": {}, "settle": [true]}']
)  # fmt: skip
def test_what_cannot_be_read_is_refused(item, office, sign_in, body):
    url = reverse("steering:draft_save", args=[item.pk])
    assert sign_in(office).post(url, body, content_type="application/json").status_code == 422
    assert not LogDraft.objects.exists()


def test_a_long_paste_is_saved_and_refused_only_when_it_is_recorded(item, office, sign_in):
    client, long = sign_in(office), "x" * 9000
    assert save(client, item, minutes=("", long)).status_code == 200
    assert list(client.post(log_url(item), typed(item, minutes=long)).context["form"].errors) == ["minutes"]
    assert "x" * 9000 in client.get(log_url(item)).content.decode()


def test_the_script_hears_who_writes_where(meeting, item, office, sign_in):
    other = add_agenda_item(meeting, title="Anderer")
    note_presence(other, user=UserFactory(name="Karla Kollegin"))
    state = sign_in(office).post(reverse("steering:log_state", args=[item.pk])).json()
    assert state["writers"] == [[other.pk, "Karla Kollegin"]]
    assert state["lines"] == [[item.pk, "", False], [other.pk, "", False]]


@pytest.mark.parametrize("name", ["draft_save", "log_state", "item_reopen"])
def test_without_a_seat_nobody_writes_and_a_confidential_item_does_not_exist(meeting, item, sign_in, name):
    secret = add_agenda_item(meeting, title="GEHEIM", confidentiality="confidential")
    save_draft(secret, user=UserFactory(), changes={"minutes": Change("", "GEHEIM")})
    client = sign_in(person(Role.COMMITTEE_MEMBER))
    answers = [client.post(reverse(f"steering:{name}", args=[pk])).status_code for pk in (item.pk, secret.pk)]
    assert answers == [403, 404]


@pytest.mark.parametrize("rows", [1, 30])
def test_asking_how_things_stand_costs_the_same_for_a_long_agenda(rows, meeting, item, office, sign_in, query_count):
    for row in range(rows):
        other = AgendaItemFactory(meeting=meeting, position=row + 2)
        LogDraft.objects.create(item=other, fields={"due": {}}, saved_at=clock.now(), saved_by=office)
        LogPresence.objects.create(meeting=meeting, item=other, user=UserFactory(), seen_at=clock.now())
    client, url = sign_in(office), reverse("steering:log_state", args=[item.pk])
    query_count("steering:log_state", lambda: client.post(url))


def test_sections_are_headings_and_never_logged(meeting, item, office, sign_in):
    section = add_section(meeting, title="Abschnitt")
    client = sign_in(office)
    assert client.get(log_url(section)).status_code == 404
    assert "Abschnitt" in client.get(log_url(item)).content.decode()


def test_a_result_is_taken_back_on_the_page(item, office, sign_in):
    record_outcome(item, user=office, outcome=ItemOutcome("noted"))
    client, url = sign_in(office), reverse("steering:item_reopen", args=[item.pk])
    assert client.post(url).url == log_url(item)
    item.refresh_from_db()
    assert item.result == ""
