"""The list of addresses that need no sign-in. A view that is public without standing here fails the build."""

import pytest
from django.urls import reverse

from tests.access.matrix import MATRIX
from tests.access.urls import patterns

OURS = {
    "core:healthz",
    "core:readyz",
    "core:logo",
    "core:invitation_open",
    "core:invitation_accept",
    "set_language",
    # Behind a link of a mail, or a calendar's random address: no link, no page.
    "steering:calendar_feed",
    "steering:followuplink_acknowledge",
    "steering:followuplink_answer",
    "steering:followuplink_detail",
    "steering:followuplink_done",
    "steering:followuplink_open",
    "steering:followuplink_report",
    "steering:invitation_open",
    "steering:invitation_reply",
}
# Signing in, with password, passkey, code or the city's directory, and the way back to a forgotten password.
SIGN_IN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}


def is_public(pattern) -> bool:
    """Ask what LoginRequiredMiddleware asks."""
    return not getattr(pattern.callback, "login_required", True)


def closed() -> set[str]:
    """Return the names that answer everybody like an address that does not exist."""
    return {name for name, row in MATRIX.items() if row.get.signed_out == row.get.ok == 404} - OURS - SIGN_IN


def test_exactly_the_listed_addresses_need_no_sign_in():
    assert {name for name, pattern in patterns() if is_public(pattern)} - closed() == OURS | SIGN_IN


@pytest.mark.django_db
def test_who_is_signed_out_is_led_to_the_sign_in_and_back(client):
    answer = client.get(reverse("core:organisation_list"))
    assert answer.url == f"{reverse('account_login')}?next={reverse('core:organisation_list')}"
