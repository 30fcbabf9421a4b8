"""A passkey is added, opens the door alone, with recovery codes beside it; on the browser's own test device."""

import re

import pytest

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Somebody no other test signs in as: from here on this account has a second factor.
PERSON = "leitung30@demo.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(new_page, product):
    """A page whose browser has a device for passkeys; these need a host name, an address in numbers does not do."""
    page = new_page(base_url=product.url.replace("127.0.0.1", "localhost"))
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def test_a_passkey_is_added_with_recovery_codes_and_opens_the_door_alone(page):
    sign_in(page, PERSON)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Als Passkey zum Anmelden ohne Passwort").check()
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("heading", name="Wiederherstellungscodes").wait_for()
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    assert page.get_by_text("Ruth Muster").count()
