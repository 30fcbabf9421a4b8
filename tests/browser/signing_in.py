"""Signs a person of the demo city in through the page; the session of an earlier test is used again while it lives."""

import re

import pyotp
from playwright.sync_api import TimeoutError as TooLong

from core.demo import PASSWORD, TOTP_SECRET

HEAD = "leitung51@demo.example"
SESSION = "sessionid"
_sessions = {}


def enter_password(page, email):
    """Send e-mail address and password."""
    page.goto("/account/login/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=False).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def sign_in(page, email=HEAD):
    """Sign in as somebody whose role needs no second factor."""
    if _enter_again(page, email):
        return
    enter_password(page, email)
    page.wait_for_url("**/")
    _keep(page, email)


def sign_in_with_code(page, email):
    """Sign in with password and the code of the authenticator app, which is good for one sign-in."""
    if _enter_again(page, email):
        return
    enter_password(page, email)
    page.wait_for_url("**/2fa/authenticate/**")
    for _attempt in range(3):
        page.locator("input[name=code]").fill(pyotp.TOTP(TOTP_SECRET).now())
        page.keyboard.press("Enter")
        try:
            page.wait_for_url(re.compile(r":\d+/$"), timeout=8_000)
        except TooLong:
            page.wait_for_timeout(30_000)  # the code ran out at that moment, or was used just before
        else:
            _keep(page, email)
            return


def _enter_again(page, email):
    """Open the start page in the session kept for this person; tell whether it still lives."""
    if email not in _sessions:
        return False
    page.context.add_cookies([_sessions[email]])
    page.goto("/")
    if "/account/login/" not in page.url:
        return True
    page.context.clear_cookies(name=SESSION)
    return False


def _keep(page, email):
    _sessions[email] = next(cookie for cookie in page.context.cookies() if cookie["name"] == SESSION)
