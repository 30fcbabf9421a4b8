"""Minutes in a browser: from the log to the seal, by the two who sign."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

OFFICE, CHAIR = "geschaeftsstelle@demo.example", "vorsitz@demo.example"
PREPARE = """
import json
from core.demo import account
from core.identity import acting_as
from tests.browser.demo_minutes import held_meetings
with acting_as(account("geschaeftsstelle")):
    print(json.dumps(held_meetings(1)[0].pk))
"""


@pytest.fixture
def meeting(product):
    """Return the key of a meeting that has ended and has no minutes yet."""
    return json.loads(product.manage("shell", "-v0", "-c", PREPARE).splitlines()[-1])


def press(page, name):
    """Follow a button of the page head and confirm it."""
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("main form").get_by_role("button", name=name, exact=True).click()


def put_signature(page):
    page.get_by_role("link", name="Niederschrift unterschreiben").click()
    page.get_by_label("Ich unterschreibe diese Niederschrift").check()
    page.get_by_role("button", name="Erklärung festhalten").click()
    expect(page.get_by_text("Ihre Unterschrift ist festgehalten.").first).to_be_visible()


def test_two_sign_and_the_minutes_are_sealed(new_page, meeting):
    office, chair = new_page(), new_page()
    sign_in(office, OFFICE)
    office.goto(f"/meetings/{meeting}/")
    press(office, "Niederschrift zusammenstellen")
    office.wait_for_url(re.compile(r"/minutes/\d+/$"))
    address = office.url
    office.get_by_role("link", name="Niederschrift bearbeiten").click()
    office.get_by_label("Erklärungen am Ende").fill("Keine Wortmeldungen.")
    office.get_by_role("button", name="Als neue Fassung speichern").click()
    press(office, "Zur Durchsicht stellen")
    put_signature(office)

    sign_in(chair, CHAIR)
    chair.goto("/")
    chair.locator(f"a[href$='{address.split('/', 3)[-1]}']").first.click()
    put_signature(chair)
    press(chair, "Niederschrift festschreiben")
    expect(chair.get_by_text("festgeschrieben").first).to_be_visible()

    office.goto(address)
    expect(office.get_by_role("link", name="Niederschrift bearbeiten")).to_have_count(0)
    expect(office.get_by_text("Keine Wortmeldungen.")).to_be_visible()
    office.get_by_text("Herunterladen", exact=True).click()
    with office.expect_download() as sealed:
        office.get_by_role("link", name="Niederschrift (PDF)").click()
    assert sealed.value.path().read_bytes().startswith(b"%PDF")
    assert office.request.get(f"{address}edit/").status == 403
