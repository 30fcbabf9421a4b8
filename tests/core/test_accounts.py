"""What administrators and owners do with accounts, through the pages."""

import threading
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from core import clock, links
from core.domain import accounts, invitations
from core.enums import Role
from core.models import Membership, OutgoingMail, Substitution, User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.people import person
from tests.signing_in import enter_password, give_totp, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_limits():
    cache.clear()


@pytest.fixture
def boss():
    return person(Role.ADMINISTRATOR, name="Verwaltung Probe")


@pytest.fixture
def office(client, boss):
    return sign_in(client, boss)


@pytest.fixture
def staff():
    return person(Role.DEPARTMENT_STAFF, name="Kim Beispiel")


def link_in_mail() -> str:
    text = OutgoingMail.objects.latest("pk").text
    return next(word for word in text.split() if "/invitations/" in word)


def invite(office, **changes) -> User | None:
    unit = OrganisationFactory()
    form = {
        "name": "Neu Beispiel",
        "email": "Neu@Example.org",
        "language": "de",
        "organisation": unit.pk,
        "role": "department_staff",
    }
    office.post("/users/invite/", form | changes)
    return User.objects.filter(email="neu@example.org").first()


# --- Invitations ---


def test_an_invited_person_chooses_a_password_and_signs_in(office):
    user = invite(office)
    assert user.roles == {Role.DEPARTMENT_STAFF}
    assert OutgoingMail.objects.get().secret
    guest = Client()
    answer = guest.get(link_in_mail())
    assert answer.url == "/invitation/", "the link leaves the address bar"
    guest.post("/invitation/", {"password": "ein-gutes-kennwort", "again": "ein-gutes-kennwort"})
    user.refresh_from_db()
    enter_password(guest, user, "ein-gutes-kennwort")
    assert guest.get("/").status_code == 200


def test_v6_4_1_an_invitation_works_once(office):
    user = invite(office)
    link = link_in_mail()
    guest = Client()
    guest.get(link)
    guest.post("/invitation/", {"password": "ein-gutes-kennwort", "again": "ein-gutes-kennwort"})
    thief = Client()
    assert thief.get(link, follow=True).status_code == 410
    thief.post("/invitation/", {"password": "noch-ein-kennwort", "again": "noch-ein-kennwort"})
    user.refresh_from_db()
    assert user.check_password("ein-gutes-kennwort")


def test_a_new_invitation_replaces_the_old_one(office):
    user = invite(office)
    old = link_in_mail()
    office.post(f"/users/{user.pk}/invite-again/")
    assert Client().get(old, follow=True).status_code == 410
    assert Client().get(link_in_mail(), follow=True).status_code == 200


def test_v6_4_1_an_invitation_ends_after_seven_days(office, monkeypatch):
    invite(office)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 86400 + 1)
    assert Client().get(link_in_mail(), follow=True).status_code == 410


def test_an_account_in_use_is_not_invited_again(office, staff):
    office.post(f"/users/{staff.pk}/invite-again/")
    assert not OutgoingMail.objects.exists()
    staff.refresh_from_db()
    assert staff.has_usable_password()


def test_a_known_address_is_refused_and_keeps_what_was_typed(office):
    UserFactory(email="neu@example.org", name="Schon da")
    answer = office.post(
        "/users/invite/",
        {
            "name": "Neu Beispiel",
            "email": "NEU@example.org",
            "language": "de",
            "organisation": OrganisationFactory().pk,
            "role": "department_staff",
        },
    )
    assert answer.status_code == 422
    assert "Neu Beispiel" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "password", ["kurz", "x" * 129, "passwort1234", "lenkungskreis1", "qwerty123456", "Musterstadt2026"]
)
def test_v6_2_4_weak_passwords_are_refused(office, password):
    user = invite(office)
    guest = Client()
    guest.get(link_in_mail())
    assert guest.post("/invitation/", {"password": password, "again": password}).status_code == 422
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    "password", ["nur buchstaben und leerzeichen", "ü" * 64 + "kennwort", "  am Rand stehen Leerzeichen  "]
)
def test_v6_2_9_long_passwords_of_any_characters_are_welcome(office, password):
    user = invite(office)
    guest = Client()
    guest.get(link_in_mail())
    guest.post("/invitation/", {"password": password, "again": password})
    user.refresh_from_db()
    assert user.check_password(password)


# --- Roles ---


def test_a_role_is_given_and_ended(office, staff):
    unit = OrganisationFactory()
    office.post(f"/users/{staff.pk}/memberships/new/", {"organisation": unit.pk, "role": "department_head"})
    given = Membership.objects.get(user=staff, organisation=unit)
    assert given.valid_from == clock.today()
    office.post(f"/memberships/{given.pk}/end/", {"last_day": clock.today() - timedelta(days=0)})
    given.refresh_from_db()
    assert given.valid_to == clock.today()


@pytest.mark.parametrize("role", ["social_worker", "casework_lead"])
def test_administrators_cannot_give_themselves_a_casework_role(office, boss, role):
    answer = office.post(f"/users/{boss.pk}/memberships/new/", {"organisation": OrganisationFactory().pk, "role": role})
    assert answer.status_code == 422
    assert boss.memberships.count() == 1


def test_not_even_for_the_time_after_their_administration(boss):
    boss.memberships.update(valid_to=clock.today())
    with pytest.raises(ValidationError):
        accounts.add_membership(
            boss,
            by=boss,
            organisation=OrganisationFactory(),
            role=Role.SOCIAL_WORKER,
            valid_from=clock.today() + timedelta(days=1),
        )


def test_nobody_holds_administration_and_casework_at_a_time(office):
    worker = person(Role.SOCIAL_WORKER)
    form = {"organisation": OrganisationFactory().pk, "role": "administrator"}
    assert office.post(f"/users/{worker.pk}/memberships/new/", form).status_code == 422
    worker.memberships.update(valid_to=clock.today() - timedelta(days=1))
    assert office.post(f"/users/{worker.pk}/memberships/new/", form).status_code == 302


@pytest.mark.parametrize(
    ("first", "last", "clash"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), True),
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (None, None, True),
    ],
)
def test_the_database_itself_refuses_both_at_a_time(first, last, clash):
    user = person(Role.ADMINISTRATOR)
    user.memberships.update(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    add = lambda: MembershipFactory(user=user, role=Role.CASEWORK_LEAD, valid_from=first, valid_to=last)  # noqa: E731
    if clash:
        with pytest.raises(IntegrityError), transaction.atomic():
            add()
    else:
        add()


def test_other_roles_stand_beside_each_other(staff):
    MembershipFactory(user=staff, role=Role.ADMINISTRATOR)
    MembershipFactory(user=staff, role=Role.COMMITTEE_OFFICE)
    assert {Role.ADMINISTRATOR, Role.COMMITTEE_OFFICE} <= User.objects.get(pk=staff.pk).roles


def test_one_administrator_always_remains(office, boss):
    assert office.post(f"/users/{boss.pk}/deactivate/", {"reason": "weg"}).status_code == 422
    own = boss.memberships.get()
    assert office.post(f"/memberships/{own.pk}/end/", {"last_day": clock.today()}).status_code == 422
    assert User.objects.get(pk=boss.pk).is_active


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_close_each_other_at_once():
    pair = [person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)]
    start = threading.Barrier(2)

    def close(by, other):
        start.wait()
        try:
            accounts.deactivate(other, by=by, reason="gleichzeitig")
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=order) for order in (pair, pair[::-1])]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert User.objects.filter(is_active=True).count() == 1


# --- Closing, opening, second factor ---


def test_v7_4_5_deactivation_signs_out_everywhere_and_can_be_taken_back(office, staff):
    browser = Client()
    enter_password(browser, staff)
    office.post(f"/users/{staff.pk}/deactivate/", {"reason": "Stelle gewechselt"})
    assert browser.get("/").status_code == 302
    assert enter_password(Client(), staff).url == "/account/inactive/"
    office.post(f"/users/{staff.pk}/reactivate/", {"reason": "zurück"})
    assert browser.get("/").status_code == 302, "the old session stays closed"
    assert enter_password(Client(), staff).url == "/"


def test_v6_4_4_a_reset_takes_the_factor_and_every_session_and_tells_the_owner(office):
    worker = person(Role.SOCIAL_WORKER, language="en")
    give_totp(worker)
    browser = sign_in(Client(), worker)
    office.post(f"/users/{worker.pk}/second-factor/", {"reason": "Telefon verloren, zurückgerufen"})
    assert not Authenticator.objects.filter(user=worker).exists()
    assert browser.get("/").url in {"/account/2fa/", "/account/login/?next=/"}
    assert "reset by an administrator" in OutgoingMail.objects.get(to_address=worker.email).text


def test_a_reset_needs_a_reason_and_somebody_else(office, boss):
    worker = person(Role.SOCIAL_WORKER)
    give_totp(worker)
    assert office.post(f"/users/{worker.pk}/second-factor/", {"reason": ""}).status_code == 422
    assert office.post(f"/users/{boss.pk}/second-factor/", {"reason": "ich selbst"}).status_code == 422
    assert Authenticator.objects.filter(user__in=[worker, boss]).count() == 2


def test_reasons_reach_the_audit(office, boss, staff):
    office.post(f"/users/{staff.pk}/deactivate/", {"reason": "Stelle gewechselt"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id FROM core_auditentry WHERE reason = 'Stelle gewechselt' AND table_name = 'core_user'"
        )
        assert cursor.fetchall() == [(boss.pk,)]


def test_a_new_address_is_told_to_the_old_one(office, staff):
    former = staff.email
    office.post(f"/users/{staff.pk}/change/", {"name": staff.name, "email": "Anders@example.org", "language": "de"})
    staff.refresh_from_db()
    assert staff.email == "anders@example.org"
    assert [mail.to_address for mail in OutgoingMail.objects.all()] == [former]


# --- Lists ---


def test_the_list_is_filtered_by_name_role_organisation_and_state(office, staff):
    closed = person(Role.COMMITTEE_MEMBER, name="Zu Beispiel", is_active=False)
    unit = staff.memberships.get().organisation
    for query, shown in (
        ({"q": "kim"}, staff),
        ({"role": "department_staff"}, staff),
        ({"organisation": unit.pk}, staff),
        ({"state": "closed"}, closed),
    ):
        names = [str(row.record) for row in office.get("/users/", query).context["table"].rows]
        assert names == [str(shown)], query


def test_the_export_leaves_addresses_out(office, staff):
    text = office.get("/users/", {"format": "csv"}).content.decode()
    assert "Kim Beispiel" in text
    assert "@" not in text


def test_the_list_costs_the_same_for_one_and_thirty(office, django_assert_max_num_queries):
    for _ in range(30):
        MembershipFactory()
    office.get("/users/?per_page=50")
    with django_assert_max_num_queries(14):
        office.get("/users/?per_page=50")


def test_v8_2_1_only_administrators_see_accounts(client, staff, boss):
    sign_in(client, staff)
    assert client.get("/users/").status_code == 403
    assert client.get("/users/?format=csv").status_code == 403
    assert client.get(f"/users/{boss.pk}/").status_code in {403, 404}


def test_detail_shows_roles_factor_and_sessions(office, staff):
    enter_password(Client(), staff)
    page = office.get(f"/users/{staff.pk}/")
    assert page.context["sessions"] == 1
    assert staff.memberships.get().organisation.short_name in page.content.decode()


def test_the_history_tells_who_closed_an_account_and_why(office, boss, staff):
    office.post(f"/users/{staff.pk}/deactivate/", {"reason": "Stelle gewechselt"})
    entry = office.get(f"/users/{staff.pk}/").context["history"][0]
    assert (entry.who, entry.reason) == (boss.name, "Stelle gewechselt")


# --- Own account and substitutes ---


def test_v8_2_3_everybody_changes_the_own_name_and_language_and_nothing_else(client, staff):
    sign_in(client, staff)
    answer = client.post(
        "/account/details/", {"name": "Kim Neu", "language": "en", "email": "x@example.org", "is_active": ""}
    )
    staff.refresh_from_db()
    assert (staff.name, staff.language, staff.is_active) == ("Kim Neu", "en", True)
    assert staff.email != "x@example.org"
    assert answer.cookies["django_language"].value == "en"


def test_a_member_names_a_colleague_as_substitute(client, staff):
    unit = staff.memberships.get().organisation
    colleague, stranger = person(Role.DEPARTMENT_HEAD, unit), person(Role.DEPARTMENT_HEAD, name="Fremd Beispiel")
    sign_in(client, staff)
    url = f"/users/{staff.pk}/substitutes/new/"
    assert "Fremd Beispiel" not in client.get(url).content.decode()
    assert client.post(url, {"substitute": stranger.pk, "valid_from": "2026-12-01"}).status_code == 422
    assert (
        client.post(url, {"substitute": colleague.pk, "valid_from": "2026-12-01", "valid_to": "2026-12-14"}).url
        == "/account/"
    )
    assert Substitution.objects.get().substitute == colleague


def test_an_administrator_names_anybody(office, staff):
    stranger = person(Role.DEPARTMENT_HEAD)
    office.post(f"/users/{staff.pk}/substitutes/new/", {"substitute": stranger.pk, "valid_from": "2026-12-01"})
    assert Substitution.objects.get().absent == staff


def test_v8_2_2_nobody_names_substitutes_for_others(client, staff, boss):
    sign_in(client, staff)
    form = {"substitute": staff.pk, "valid_from": "2026-12-01"}
    assert client.post(f"/users/{boss.pk}/substitutes/new/", form).status_code == 404
    assert not Substitution.objects.exists()


def test_a_person_does_not_stand_in_twice_on_a_day(staff):
    other = person(Role.DEPARTMENT_HEAD)
    accounts.name_substitute(staff, substitute=other, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 14))
    with pytest.raises(ValidationError):
        accounts.name_substitute(staff, substitute=other, valid_from=date(2026, 12, 14))
    accounts.name_substitute(staff, substitute=other, valid_from=date(2026, 12, 15))


def test_a_substitution_is_ended_by_the_absent_person_alone(client, staff):
    other = person(Role.DEPARTMENT_HEAD)
    today = clock.today()
    begun = accounts.name_substitute(staff, substitute=other, valid_from=today)
    assert sign_in(Client(), other).post(f"/substitutions/{begun.pk}/end/").status_code == 403
    sign_in(client, staff).post(f"/substitutions/{begun.pk}/end/")
    begun.refresh_from_db()
    assert begun.valid_to == today


def test_a_substitution_to_come_is_taken_back(client, staff):
    later = clock.today() + timedelta(days=9)
    planned = accounts.name_substitute(staff, substitute=person(Role.CHAIR), valid_from=later)
    sign_in(client, staff).post(f"/substitutions/{planned.pk}/end/")
    assert not Substitution.objects.exists()


def test_a_forged_invitation_is_refused():
    user = User.objects.create_user("neu@example.org", "Neu Beispiel")
    forged = links.sign(invitations.PURPOSE, user=user.pk, state="0" * 64)
    assert invitations.invited_user(forged) is None
    assert Client().get(f"/invitations/{forged}/", follow=True).status_code == 410
