"""Cases, consents, referrals and what comes back, through the pages."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from casework.domain.referrals import neutral_subject
from casework.models import Case, CaseShare, Consent, ContactLink, ReadLog
from core.enums import OrganisationKind, Role
from core.identity import acting_as
from steering.domain.followups import answer_follow_up
from steering.enums import Outcome
from steering.models import FollowUp
from tests.casework import world as build
from tests.factories import OrganisationFactory
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return build.world()


@pytest.fixture
def desk(sign_in, world):
    return sign_in(world.worker)


def page(name: str, pk=None) -> str:
    return reverse(f"casework:{name}", args=[pk] if pk else [])


def fresh(user, row):
    with acting_as(user, casework=True):
        return type(row).objects.get(pk=row.pk)


def answer(world, referral=None, text="Termin am Montag um zehn") -> None:
    """Let the unit answer, as the database lets it."""
    with acting_as(world.head):
        follow_up = FollowUp.objects.get(pk=(referral or world.own.referral).follow_up_id)
        answer_follow_up(follow_up, user=world.head, outcome=Outcome.ACCEPTED, text=text)


# --- opening ----------------------------------------------------------------------------------------


def test_a_case_opens_by_a_handle_and_links_the_contact_it_grew_out_of(desk, world):
    address = f"{page('case_create')}?contact={world.own.contact.pk}"
    response = desk.post(address, {"handle": "Sonne", "purpose": "Schulplatz"})
    with acting_as(world.worker, casework=True):
        case = Case.objects.get(person__handle="Sonne")
        assert ContactLink.objects.filter(person=case.person, contact=world.own.contact).count() == 1
    assert response["Location"] == page("case_detail", case.pk)


def test_a_known_handle_asks_first_and_is_then_the_same_person(desk, world):
    sent = {"handle": build.MARK.upper(), "purpose": "Zweites Anliegen"}
    assert desk.post(page("case_create"), sent).status_code == 422
    assert desk.post(page("case_create"), sent | {"override_warnings": "on"}).status_code == 302
    with acting_as(world.worker, casework=True):
        assert Case.objects.filter(person=world.own.case.person_id).count() == 2


def test_a_handle_known_to_a_colleague_alone_gives_nothing_away(sign_in, world):
    colleague = sign_in(world.colleague)
    assert colleague.post(page("case_create"), {"handle": build.MARK, "purpose": "x"}).status_code == 302


# --- list and page ----------------------------------------------------------------------------------


def listed(desk) -> set[str]:
    """Return the addresses of the cases in the list."""
    return set(re.findall(r'href="(/cases/[0-9a-f-]{36}/)"', desk.get(page("case_list")).content.decode()))


def test_the_list_holds_own_and_shared_cases_alone(desk, sign_in, world):
    own = {page("case_detail", world.own.case.pk)}
    assert listed(desk) == own
    assert listed(sign_in(world.colleague)) == set()
    build.share_with(world.own.case, world.colleague, by=world.worker)
    assert listed(desk) == own  # the same browser, now the colleague


def test_the_page_shows_what_the_unit_answered(desk, world):
    answer(world)
    html = desk.get(page("case_detail", world.own.case.pk)).content.decode()
    assert "Termin am Montag um zehn" in html
    assert world.own.referral.follow_up.code in html


def test_a_hidden_case_answers_like_one_that_does_not_exist(sign_in, world):
    colleague = sign_in(world.colleague)

    def answer_to(key) -> tuple[int, str]:
        response = colleague.get(page("case_detail", key))
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
        return response.status_code, text.replace(str(key), "KEY").replace(response["X-Request-ID"], "REQUEST")

    assert answer_to(world.own.case.pk) == answer_to(uuid.uuid4())
    assert answer_to(world.own.case.pk)[0] == 404


# --- reading is recorded ----------------------------------------------------------------------------


def log(world) -> list[tuple]:
    with acting_as(world.lead, casework=True):
        return list(ReadLog.objects.order_by("at").values_list("kind", "subject", "user_id", "allowed"))


def test_each_look_leaves_one_row_and_a_list_is_a_read(desk, world):
    desk.get(page("case_list"))
    desk.get(page("case_detail", world.own.case.pk))
    assert log(world) == [
        ("case_list", None, world.worker.pk, True),
        ("case", world.own.case.pk, world.worker.pk, True),
    ]


def test_a_refused_look_leaves_its_row_as_well(sign_in, world):
    sign_in(world.colleague).get(page("case_detail", world.own.case.pk))
    assert log(world) == [("case", world.own.case.pk, world.colleague.pk, False)]


# --- consent ----------------------------------------------------------------------------------------


def consent_fields(world, **changes) -> dict:
    with acting_as(None) as frame:
        today = frame.today
    return {
        "recipient": world.unit.pk,
        "purpose": "Schulplatz",
        "data_classes": ["name", "concern"],
        "form": "spoken",
        "given_on": today.isoformat(),
        "valid_until": (today + timedelta(days=90)).isoformat(),
    } | changes


def test_consent_is_recorded_for_exactly_one_recipient(desk, world):
    response = desk.post(page("consent_create", world.own.case.pk), consent_fields(world))
    assert response["Location"] == page("case_detail", world.own.case.pk)
    with acting_as(world.worker, casework=True):
        consent = Consent.objects.get(purpose="Schulplatz")
    assert (consent.recipient, consent.data_classes, consent.form) == (world.unit, ["concern", "name"], "spoken")


def test_the_police_and_the_own_organisation_are_no_recipients(desk, world):
    police = OrganisationFactory(kind=OrganisationKind.POLICE)
    for recipient in (police, world.organisation):
        response = desk.post(page("consent_create", world.own.case.pk), consent_fields(world, recipient=recipient.pk))
        assert "recipient" in response.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"data_classes": []}, "data_classes"),
        ({"given_on": "2099-01-01"}, "given_on"),
        ({"valid_until": "2000-01-01"}, "valid_until"),
        ({"valid_until": "2099-01-01"}, "valid_until"),
    ],
)
def test_consent_without_reason_is_refused_at_its_field(desk, world, changes, field):
    response = desk.post(page("consent_create", world.own.case.pk), consent_fields(world, **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_withdrawing_recalls_the_open_referral_and_tells_the_unit_to_stop(desk, world):
    assert desk.post(page("consent_withdraw", world.own.consent.pk)).status_code == 302
    assert fresh(world.worker, world.own.referral).recalled_at is not None
    assert FollowUp.objects.get(pk=world.own.referral.follow_up_id).state == "closed"
    assert fresh(world.worker, world.own.consent).withdrawn_at is not None


def test_a_withdrawal_leaves_answered_referrals_and_other_consents_alone(desk, world):
    elsewhere = build.give_consent(world.worker, world.own.case, OrganisationFactory())
    other = build.make_referral(world.worker, world.own.case, elsewhere)
    desk.post(page("consent_withdraw", world.own.consent.pk))
    assert fresh(world.worker, other).recalled_at is None
    assert fresh(world.worker, elsewhere).withdrawn_at is None


# --- referral ---------------------------------------------------------------------------------------


def refer_fields(consent, **changes) -> dict:
    with acting_as(None) as frame:
        due = frame.today + timedelta(days=10)
    return {"consent": consent.pk, "mode": "accompanied", "due_on": due.isoformat()} | changes


def test_a_referral_asks_the_unit_without_person_and_need(desk, world):
    desk.post(page("referral_create", world.own.case.pk), refer_fields(world.own.consent))
    follow_up = FollowUp.objects.latest("pk")
    assert follow_up.unit == world.unit
    assert follow_up.subject == neutral_subject()
    assert build.MARK not in repr(FollowUp.objects.filter(pk=follow_up.pk).values().get())


def test_no_referral_under_a_withdrawn_or_expired_or_foreign_consent(desk, world):
    withdrawn = build.give_consent(world.worker, world.own.case, OrganisationFactory())
    desk.post(page("consent_withdraw", withdrawn.pk))
    with acting_as(None) as frame:
        past = frame.today - timedelta(days=5)
    expired = build.give_consent(world.worker, world.own.case, OrganisationFactory(), given_on=past, valid_until=past)
    before = FollowUp.objects.count()
    for consent in (withdrawn, expired, world.foreign.consent):
        response = desk.post(page("referral_create", world.own.case.pk), refer_fields(consent))
        assert "consent" in response.context["form"].errors
    assert FollowUp.objects.count() == before


def test_the_unit_may_read_its_follow_up_and_nothing_of_the_case(world):
    with acting_as(world.head):
        assert list(FollowUp.objects.visible_to(world.head)) != []
        assert all(build.MARK not in repr(row) for row in FollowUp.objects.values())


def test_what_came_of_it_is_recorded_after_the_answer_and_files_the_follow_up(desk, world):
    address = page("referral_feedback", world.own.referral.pk)
    assert desk.post(address, {"kept": "yes"}).status_code == 422
    answer(world)
    assert desk.post(address, {"kept": "yes", "feedback": "Kind hat einen Platz"}).status_code == 302
    referral = fresh(world.worker, world.own.referral)
    assert (referral.kept, referral.feedback) == ("yes", "Kind hat einen Platz")
    assert FollowUp.objects.get(pk=referral.follow_up_id).state == "closed"


def test_a_recalled_referral_takes_no_feedback(desk, world):
    assert desk.post(page("referral_recall", world.own.referral.pk)).status_code == 302
    assert desk.post(page("referral_feedback", world.own.referral.pk), {"kept": "no"}).status_code == 422


# --- sharing and closing ----------------------------------------------------------------------------


def test_the_responsible_worker_shares_and_ends_a_share(desk, sign_in, world):
    sent = {"colleague": world.colleague.pk}
    assert desk.post(page("share_create", world.own.case.pk), sent).status_code == 302
    assert sign_in(world.colleague).get(page("case_detail", world.own.case.pk)).status_code == 200
    with acting_as(world.worker, casework=True):
        share = CaseShare.objects.get()
    sign_in(world.worker)
    assert desk.post(page("share_end", share.pk)).status_code == 302
    assert sign_in(world.colleague).get(page("case_detail", world.own.case.pk)).status_code == 404


def test_nobody_of_another_organisation_can_be_chosen(desk, world):
    response = desk.post(page("share_create", world.own.case.pk), {"colleague": world.stranger.pk})
    assert "colleague" in response.context["form"].errors


def test_a_colleague_works_on_a_shared_case_but_neither_shares_nor_closes_it(sign_in, world):
    build.share_with(world.own.case, world.colleague, by=world.worker)
    colleague = sign_in(world.colleague)
    case = world.own.case.pk
    assert colleague.post(page("consent_create", case), consent_fields(world)).status_code == 302
    assert colleague.get(page("share_create", case)).status_code == 403
    assert colleague.post(page("case_close", case), {"reason": "reached"}).status_code == 403


def test_a_case_closes_after_its_referrals_are_finished(desk, world):
    address = page("case_close", world.own.case.pk)
    assert desk.post(address, {"reason": "reached"}).status_code == 422
    desk.post(page("referral_recall", world.own.referral.pk))
    assert desk.post(address, {"reason": "reached"}).status_code == 302
    assert fresh(world.worker, world.own.case).closing_reason == "reached"
    assert desk.get(page("consent_create", world.own.case.pk)).status_code == 403


# --- cost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(sign_in, query_count, rows):
    worker = person(Role.SOCIAL_WORKER, build.association())
    desk = sign_in(worker)
    for row in range(rows):
        build.start_case(worker, handle=f"Kürzel {row}")
    query_count("casework:case_list", lambda: desk.get(page("case_list")))


@pytest.mark.parametrize("rows", [1, 10])
def test_the_page_costs_the_same_for_one_and_for_ten_referrals(desk, world, query_count, rows):
    for _row in range(rows):
        build.make_referral(world.worker, world.own.case, world.own.consent)
    query_count("casework:case_detail", lambda: desk.get(page("case_detail", world.own.case.pk)))


# --- history ----------------------------------------------------------------------------------------


def test_the_history_names_record_and_field_and_no_value(desk, world):
    with acting_as(world.worker, casework=True):
        Case.objects.filter(pk=world.own.case.pk).update(purpose="Geheimes Anliegen")
        Case.objects.filter(pk=world.own.case.pk).update(purpose="Schulplatz")
    html = desk.get(page("case_detail", world.own.case.pk)).content.decode()
    assert f"Fall {build.MARK}: Zweck geändert" in html
    assert f"Einwilligung {world.unit}: angelegt" in html
    assert f"Vermittlung {world.unit}: angelegt" in html
    assert "Geheimes Anliegen" not in html


def test_the_history_of_a_case_tells_nothing_of_another(desk, world):
    with acting_as(world.worker, casework=True):
        other = build.work_of(world.worker, build.area(), world.unit)
        Case.objects.filter(pk=other.case.pk).update(purpose="Zweites Anliegen")
    assert "Zweck geändert" not in desk.get(page("case_detail", world.own.case.pk)).content.decode()
