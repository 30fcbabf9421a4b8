"""Topics: from the proposal to what became of it, told to whoever proposed it at every step, and to nobody else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.enums import Role
from core.models import OutgoingMail
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.domain.topics import (
    Proposal,
    accept_topic,
    change_topic,
    propose_topic,
    raise_item,
    return_topic,
    schedule_topic,
    unschedule_topic,
    withdraw_topic,
)
from steering.enums import Confidentiality, ItemResult, SeatRole, Side, TopicState
from steering.enums_agenda import ProposalKind
from steering.models import AgendaItem, Topic, TopicChange
from steering.queries.proposals import proposals_for
from steering.queries.topics import decisions_on
from tests.people import person
from tests.steering.factories import AgendaItemFactory, CommitteeFactory, MeetingFactory, committee_member

pytestmark = pytest.mark.django_db
MARKER = "Zwickmühle"


class Scene:
    """A committee with its office, and a social worker who proposes."""

    def __init__(self):
        self.committee = CommitteeFactory()
        self.office = committee_member(self.committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)
        self.worker = person(Role.SOCIAL_WORKER)

    def proposal(self, **fields) -> Proposal:
        unit = self.worker.memberships.get().organisation
        return Proposal(**{"title": "Licht am Bahnhof", "side": Side.ORDER, "unit": unit} | fields)

    def propose(self, **fields) -> Topic:
        return propose_topic(self.committee, proposal=self.proposal(**fields), user=self.worker)

    def on_agenda(self, topic: Topic, meeting=None) -> AgendaItem:
        meeting = meeting or begin_meeting(MeetingFactory(committee=topic.committee))
        item = AgendaItemFactory(meeting=meeting, topic=topic, title=topic.title)
        schedule_topic(topic, item=item, user=self.office)
        return item

    def log(self, item: AgendaItem, result: str, **fields):
        item.refresh_from_db()
        outcome = ItemOutcome(result=result, version=item.version, **fields)
        return record_outcome(item, user=self.office, outcome=outcome)


@pytest.fixture
def scene():
    return Scene()


def states(topic) -> list[str]:
    return list(topic.changes.values_list("state", flat=True))


def mails_to(user) -> int:
    return OutgoingMail.objects.filter(recipient=user).count()


def test_the_proposer_hears_of_every_step_exactly_once(scene):
    topic = scene.propose()
    assert mails_to(scene.worker) == 0
    accept_topic(topic, user=scene.office)
    item = scene.on_agenda(topic)
    scene.log(item, ItemResult.DECIDED, wording="Die Beleuchtung wird erneuert.")
    assert states(topic) == [TopicState.PROPOSED, TopicState.ACCEPTED, TopicState.SCHEDULED, TopicState.SETTLED]
    assert mails_to(scene.worker) == 3
    assert OutgoingMail.objects.count() == 3
    scene.log(item, ItemResult.DECIDED, minutes="Ergänzt.")
    assert mails_to(scene.worker) == 3


def test_a_mail_names_the_topic_and_its_state_and_holds_no_reason(scene):
    return_topic(scene.propose(description=MARKER), user=scene.office, reason=f"Bitte ohne {MARKER}.")
    mail = OutgoingMail.objects.get()
    assert "Licht am Bahnhof" in mail.subject
    assert "zurückgegeben" in mail.text
    assert MARKER not in mail.text + mail.html + mail.subject


def test_the_mail_of_a_confidential_topic_does_not_name_it(scene):
    accept_topic(scene.propose(title=MARKER, confidentiality=Confidentiality.CONFIDENTIAL), user=scene.office)
    mail = OutgoingMail.objects.get()
    assert MARKER not in mail.text + mail.html + mail.subject


def test_whose_account_was_closed_hears_nothing_and_stops_nobody(scene):
    topic = scene.propose()
    scene.worker.is_active = False
    scene.worker.save()
    assert accept_topic(topic, user=scene.office).state == TopicState.ACCEPTED
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (ItemResult.NOTED, TopicState.SETTLED),
        (ItemResult.DEFERRED, TopicState.SCHEDULED),
        (ItemResult.REMOVED, TopicState.ACCEPTED),
        (ItemResult.WITHDRAWN, TopicState.WITHDRAWN),
    ],
)
def test_the_result_of_the_item_says_what_becomes_of_the_topic(scene, result, expected):
    topic = scene.propose()
    scene.log(scene.on_agenda(topic), result)
    topic.refresh_from_db()
    assert topic.state == expected
    assert topic.changes.last().result == result


def test_a_result_corrected_later_is_told_again(scene):
    topic = scene.propose()
    item = scene.on_agenda(topic)
    scene.log(item, ItemResult.REMOVED)
    scene.log(item, ItemResult.NOTED)
    topic.refresh_from_db()
    assert topic.state == TopicState.SETTLED


def test_an_old_item_says_nothing_more_once_the_topic_stands_on_the_next_agenda(scene):
    topic = scene.propose()
    old = scene.on_agenda(topic)
    scene.log(old, ItemResult.DEFERRED)
    scene.on_agenda(topic, MeetingFactory(committee=scene.committee))
    scene.log(old, ItemResult.NOTED)
    topic.refresh_from_db()
    assert topic.state == TopicState.SCHEDULED


def test_a_topic_stands_on_one_agenda_at_a_time_and_goes_back_when_taken_off(scene):
    topic = scene.propose()
    item = scene.on_agenda(topic)
    with pytest.raises(ValidationError):
        scene.on_agenda(topic, MeetingFactory(committee=scene.committee))
    assert unschedule_topic(topic, item=item, user=scene.office).state == TopicState.ACCEPTED


def test_a_returned_topic_is_changed_and_proposed_again(scene):
    topic = return_topic(scene.propose(), user=scene.office, reason="Wo genau?")
    unit = topic.unit
    changed = change_topic(
        topic, proposal=Proposal(title="Licht am Vorplatz", side=Side.ORDER, unit=unit), user=scene.worker
    )
    assert changed.state == TopicState.PROPOSED
    with pytest.raises(ValidationError):
        return_topic(changed, user=scene.office, reason=" ")


def test_a_topic_on_an_agenda_is_withdrawn_by_the_committee_alone(scene):
    topic = scene.propose()
    scene.on_agenda(topic)
    with pytest.raises(ValidationError):
        withdraw_topic(topic, user=scene.worker)


def test_the_database_refuses_a_return_without_reason(scene):
    row = {"topic": scene.propose(), "state": TopicState.RETURNED, "changed_by": scene.office}
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicChange.objects.create(changed_at=row["topic"].proposed_at, **row)


# --- Raising ------------------------------------------------------------------------------------------


@pytest.fixture
def raised(scene):
    """The team raises an item that came from the social worker; the parent committee has an office of its own."""
    scene.parent = CommitteeFactory()
    scene.committee.parent = scene.parent
    scene.committee.save()
    scene.origin = scene.propose()
    scene.item = scene.on_agenda(scene.origin)
    scene.following = MeetingFactory(committee=scene.committee, held_on=clock.today() + timedelta(days=7))
    scene.raised = raise_item(scene.item, user=scene.office, side=Side.ORDER)
    return scene


def coming_back(scene) -> list[str]:
    """Return what the next agenda of the committee proposes because it comes back from another one."""
    lines = proposals_for(scene.following, scene.office, clock.today()).open
    return [line.title for line in lines if line.kind == ProposalKind.RETURNED]


def test_a_raised_item_comes_back_with_the_decision(raised):
    assert raised.raised.committee == raised.parent
    assert coming_back(raised) == []
    above = raised.on_agenda(raised.raised)
    raised.log(above, ItemResult.DECIDED, wording="Das Referat handelt.")
    assert coming_back(raised) == [raised.raised.title]
    assert [row.wording for row in decisions_on(raised.origin, raised.office)] == ["Das Referat handelt."]


def test_whoever_proposed_the_first_topic_hears_what_the_parent_decided(raised):
    before = mails_to(raised.worker)
    raised.log(raised.on_agenda(raised.raised), ItemResult.NOTED)
    assert mails_to(raised.worker) == before + 2
    assert raised.origin.get_absolute_url() in OutgoingMail.objects.latest("pk").text


def test_an_item_is_raised_to_a_committee_once(raised):
    with pytest.raises(ValidationError, match="bereits"):
        raise_item(raised.item, user=raised.office, side=Side.ORDER)


def test_an_item_of_the_highest_committee_cannot_be_raised(scene):
    item = AgendaItemFactory(meeting=MeetingFactory(committee=scene.committee))
    with pytest.raises(ValidationError):
        raise_item(item, user=scene.office, side=Side.HELP)


def test_what_is_referred_to_another_committee_stands_in_its_backlog(scene):
    other = CommitteeFactory()
    item = scene.on_agenda(scene.propose())
    for _twice in range(2):
        scene.log(item, ItemResult.REFERRED, referred_to=other)
    assert other.topics.get().raised_from == item


def test_a_confidential_item_is_raised_as_confidential(scene):
    parent = CommitteeFactory()
    item = AgendaItemFactory(meeting=MeetingFactory(committee=scene.committee), confidentiality="confidential")
    assert raise_item(item, user=scene.office, side=Side.HELP, to=parent).is_confidential


# --- Who sees what ------------------------------------------------------------------------------------


def sees(user, topic) -> bool:
    return Topic.objects.visible_to(user).filter(pk=topic.pk).exists()


def test_a_confidential_topic_is_seen_by_its_committee_its_proposer_and_the_head_of_the_unit(scene):
    topic = scene.propose(confidentiality=Confidentiality.CONFIDENTIAL)
    colleague = person(Role.SOCIAL_WORKER, topic.unit)
    readers = {
        "office": scene.office,
        "seat": committee_member(scene.committee),
        "proposer": scene.worker,
        "head": person(Role.DEPARTMENT_HEAD, topic.unit),
        "member elsewhere": committee_member(CommitteeFactory()),
        "chair elsewhere": person(Role.CHAIR),
        "colleague": colleague,
        "staff": person(Role.DEPARTMENT_STAFF),
        "head elsewhere": person(Role.DEPARTMENT_HEAD),
        "administrator": person(Role.ADMINISTRATOR),
        "officer": person(Role.DATA_PROTECTION_OFFICER),
    }
    assert {name for name, user in readers.items() if sees(user, topic)} == {"office", "seat", "proposer", "head"}


def test_the_committee_that_raised_a_confidential_item_goes_on_seeing_it(raised):
    elsewhere = person(Role.COMMITTEE_OFFICE)
    Topic.objects.update(confidentiality=Confidentiality.CONFIDENTIAL, proposed_by=elsewhere)
    assert sees(committee_member(raised.committee), raised.raised)
    assert not sees(committee_member(CommitteeFactory()), raised.raised)


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.CHAIR, Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF])
def test_the_marker_word_of_a_confidential_topic_leaves_through_no_page(scene, sign_in, role):
    topic = scene.propose(title=MARKER, description=MARKER, confidentiality=Confidentiality.CONFIDENTIAL)
    client = sign_in(person(role))
    for query in ("?state=", "?state=&format=csv"):
        assert MARKER not in client.get(reverse("steering:topic_list") + query).content.decode()
    assert MARKER not in client.get("/").content.decode()
    assert client.get(topic.get_absolute_url()).status_code == 404


def test_the_export_names_neither_the_proposer_nor_what_was_observed(scene, sign_in):
    scene.propose(description=MARKER)
    export = sign_in(scene.office).get(reverse("steering:topic_list") + "?format=csv").content.decode()
    assert "Licht am Bahnhof" in export
    assert MARKER not in export
    assert scene.worker.name not in export


# --- Pages --------------------------------------------------------------------------------------------


def test_a_social_worker_is_asked_for_no_details_of_a_case_and_proposes(scene, sign_in):
    client = sign_in(scene.worker)
    url = reverse("steering:topic_create")
    assert "keine Einzelheiten eines Falls" in client.get(url).content.decode()
    data = {"committee": scene.committee.pk, "title": "Müll im Hof", "side": Side.ORDER, "urgency": "urgent",
            "unit": scene.worker.memberships.get().organisation_id, "confidentiality": "internal"}  # fmt: skip
    page = client.post(url, data, follow=True)
    assert page.status_code == 200
    assert Topic.objects.get().proposed_by == scene.worker


def test_the_proposer_answers_a_returned_topic_on_its_page(scene, sign_in):
    topic = return_topic(scene.propose(), user=scene.office, reason="Wo genau?")
    client, url = sign_in(scene.worker), reverse("steering:topic_update", args=[topic.pk])
    assert "Licht am Bahnhof" in client.get(url).content.decode()
    data = {"title": "Licht am Vorplatz", "side": Side.ORDER, "urgency": "soon", "unit": topic.unit_id,
            "confidentiality": "internal"}  # fmt: skip
    assert client.post(url, data).status_code == 302
    topic.refresh_from_db()
    assert (topic.title, topic.state) == ("Licht am Vorplatz", TopicState.PROPOSED)


def test_nobody_proposes_for_a_unit_of_others(scene, sign_in):
    data = {"committee": scene.committee.pk, "title": "Müll", "side": Side.ORDER, "urgency": "normal",
            "unit": person(Role.DEPARTMENT_HEAD).memberships.get().organisation_id, "confidentiality": "internal"}  # fmt: skip
    assert sign_in(scene.worker).post(reverse("steering:topic_create"), data).status_code == 422
    assert not Topic.objects.exists()


def test_the_start_page_shows_the_office_what_to_look_at_and_the_proposer_what_came_back(scene, sign_in):
    topic = scene.propose()
    assert "Vorschlag ansehen" in sign_in(scene.office).get("/").content.decode()
    return_topic(topic, user=scene.office, reason="Wo genau?")
    page = sign_in(scene.worker).get("/").content.decode()
    assert "Begründung ansehen" in page
    assert "Wo genau?" in sign_in(scene.worker).get(topic.get_absolute_url()).content.decode()


def test_the_start_page_shows_the_proposer_what_became_of_it(scene, sign_in):
    accept_topic(scene.propose(), user=scene.office)
    page = sign_in(scene.worker).get("/").content.decode()
    assert "Ihre Themen" in page
    assert "angenommen" in page


@pytest.mark.parametrize("topics", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_many(scene, sign_in, query_count, topics):
    for _each in range(topics):
        scene.propose()
    client = sign_in(scene.office)
    query_count("steering:topic_list", lambda: client.get(reverse("steering:topic_list")))
