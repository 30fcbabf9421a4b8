"""OWASP ASVS 5.0, chapters 6 and 7: what is left beside the tests of the sign-in and of the accounts themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from core.enums import Role
from core.models import OutgoingMail, User
from tests.factories import PASSWORD
from tests.people import person
from tests.security.conftest import EVERY_ADDRESS
from tests.signing_in import BACKEND, code, enter_password, give_totp, sign_in

pytestmark = [pytest.mark.django_db, EVERY_ADDRESS]


@pytest.fixture(autouse=True)
def _empty_limits():
    cache.clear()


def change(client, old, new):
    return client.post("/account/password/change/", {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize("length", [11, 129])
def test_v6_2_1_passwords_have_twelve_to_128_characters(length):
    with pytest.raises(ValidationError):
        validate_password(("kq7-" * 40)[:length])
    validate_password(("kq7-" * 40)[:12])
    validate_password(("kq7-" * 40)[:128])


def test_v6_2_2_and_3_a_change_needs_the_present_password(client):
    user = person(Role.CHAIR)
    sign_in(client, user)
    change(client, "not-the-password", "quite-another-horse")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    change(client, PASSWORD, "quite-another-horse")
    user.refresh_from_db()
    assert user.check_password("quite-another-horse")


@pytest.mark.parametrize("password", ["qwerty123456", "1qaz2wsx3edc", "qwertyqwerty"])
def test_v6_2_4_common_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["aaaa bbbb cccc dddd", "840275930184620", "nurkleinbuchstaben", "!§$%&/()=?´`*'"])
def test_v6_2_5_any_kind_of_characters_is_allowed(password):
    validate_password(password)


def test_v6_2_6_password_fields_hide_and_7_let_managers_fill_them(client):
    page = client.get("/account/login/").content.decode()
    (field,) = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


def test_v6_2_8_nothing_is_cut_or_folded(client):
    user = person(Role.CHAIR)
    user.set_password("Ein Kennwort MIT Groß " + "x" * 80)
    user.save()
    for wrong in (
        "ein kennwort mit groß " + "x" * 80,
        "Ein Kennwort MIT Groß " + "x" * 50,
        "Ein Kennwort MIT Groß " + "x" * 80 + " ",
    ):
        assert enter_password(client, user, wrong).status_code == 200
    assert enter_password(client, user, "Ein Kennwort MIT Groß " + "x" * 80).status_code == 302


@pytest.mark.parametrize("password", ["lenkungskreis", "Lenkungskreis12", "musterstadt123", "passwortpasswort"])
def test_v6_2_11_words_of_this_place_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_v6_2_11_the_own_name_and_address_are_refused():
    user = User(name="Kanarienvogel Beispiel", email="kanarienvogel@example.org")
    with pytest.raises(ValidationError):
        validate_password("kanarienvogel1", user)


def test_v6_3_2_there_is_no_account_from_the_start():
    assert User.objects.count() == 0


def test_v11_4_2_passwords_are_kept_with_argon2(settings):
    from config.settings import base

    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    assert make_password("x").startswith("argon2$argon2id$")


def test_v6_3_7_new_and_removed_factors_are_told(client, django_capture_on_commit_callbacks):
    user = person(Role.CHAIR, language="en")
    give_totp(user)
    enter_password(client, user)
    client.post("/account/2fa/authenticate/", {"code": code()})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/2fa/recovery-codes/generate/")
        client.post("/account/2fa/totp/deactivate/")
    text = " ".join(OutgoingMail.objects.filter(to_address=user.email).values_list("text", flat=True))
    assert "New recovery codes" in text
    assert "was removed as second factor" in text


def test_v6_5_2_codes_and_seeds_are_not_readable_in_the_database():
    user = person(Role.SOCIAL_WORKER)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    give_totp(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not [each for each in codes if each in stored]


def test_v6_5_5_codes_live_thirty_seconds():
    assert getattr(settings, "MFA_TOTP_TOLERANCE", 0) == 0
    assert getattr(settings, "MFA_TOTP_PERIOD", 30) == 30


def test_v7_2_3_session_keys_are_long_and_differ():
    keys = set()
    for _ in range(5):
        client = Client()
        client.force_login(person(Role.CHAIR), backend=BACKEND)
        keys.add(client.cookies["sessionid"].value)
    assert len(keys) == 5
    assert min(map(len, keys)) >= 32


def test_v7_2_1_a_made_up_session_key_opens_nothing(client):
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/organisations/").url.startswith("/account/login/")


def test_v7_4_4_every_page_offers_to_sign_out(pages):
    signed_in = [page for page in pages if page.role and page.status == 200 and "<html" in page.text]
    assert {page.label for page in signed_in if 'action="/account/logout/"' not in page.text} == set()


def test_v7_5_1_factors_change_only_after_a_fresh_sign_in(client):
    user = person(Role.CHAIR)
    sign_in(client, user)
    for path in ("totp/activate/", "webauthn/add/", "recovery-codes/generate/"):
        assert "/reauthenticate/" in client.get(f"/account/2fa/{path}").url
    assert not Authenticator.objects.filter(user=user).exists()
