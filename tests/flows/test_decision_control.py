"""Decision control before and during the meeting: find what is late, see what is new, project it, take it along."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

OFFICE = "geschaeftsstelle@demo.example"
NUMBER = re.compile(r"M-\d{4}-\d{3,}")


def numbers_on(page) -> list[str]:
    """Return the numbers of the measures that stand in the list, from above."""
    links = page.locator(".lk-control__table a").filter(has_text=NUMBER)
    return [text.strip() for text in links.all_inner_texts()]


def test_the_office_prepares_and_projects_the_decision_control(page):
    sign_in(page, OFFICE)
    page.get_by_role("link", name="Beschlusskontrolle").first.click()
    everything = numbers_on(page)
    assert len(everything) > 5
    expect(page.get_by_role("heading", name="Vertraulicher Teil")).to_be_visible()
    expect(page.get_by_text("in Verzug").first).to_be_visible()

    page.locator(".lk-control__wording summary").first.click()
    expect(page.locator(".lk-control__wording .lk-wording").first).to_be_visible()

    page.get_by_role("link", name="Geändert seit der letzten Sitzung").click()
    assert set(numbers_on(page)) <= set(everything)
    page.get_by_role("link", name="Alle Maßnahmen zeigen").click()

    page.get_by_role("link", name="Großansicht").click()
    expect(page.get_by_role("navigation", name="Hauptnavigation")).to_have_count(0)
    assert numbers_on(page) == everything
    page.get_by_role("link", name="Großansicht verlassen").click()

    page.get_by_text("Ausgeben", exact=True).click()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Für die Tagesordnung (PDF)").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
