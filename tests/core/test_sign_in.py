"""Signing in, staying signed in and being signed out, through the pages."""

import time

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.enums import Role
from core.models import Installation, OutgoingMail
from tests.factories import PASSWORD
from tests.people import person
from tests.signing_in import BACKEND, SECRET, code, enter_password, give_totp, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_limits():
    cache.clear()


@pytest.fixture
def staff():
    return person(Role.DEPARTMENT_STAFF)


def signed_in(client) -> bool:
    return client.get("/").status_code == 200


def test_e_mail_and_password_open_the_start_page(client, staff):
    assert enter_password(client, staff).url == "/"
    assert signed_in(client)


def test_case_of_the_address_does_not_matter(client, staff):
    client.post("/account/login/", {"login": staff.email.upper(), "password": PASSWORD})
    assert signed_in(client)


def test_v6_3_8_unknown_address_and_wrong_password_get_the_same_answer(client, staff):
    known = enter_password(client, staff, "wrong-wrong-wrong")
    unknown = client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong-wrong-wrong"})
    assert known.context["form"].errors == unknown.context["form"].errors != {}
    assert not signed_in(client)


def test_v6_3_8_forgotten_password_answers_alike_for_known_and_unknown_addresses(client, staff):
    known = client.post("/account/password/reset/", {"email": staff.email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to_address for mail in OutgoingMail.objects.all()] == [staff.email]


def test_v6_4_1_password_reset_works_once_and_signs_out_everywhere(client, staff):
    other = sign_in(Client(), staff)
    client.post("/account/password/reset/", {"email": staff.email})
    mail = OutgoingMail.objects.get()
    assert mail.secret
    link = next(word for word in mail.text.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "quite-another-horse", "password2": "quite-another-horse"})
    assert enter_password(client, staff, "quite-another-horse").url == "/"
    assert not signed_in(other)
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_link_in_the_mail_ignores_a_forged_host(client, staff, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/account/password/reset/", {"email": staff.email}, headers={"host": "evil.example"})
    assert "evil.example" not in OutgoingMail.objects.get().text


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "3rdparty/", "3rdparty/signup/", "social/signup/"]
)
def test_v6_3_4_closed_pages_do_not_exist(client, staff, path):
    assert client.get(f"/account/{path}").status_code == 404
    assert sign_in(client, staff).post(f"/account/{path}", {"email": "x@example.org"}).status_code == 404


def test_v7_4_2_deactivated_account_cannot_sign_in(client, staff):
    type(staff).objects.update(is_active=False)
    enter_password(client, staff)
    assert not signed_in(client)


def test_v7_4_2_deactivation_ends_a_running_session_with_the_next_request(client, staff):
    sign_in(client, staff)
    type(staff).objects.update(is_active=False)
    assert not signed_in(client)


def test_v8_3_2_ended_membership_takes_effect_with_the_next_request(client):
    administrator = person(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    assert client.get("/installation/").status_code == 200
    administrator.memberships.update(valid_to="2020-01-01")
    assert client.get("/installation/").status_code == 403


# --- Second factor ---


def test_v6_3_3_casework_role_is_led_to_set_up_and_nowhere_else(client):
    client.force_login(person(Role.SOCIAL_WORKER), backend=BACKEND)
    for path in ("/", "/organisations/", "/account/password/change/", "/account/sessions/"):
        assert client.get(path).url == "/account/2fa/", path
    assert client.post("/organisations/new/", {}).url == "/account/2fa/"


def test_casework_role_needs_the_factor_even_when_the_list_lacks_it(client):
    Installation.objects.update(second_factor_roles=[])
    client.force_login(person(Role.CASEWORK_LEAD), backend=BACKEND)
    assert client.get("/").url == "/account/2fa/"


def test_administrators_choose_further_roles(client, staff):
    client.force_login(staff, backend=BACKEND)
    assert signed_in(client)
    Installation.objects.update(second_factor_roles=[Role.DEPARTMENT_STAFF])
    assert client.get("/").url == "/account/2fa/"


def test_setting_up_codes_opens_the_product_and_tells_the_owner(client, django_capture_on_commit_callbacks):
    worker = person(Role.SOCIAL_WORKER, language="en")
    enter_password(client, worker)
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/2fa/totp/activate/", {"code": pyotp.TOTP(secret).now()})
    assert signed_in(client)
    assert OutgoingMail.objects.filter(to_address=worker.email, text__contains="authenticator app was set up").exists()
    stored = Authenticator.objects.get(user=worker, type="totp").data["secret"]
    assert secret not in stored


def test_v6_3_3_password_alone_does_not_open_an_account_with_a_factor(client):
    worker = person(Role.SOCIAL_WORKER)
    give_totp(worker)
    assert enter_password(client, worker).url.startswith("/account/2fa/authenticate/")
    assert not signed_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": code()}).url == "/"
    assert signed_in(client)


def test_v6_5_1_a_code_works_once(client):
    worker = person(Role.SOCIAL_WORKER)
    give_totp(worker)
    used = code()
    enter_password(client, worker)
    client.post("/account/2fa/authenticate/", {"code": used})
    again = Client()
    enter_password(again, worker)
    again.post("/account/2fa/authenticate/", {"code": used})
    assert not signed_in(again)


def test_v6_4_3_reset_of_the_password_does_not_skip_the_factor(client):
    worker = person(Role.SOCIAL_WORKER)
    give_totp(worker)
    client.post("/account/password/reset/", {"email": worker.email})
    link = next(word for word in OutgoingMail.objects.get().text.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "quite-another-horse", "password2": "quite-another-horse"})
    assert not signed_in(client)


def test_v6_5_6_a_factor_removed_elsewhere_counts_no_longer(client):
    worker = person(Role.SOCIAL_WORKER)
    sign_in(client, worker)
    assert signed_in(client)
    Authenticator.objects.filter(user=worker).delete()
    assert client.get("/").url == "/account/2fa/"


def test_a_session_older_than_the_factor_must_give_it(client):
    worker = person(Role.SOCIAL_WORKER)
    client.force_login(worker, backend=BACKEND)
    give_totp(worker)
    assert client.get("/organisations/?q=51").url == "/account/2fa/reauthenticate/?next=%2Forganisations%2F%3Fq%3D51"
    assert client.get("/account/2fa/totp/activate/").url.startswith("/account/2fa/reauthenticate/")
    client.post("/account/2fa/reauthenticate/", {"code": code()})
    assert signed_in(client)


def test_v6_5_1_recovery_code_opens_and_works_once(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    worker = person(Role.SOCIAL_WORKER)
    give_totp(worker)
    recovery = RecoveryCodes.activate(worker).get_unused_codes()[0]
    for browser, opens in ((client, True), (Client(), False)):
        enter_password(browser, worker)
        browser.post("/account/2fa/authenticate/", {"code": recovery})
        assert signed_in(browser) is opens


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", list(Role))
def test_bare_signed_in_page_costs_at_most_three_queries(client, role):
    """The user with roles and factors, the identity, one count for the navigation; the session comes from the cache."""
    sign_in(client, person(role)).get("/account/details/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/account/details/").status_code == 200
    asked = [query["sql"] for query in captured.captured_queries if query["sql"] not in {"BEGIN", "COMMIT"}]
    assert len(asked) <= 3, asked


# --- Sessions ---


def age(client, **seconds):
    session = client.session
    for name, value in seconds.items():
        session[name] = int(time.time()) - value
    session.save()


def test_v7_3_1_session_ends_after_idle_time(client, staff):
    sign_in(client, staff)
    age(client, began_at=settings.SESSION_IDLE_SECONDS + 2, seen_at=settings.SESSION_IDLE_SECONDS + 1)
    answer = client.get("/organisations/")
    assert answer.url.startswith("/account/login/")
    assert "storage" in answer["Clear-Site-Data"]


def test_v7_3_2_busy_session_ends_twelve_hours_after_sign_in(client, staff):
    sign_in(client, staff)
    age(client, began_at=settings.SESSION_COOKIE_AGE - 60, seen_at=30)
    assert signed_in(client)
    age(client, began_at=settings.SESSION_COOKIE_AGE + 1, seen_at=30)
    assert not signed_in(client)


def test_v7_2_4_sign_in_brings_a_new_session_token(client, staff):
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else None
    enter_password(client, staff)
    assert client.cookies["sessionid"].value != before


def test_v7_4_1_sign_out_needs_post_and_clears_the_client(client, staff):
    sign_in(client, staff)
    client.get("/account/logout/")
    assert signed_in(client)
    answer = client.post("/account/logout/")
    assert "storage" in answer["Clear-Site-Data"]
    assert not signed_in(client)


def test_v7_5_2_own_sessions_are_listed_and_the_others_can_be_ended(client, staff):
    other = Client()
    enter_password(other, staff, headers={"user-agent": "Andere Maschine"})
    enter_password(client, staff)
    assert "Andere Maschine" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert not signed_in(other)
    assert signed_in(client)


def test_v7_4_3_change_of_the_password_ends_the_other_sessions_and_tells_the_owner(client):
    staff = person(Role.DEPARTMENT_STAFF, language="en")
    other = Client()
    enter_password(other, staff)
    enter_password(client, staff)
    change = {"oldpassword": PASSWORD, "password1": "quite-another-horse", "password2": "quite-another-horse"}
    client.post("/account/password/change/", change)
    assert not signed_in(other)
    assert signed_in(client)
    assert "Your password was changed" in OutgoingMail.objects.get().text


# --- Failed attempts ---


def fail(client, user, times, address):
    for _ in range(times):
        answer = enter_password(client, user, "wrong-wrong-wrong", REMOTE_ADDR=address)
    return answer


def test_v6_1_1_a_stranger_cannot_lock_the_owner_out(client, staff):
    fail(Client(), staff, 12, "203.0.113.9")
    assert enter_password(Client(), staff, REMOTE_ADDR="203.0.113.9").status_code == 200, (
        "the stranger's place is closed"
    )
    assert enter_password(client, staff, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_v6_1_1_many_strangers_cannot_lock_the_owner_out_at_the_usual_place(client, staff):
    enter_password(client, staff, REMOTE_ADDR="198.51.100.7")
    for number in range(15):
        fail(Client(), staff, 4, f"203.0.113.{number}")
    assert enter_password(Client(), staff, REMOTE_ADDR="192.0.2.50").status_code == 200, "an unknown place waits"
    assert enter_password(Client(), staff, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_v6_3_1_the_wait_ends_by_itself_and_grows(client, staff, monkeypatch):
    start = time.time()
    fail(client, staff, 6, "203.0.113.9")
    monkeypatch.setattr(time, "time", lambda: start + 301)
    fail(client, staff, 5, "203.0.113.9")
    monkeypatch.setattr(time, "time", lambda: start + 650)
    assert enter_password(client, staff, REMOTE_ADDR="203.0.113.9").status_code == 200, (
        "ten failures: five minutes no longer do"
    )
    monkeypatch.setattr(time, "time", lambda: start + 4300)
    assert enter_password(client, staff, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_successes_do_not_count_as_attempts(staff):
    for _ in range(8):
        assert enter_password(Client(), staff).status_code == 302


def test_v6_3_1_codes_cannot_be_guessed_without_end(client):
    worker = person(Role.SOCIAL_WORKER)
    give_totp(worker)
    enter_password(client, worker)
    for _ in range(6):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": pyotp.TOTP(SECRET).now()})
    assert not signed_in(client)
