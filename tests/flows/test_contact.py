"""One contact through the whole house: logged on a phone without a name, referred, answered by the unit, heard back."""

import re
import secrets
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.signing_in import sign_in, sign_in_with_code
from tests.live.fixtures import PHONE

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

WORKER, HEAD = "streetwork@demo.example", "leitung51@demo.example"
HANDLE, PURPOSE = f"Falter {secrets.token_hex(3)}", "Schulplatz nach den Ferien"
ANSWER = "Termin am Dienstag um zehn Uhr"
# The smallest edge of a target in the street, in CSS pixels.
TARGET = 56


@dataclass
class Thumb:
    """Counts taps, and refuses targets a thumb would miss."""

    taps: int = 0

    def tap(self, target: Locator) -> None:
        """Tap once."""
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= TARGET, target
        target.tap()
        self.taps += 1


def tile(page, words: str) -> Locator:
    """Return a tile of the quick log."""
    return page.locator(".street-pick").filter(has_text=re.compile(f"^{words}$"))


def log_contact(phone) -> int:
    """Log a group of three on the phone; return the number of taps from the start page on."""
    thumb = Thumb()
    thumb.tap(phone.get_by_role("link", name="Kontakt festhalten").locator("visible=true"))
    for words in ("Rumänisch", "Schule", "informiert", "Gruppe"):
        thumb.tap(tile(phone, words))
    thumb.tap(phone.get_by_role("button", name="eine mehr"))
    thumb.tap(phone.get_by_role("button", name="Kontakt festhalten"))
    expect(phone.get_by_role("heading", name="Kontakt festgehalten")).to_be_visible()
    expect(phone.locator(".street-saved")).to_contain_text("Rumänisch, 3 Personen: Schule")
    return thumb.taps


def open_case(phone) -> None:
    """Open a case out of the contact, by a handle."""
    phone.locator(".street-saved").get_by_role("link", name="Fall eröffnen").tap()
    phone.get_by_label("Rufname").fill(HANDLE)
    phone.get_by_label("Zweck").fill(PURPOSE)
    phone.get_by_role("button", name="Fall eröffnen").tap()
    expect(phone.get_by_role("heading", name=HANDLE)).to_be_visible()


def record_consent(phone) -> None:
    """Record consent for exactly one department."""
    phone.get_by_role("link", name="Einwilligung festhalten").first.tap()
    phone.locator("input[role=combobox]").fill("Erziehung und Bildung")
    phone.get_by_role("option", name="51 Erziehung und Bildung", exact=True).tap()
    phone.get_by_label("Zweck").fill(PURPOSE)
    phone.get_by_label("Name", exact=True).check()
    phone.get_by_label("das Anliegen").check()
    phone.get_by_label("mündlich").check()
    phone.get_by_role("button", name="Einwilligung festhalten").tap()
    expect(phone.get_by_text("gültig", exact=True)).to_be_visible()


def refer(phone) -> str:
    """Refer to the department; return the code that the unit sees."""
    phone.get_by_role("link", name="Vermitteln").tap()
    phone.get_by_label("ein Termin wird erbeten").check()
    phone.get_by_role("button", name="Vermitteln").tap()
    code = phone.locator("#referrals ~ ul code").first
    expect(code).to_have_text(re.compile(r"^[A-Z2-9]{10}$"))
    return code.inner_text()


def answer(head, code: str) -> None:
    """Answer as the head of the unit, who sees a code and a date and nothing of the person."""
    head.goto("/follow-ups/")
    head.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()
    expect(head.get_by_text(code).first).to_be_visible()
    assert HANDLE not in head.content()
    assert PURPOSE not in head.content()
    head.get_by_role("link", name="Rückmeldung geben").click()
    head.get_by_label("angenommen").check()
    head.locator("textarea").fill(ANSWER)
    head.get_by_role("button", name="Rückmeldung geben").click()
    expect(head.get_by_text(ANSWER)).to_be_visible()


def test_a_contact_becomes_a_referral_that_a_department_answers(new_page):
    phone, head = new_page(**PHONE), new_page()
    sign_in_with_code(phone, WORKER)
    assert log_contact(phone) <= 8
    open_case(phone)
    record_consent(phone)
    code = refer(phone)

    sign_in(head, HEAD)
    answer(head, code)

    phone.goto("/cases/")
    expect(phone.get_by_role("row").filter(has_text=HANDLE)).to_contain_text("Rückmeldung da")
    phone.get_by_role("link", name=HANDLE).tap()
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    phone.get_by_role("link", name="Ergebnis festhalten").tap()
    phone.get_by_label("das Anliegen ist geklärt").check()
    phone.get_by_role("button", name="Festhalten").tap()
    expect(phone.get_by_text("abgeschlossen", exact=True)).to_be_visible()
