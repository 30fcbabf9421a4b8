"""Planning and inviting: a meeting is planned, its agenda taken from what is proposed, put in order by keyboard, invited."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

OFFICE = "geschaeftsstelle@demo.example"
# Behind every other meeting of the demo city, and never on one of the days between the years.
AHEAD = timedelta(days=75)


def plan_meeting(page) -> None:
    """Plan a meeting; a free day asks once whether it is meant."""
    page.get_by_role("link", name="Sitzungen", exact=True).first.click()
    page.get_by_role("link", name="Sitzung planen").click()
    page.get_by_label("Datum").fill((timezone.localdate() + AHEAD).isoformat())
    page.get_by_label("Beginn").fill("10:00")
    page.get_by_label("Ort").fill("Raum 201")
    page.get_by_role("button", name="Sitzung planen").click()
    if page.get_by_role("checkbox", name="Trotzdem speichern").is_visible():
        page.get_by_role("checkbox", name="Trotzdem speichern").check()
        page.get_by_role("button", name="Sitzung planen").click()
    expect(page.get_by_text("Die Sitzung wurde geplant.")).to_be_visible()


def titles(page) -> list[str]:
    """Return the titles on the agenda, from above."""
    return page.locator("[data-lines] .lk-line__title").all_inner_texts()


def test_the_office_builds_an_agenda_from_proposals_and_invites(page):
    sign_in(page, OFFICE)
    plan_meeting(page)
    page.get_by_role("link", name="Tagesordnung vorbereiten").click()
    page.get_by_role("button", name="Alle abwählen").click()
    page.get_by_role("checkbox", name="Beschlusskontrolle").check()
    page.get_by_role("checkbox", name="Dunkler Durchgang am Bahnhof").check()
    page.get_by_role("button", name="Angekreuzte aufnehmen").click()
    expect(page.get_by_text("2 Zeilen stehen jetzt auf der Tagesordnung.")).to_be_visible()
    first, second = titles(page)
    assert first == "Beschlusskontrolle"

    grip = page.get_by_role("button", name=f"Verschieben: 2 {second}")
    grip.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-lines] .lk-line__title")).to_have_text([second, first])
    expect(page.get_by_role("button", name=f"Verschieben: 1 {second}")).to_be_focused()

    page.get_by_role("link", name="Einladen").click()
    page.get_by_role("button", name="Einladung senden").click()
    expect(page.get_by_text("eingeladen").first).to_be_visible()
