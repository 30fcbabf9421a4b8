"""Decisions by circular: one objection stops them, silence means what was chosen, and each closes once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core import clock
from core.dates import Calendar
from core.enums import Role
from core.models import OutgoingMail, Substitution
from steering.domain.circulars import (
    close_due_circulars,
    deadline_from,
    draft_circular,
    outcome_of,
    reply_to_circular,
    send_circular,
    withdraw_circular,
)
from steering.enums import CircularState, Confidentiality, PeriodUnit, QuorumRule, Reply, SeatRole, Silence
from steering.models import CircularDecision, CircularRecipient, Decision
from steering.queries.circulars import circulars_since
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory, SeatFactory, committee_member

pytestmark = pytest.mark.django_db
MARKER = "Zwickmühle"
BERLIN = ZoneInfo("Europe/Berlin")


class Scene:
    """A committee with an office and four votes."""

    def __init__(self, votes=4):
        self.committee = CommitteeFactory()
        self.office = committee_member(self.committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)
        self.voters = [committee_member(self.committee) for _vote in range(votes)]

    def draft(self, **fields) -> CircularDecision:
        defaults = {
            "committee": self.committee,
            "title": "Winterhilfe",
            "wording": "Die Winterhilfe beginnt am 1. Dezember.",
            "period": 48,
            "period_unit": PeriodUnit.HOURS,
            "silence": Silence.NO_VOTE,
        }
        return draft_circular(CircularDecision(), fields=defaults | fields, user=self.office)

    def send(self, **fields) -> CircularDecision:
        return send_circular(self.draft(**fields), user=self.office)

    def reply(self, circular, voter, reply=Reply.AGREE, remark="") -> CircularRecipient:
        recipient = circular.recipients.get(person=self.voters[voter])
        return reply_to_circular(recipient, user=self.voters[voter], reply=reply, remark=remark)

    def expire(self, circular) -> CircularDecision:
        """Let the deadline pass and close."""
        past = clock.now() - timedelta(minutes=1)
        CircularDecision.objects.filter(pk=circular.pk).update(sent_at=past - timedelta(hours=1), deadline_at=past)
        close_due_circulars()
        circular.refresh_from_db()
        return circular


@pytest.fixture
def scene():
    return Scene()


def now_in(circular) -> str:
    circular.refresh_from_db()
    return circular.state


# --- The deadline -------------------------------------------------------------------------------------

NRW = Calendar(land="NW")


@pytest.mark.parametrize(
    ("period", "unit", "expected"),
    [
        (48, PeriodUnit.HOURS, datetime(2026, 4, 4, 15, tzinfo=BERLIN)),  # over Good Friday into Saturday
        (5, PeriodUnit.WORKING_DAYS, datetime(2026, 4, 13, 23, 59, tzinfo=BERLIN)),  # skips Good Friday, Easter Monday
    ],
)
def test_hours_run_through_and_working_days_skip_holidays(period, unit, expected):
    sent = {PeriodUnit.HOURS: datetime(2026, 4, 2, 15, tzinfo=BERLIN)}.get(unit, datetime(2026, 4, 2, 9, tzinfo=BERLIN))
    assert deadline_from(sent, period=period, unit=unit, calendar=NRW).at == expected


def test_the_deadline_says_why():
    sent = datetime(2026, 4, 2, 9, tzinfo=BERLIN)
    reason = deadline_from(sent, period=5, unit=PeriodUnit.WORKING_DAYS, calendar=NRW).reason
    assert "5 Arbeitstage" in reason
    assert "Karfreitag" in reason


# --- What votes amount to -----------------------------------------------------------------------------

A, X, O, S = Reply.AGREE, Reply.ABSTAIN, Reply.OBJECT, ""  # noqa: E741  (S: no vote)


@pytest.mark.parametrize(
    ("votes", "quorum", "expected"),
    [
        ([A, A, A, O], QuorumRule.OFF, CircularState.STOPPED),
        ([A, S, S, S], QuorumRule.OFF, CircularState.ADOPTED),
        ([S, S, S, S], QuorumRule.OFF, CircularState.FAILED),
        ([X, X, X, X], QuorumRule.OFF, CircularState.FAILED),
        ([A, A, S, S], QuorumRule.MAJORITY, CircularState.FAILED),
        ([A, X, X, S], QuorumRule.MAJORITY, CircularState.ADOPTED),
        ([A, A, A, S, S, S], QuorumRule.MAJORITY, CircularState.FAILED),
        ([A, A], QuorumRule.MAJORITY, CircularState.FAILED),
    ],
)
def test_votes_and_quorum_decide(votes, quorum, expected):
    assert outcome_of(votes, quorum=quorum) == expected


# --- The way of a circular ----------------------------------------------------------------------------


def test_one_objection_stops_it_at_once_and_nothing_is_decided(scene):
    circular = scene.send()
    scene.reply(circular, 0)
    scene.reply(circular, 1, Reply.OBJECT, "Das gehört in die Sitzung.")
    assert now_in(circular) == CircularState.STOPPED
    assert not Decision.objects.exists()
    with pytest.raises(ValidationError):
        scene.reply(circular, 2)


def test_the_last_reply_closes_it_and_the_decision_has_its_number(scene):
    circular = scene.send()
    for voter in range(4):
        scene.reply(circular, voter)
    decision = Decision.objects.get()
    assert now_in(circular) == CircularState.ADOPTED
    assert decision.number == f"{scene.committee.number_prefix}-{clock.today().year}/U-01"
    assert decision.wording == circular.wording
    assert decision.title == circular.title


@pytest.mark.parametrize(
    ("silence", "expected"),
    [(Silence.CONSENT, CircularState.ADOPTED), (Silence.NO_VOTE, CircularState.FAILED)],
)
def test_silence_means_what_was_chosen(scene, silence, expected):
    circular = scene.send(silence=silence)
    scene.reply(circular, 0)
    assert scene.expire(circular).state == expected


def test_the_silence_of_somebody_who_has_left_is_no_consent(scene):
    circular = scene.send(silence=Silence.CONSENT)
    for voter in scene.voters:
        voter.is_active = False
        voter.save()
    assert scene.expire(circular).state == CircularState.FAILED


def test_a_second_run_closes_nothing_and_tells_nobody_twice(scene):
    circular = scene.expire(scene.send(silence=Silence.CONSENT))
    mails = OutgoingMail.objects.count()
    assert close_due_circulars() == 0
    assert OutgoingMail.objects.count() == mails == 4 + 5  # four asked; four and the office told
    assert Decision.objects.get().circular == circular


def test_nothing_is_closed_before_its_deadline(scene):
    circular = scene.send(silence=Silence.CONSENT)
    assert close_due_circulars() == 0
    assert now_in(circular) == CircularState.RUNNING


def test_a_reply_after_the_deadline_is_refused_even_before_anybody_closed_it(scene):
    circular = scene.send()
    past = clock.now() - timedelta(minutes=1)
    CircularDecision.objects.update(sent_at=past - timedelta(hours=1), deadline_at=past)
    with pytest.raises(ValidationError):
        scene.reply(circular, 0)


def test_vacant_advisory_and_office_seats_are_not_asked(scene):
    SeatFactory(committee=scene.committee)
    SeatFactory(committee=scene.committee, person=person(Role.COMMITTEE_MEMBER), is_advisory=True)
    circular = scene.send()
    assert {each.person for each in circular.recipients.all()} == set(scene.voters)


def test_too_few_votes_are_refused_when_it_is_sent():
    scene = Scene(votes=2)
    draft = scene.draft()
    with pytest.raises(ValidationError):
        send_circular(draft, user=scene.office)
    assert now_in(draft) == CircularState.DRAFT


def test_what_was_sent_no_longer_changes_and_is_withdrawn_with_a_reason(scene):
    circular = scene.send()
    with pytest.raises(ValidationError):
        draft_circular(circular, fields={"wording": "Anders."}, user=scene.office)
    with pytest.raises(ValidationError):
        withdraw_circular(circular, user=scene.office)
    assert withdraw_circular(circular, user=scene.office, reason="Überholt.").state == CircularState.WITHDRAWN


def test_it_is_reported_at_the_next_meeting_and_not_at_the_one_after(scene):
    held = MeetingFactory(committee=scene.committee, started_at=clock.now() - timedelta(days=9), state="running")
    circular = scene.expire(scene.send(silence=Silence.CONSENT))
    withdraw_circular(scene.draft(), user=scene.office)
    assert list(circulars_since(scene.committee, held)) == [circular]
    held.started_at = clock.now() + timedelta(days=1)
    assert not circulars_since(scene.committee, held)


# --- Mails, confidentiality ---------------------------------------------------------------------------


def test_whoever_stands_in_is_asked_instead_and_replies(scene):
    deputy, today = person(Role.COMMITTEE_MEMBER), clock.today()
    Substitution.objects.create(absent=scene.voters[0], substitute=deputy, valid_from=today)
    circular = scene.send()
    assert not OutgoingMail.objects.filter(recipient=scene.voters[0]).exists()
    assert OutgoingMail.objects.filter(recipient=deputy).count() == 1
    recipient = circular.recipients.get(person=scene.voters[0])
    assert reply_to_circular(recipient, user=deputy, reply=Reply.AGREE).replied_by == deputy


def test_the_mail_says_until_when_and_never_the_text(scene):
    scene.send(wording=MARKER, grounds=MARKER)
    mail = OutgoingMail.objects.first()
    assert "Winterhilfe" in mail.text
    assert "/circulars/" in mail.text
    assert MARKER not in mail.subject + mail.text + mail.html


def sees(user) -> tuple[bool, bool]:
    return CircularDecision.objects.visible_to(user).exists(), Decision.objects.visible_to(user).exists()


def test_a_confidential_circular_and_its_decision_are_seen_by_the_committee_alone(scene):
    scene.expire(scene.send(title=MARKER, confidentiality=Confidentiality.CONFIDENTIAL, silence=Silence.CONSENT))
    assert all(MARKER not in mail.subject + mail.text + mail.html for mail in OutgoingMail.objects.all())
    assert sees(scene.voters[0]) == sees(scene.office) == (True, True)
    for role in set(Role) - {Role.COMMITTEE_OFFICE}:
        assert sees(person(role)) == (False, False), role


def test_an_adopted_circular_that_is_not_confidential_is_a_result_heads_may_read(scene):
    circular = scene.send()
    head = person(Role.DEPARTMENT_HEAD)
    assert sees(head) == (False, False)
    for voter in range(4):
        scene.reply(circular, voter, remark=MARKER)
    assert sees(head) == (True, True)


def test_a_draft_is_seen_by_those_who_lead_the_committee(scene):
    scene.draft()
    chair = committee_member(scene.committee, Role.CHAIR, SeatRole.CHAIR)
    readers = {"office": scene.office, "chair": chair, "voter": scene.voters[0], "chair elsewhere": person(Role.CHAIR)}
    assert {name for name, user in readers.items() if sees(user)[0]} == {"office", "chair"}


def test_a_decision_is_as_confidential_as_its_origin_also_later(scene):
    circular = scene.expire(scene.send(silence=Silence.CONSENT))
    circular.confidentiality = Confidentiality.CONFIDENTIAL
    circular.save()
    assert Decision.objects.get().is_confidential
    Decision.objects.update(confidentiality=Confidentiality.PUBLIC)
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_decision_belongs_to_the_committee_in_which_it_was_taken(scene):
    scene.expire(scene.send(silence=Silence.CONSENT))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(committee=CommitteeFactory())


# --- Pages --------------------------------------------------------------------------------------------


def test_the_office_drafts_looks_and_sends_and_a_seat_replies(scene, sign_in, client):
    sign_in(scene.office)
    data = {"committee": scene.committee.pk, "title": "Winterhilfe", "wording": "Sie beginnt.", "silence": "consent",
            "confidentiality": "internal", "period": 3, "period_unit": "working_days"}  # fmt: skip
    page = client.post(reverse("steering:circular_create"), data, follow=True)
    assert "Es wurde noch niemand gefragt" in page.content.decode()
    circular = CircularDecision.objects.get()
    asked = client.get(reverse("steering:circular_send", args=[circular.pk])).content.decode()
    assert all(voter.name in asked for voter in scene.voters)
    assert "3 Arbeitstage" in asked
    client.post(reverse("steering:circular_send", args=[circular.pk]))
    sign_in(scene.voters[0])
    assert "Winterhilfe" in client.get("/").content.decode()
    url = reverse("steering:circular_reply", args=[circular.recipients.get(person=scene.voters[0]).pk])
    assert client.post(url, {"reply": "object"}).status_code == 422
    assert client.post(url, {"reply": "agree"}, follow=True).status_code == 200
    assert circular.recipients.exclude(reply="").get().person == scene.voters[0]


def test_nobody_replies_for_somebody_else(scene, sign_in):
    circular = scene.send()
    client = sign_in(scene.voters[0])
    url = reverse("steering:circular_reply", args=[circular.recipients.get(person=scene.voters[1]).pk])
    assert client.post(url, {"reply": "agree"}).status_code == 404


def test_single_replies_are_no_business_of_heads(scene, sign_in):
    circular = scene.send()
    for voter in range(4):
        scene.reply(circular, voter, remark=MARKER)
    page = sign_in(person(Role.DEPARTMENT_HEAD)).get(circular.get_absolute_url()).content.decode()
    assert circular.wording in page
    assert MARKER not in page
    assert scene.voters[0].name not in page


@pytest.mark.parametrize("circulars", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_many(scene, sign_in, query_count, circulars):
    scene.expire(scene.send(silence=Silence.CONSENT))
    for number in range(circulars - 1):
        scene.draft(title=f"Umlauf {number}")
    client = sign_in(scene.office)
    query_count("steering:circular_list", lambda: client.get(reverse("steering:circular_list")))
