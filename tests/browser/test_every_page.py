"""Every page of the product with the demo city: accessible at a desk in light and on a phone in dark, and no wider.

Walks the access matrix, so that a new URL comes along by itself: it is asked by somebody who may see it, with an object
from `demo_objects`. What is no page stands in `NO_PAGE` with its reason.
"""

import json
import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from core.demo import NEEDS_FACTOR, PEOPLE
from core.enums import Role
from tests.access.matrix import MATRIX
from tests.browser.signing_in import enter_password, sign_in, sign_in_with_code
from tests.live.fixtures import DESKTOP, GERMAN, PHONE

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

# Who is asked first; one person per role, and few of them, because signing in takes its time.
READERS = (
    Role.COMMITTEE_OFFICE,
    Role.ADMINISTRATOR,
    Role.SOCIAL_WORKER,
    Role.DATA_STEWARD,
    Role.DATA_PROTECTION_OFFICER,
)
VISITOR, HALFWAY = "visitor", "halfway"
# Pages of the sign-in, which nobody sees who is signed in.
BEFORE = {
    "account_login": VISITOR,
    "account_reset_password": VISITOR,
    "account_reset_password_done": VISITOR,
    "account_reset_password_from_key": VISITOR,
    "account_reset_password_from_key_done": VISITOR,
    "account_inactive": VISITOR,
    "core:invitation_accept": VISITOR,
    "steering:followuplink_answer": VISITOR,
    "steering:followuplink_detail": VISITOR,
    "steering:followuplink_done": VISITOR,
    "steering:followuplink_report": VISITOR,
    "steering:invitation_reply": VISITOR,
    "mfa_authenticate": HALFWAY,
}
# Pages behind a link of a mail, and the address in that mail.
ENTRANCES = {
    "core:invitation_accept": "core:invitation_open",
    "steering:followuplink_answer": "steering:followuplink_open",
    "steering:followuplink_detail": "steering:followuplink_open",
    "steering:followuplink_report": "steering:followuplink_open",
    "steering:invitation_reply": "steering:invitation_open",
}
WITH_FACTOR = dict.fromkeys(("mfa_reauthenticate", "mfa_deactivate_totp", "mfa_index"), Role.ADMINISTRATOR)
NO_PAGE = {
    "core:healthz": "for machines",
    "core:readyz": "for machines",
    "core:logo": "a picture",
    "core:invitation_open": "leads on to core:invitation_accept",
    "steering:invitation_open": "leads on to steering:invitation_reply",
    "steering:followuplink_open": "leads on to steering:followuplink_detail",
    "steering:followuplink_acknowledge": "takes POST alone",
    "steering:calendar_feed": "for calendar programs",
    "account_set_password": "leads on to account_change_password",
    "steering:agenda_file": "a file",
    "steering:agenda_arrange": "takes POST alone",
    "steering:agenda_proposals": "takes POST alone",
    "steering:agendaitem_move": "takes POST alone",
    "steering:attachment_download": "a file",
    "steering:standingitem_move": "takes POST alone",
    "steering:minutes_file": "a file",
    "steering:minutes_public": "a file",
    "steering:outcome_next": "leads on to steering:outcome_log",
    "steering:due_date": "a line inside a form",
    "steering:decision_lookup": "a line inside a form",
    "steering:draft_save": "for the log's script",
    "steering:log_state": "for the log's script",
    "set_language": "takes POST alone",
    "mfa_login_webauthn": "for the script of the sign-in",
    "mfa_reauthenticate_webauthn": "needs a passkey",
    "mfa_edit_webauthn": "needs a passkey",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_view_recovery_codes": "needs recovery codes",
    "mfa_download_recovery_codes": "a file",
    "openid_connect_login": "needs a directory of the city",
    "openid_connect_callback": "needs a directory of the city",
    "socialaccount_login_error": "needs a directory of the city",
}
CLOSED = {name for name, row in MATRIX.items() if row.get.is_public and row.get.ok == 404}
PAGES = sorted(MATRIX.keys() - NO_PAGE.keys() - CLOSED)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# What size and colours can spoil in a page that is sound otherwise.
OF_THE_LOOK = ["color-contrast", "target-size", "scrollable-region-focusable", "button-name", "link-name", "label"]
ON_A_PHONE = {"runOnly": {"type": "rule", "values": OF_THE_LOOK}, "resultTypes": ["violations"]}


@dataclass
class Reader:
    """One person at a browser, and what their pages complain about."""

    page: object
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message):
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def readers(browser, product):
    """Return a function that gives the browser of a reader, signed in once."""
    made, contexts = {}, []

    def reader(who):
        if who not in made:
            context = browser.new_context(base_url=product.url, reduced_motion="reduce", **(GERMAN | DESKTOP))
            contexts.append(context)
            page = context.new_page()
            page.set_default_timeout(15_000)
            _enter(page, who)
            made[who] = Reader(page)
        return made[who]

    yield reader
    for context in contexts:
        context.close()


def _enter(page, who):
    if who == VISITOR:
        return
    if who == HALFWAY:
        enter_password(page, _email(Role.ADMINISTRATOR))
        page.wait_for_url("**/2fa/authenticate/**")
    else:
        (sign_in_with_code if who in NEEDS_FACTOR else sign_in)(page, _email(who))


def _email(role):
    return next(person.email for person in PEOPLE if role in person.roles)


@pytest.fixture(scope="module")
def objects(product):
    """Return the arguments of every address that needs some."""
    command = "from tests.browser.demo_objects import print_kwargs; print_kwargs()"
    return json.loads(product.manage("shell", "-v0", "-c", command).splitlines()[-1])


def who_sees(name):
    """Return who looks at a page."""
    allowed = MATRIX[name].get.allowed
    return BEFORE.get(name) or WITH_FACTOR.get(name) or next(role for role in (*READERS, *Role) if role in allowed)


def go(page, name, objects):
    """Open a page, through the link of its mail where there is one."""
    for step in filter(None, (ENTRANCES.get(name), name)):
        response = page.goto(reverse(step, kwargs=objects.get(step)))
    return response


def faults(page, rules=WCAG):
    """Return what axe finds, in one line each."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


def wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def look(page):
    """Return what is wrong with the page that is open: in light at a desk, then in dark on a phone.

    It is loaded again for the second look, so that no colour is still on its way from light to dark.
    """
    wrong = {"desk": faults(page)}
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE["viewport"])
    page.reload()
    wrong["phone"] = faults(page, ON_A_PHONE)
    wrong["too wide"] = ["the page"] if wider_than_the_screen(page) else []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP["viewport"])
    return {where: what for where, what in wrong.items() if what}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(name, readers, objects):
    reader = readers(who_sees(name))
    reader.complaints.clear()
    response = go(reader.page, name, objects)
    assert response.status == 200
    assert look(reader.page) == {}
    assert reader.complaints == []


def test_what_is_no_page_exists_and_has_a_reason():
    assert NO_PAGE.keys() - MATRIX.keys() == set()
    assert all(re.fullmatch(r"\S.*", reason) for reason in NO_PAGE.values())


@pytest.mark.parametrize("path", ["/nothing-here/", "/audit/"])
def test_a_refusal_is_accessible_and_fits_a_phone(path, readers):
    page = readers(Role.COMMITTEE_OFFICE).page
    assert page.goto(path).status in (403, 404)
    assert look(page) == {}
