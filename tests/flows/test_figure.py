"""A figure through the whole house: a file with preview and confirmation, then the profile beside the city."""

import re

import pytest
from playwright.sync_api import expect

from quarters.demo import csv_file
from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

STEWARD = "statistik@demo.example"
QUARTER = (2024, 4)


def revised_file() -> bytes:
    """The figures of one quarter as the office sends them again: one changed, one no longer known, one misspelt."""
    lines = csv_file(QUARTER, since=QUARTER).decode("cp1252").splitlines()
    by_key = {line.split(";")[0]: line.split(";") for line in lines}
    by_key["51"][5] = "777"
    by_key["16"][5] = "."
    by_key["10"][5] = "l2"
    return "\r\n".join(";".join(cells) for cells in by_key.values()).encode("cp1252")


def open_profile(page, name: str, indicator: str) -> None:
    """Open the profile of a Stadtteil and choose an indicator by the form."""
    page.goto("/areas/?q=" + name)
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_label("Indikator").select_option(label=indicator)
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("heading", name=indicator)).to_be_visible()


def row_of(page, period: str):
    """Open the table behind the chart and return the row of a period."""
    page.get_by_text("Zahlen als Tabelle zeigen").click()
    return page.get_by_role("row").filter(has_text=period)


def test_a_file_of_figures_becomes_the_profile_of_a_stadtteil(page):
    sign_in(page, STEWARD)
    page.goto("/imports/")
    page.get_by_role("link", name="Datei importieren").click()
    page.get_by_label("Importprofil").select_option(label="Stadtteile nach Quartal (Demonstration)")
    page.get_by_label("Datei").set_input_files(
        {"name": "quartal.csv", "mimeType": "text/csv", "buffer": revised_file()}
    )
    page.get_by_role("button", name="Datei prüfen").click()

    expect(page.get_by_text("bereit zur Bestätigung", exact=True)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Ückendorf")).to_contain_text("777")
    expect(page.get_by_role("row").filter(has_text="Heßler")).to_contain_text("keine Angabe")
    page.get_by_role("link", name=re.compile("^Abgelehnt")).click()
    expect(page.get_by_role("row").filter(has_text="Altstadt")).to_contain_text("weder eine Zahl")

    page.get_by_role("link", name="Import bestätigen").click()
    page.get_by_role("button", name="Import bestätigen").click()
    expect(page.get_by_role("link", name="Import rückgängig machen")).to_be_visible()

    arrivals = "Zuzüge aus Bulgarien und Rumänien"
    open_profile(page, "Ückendorf", arrivals)
    expect(page.locator(".lk-chart__wide svg")).to_contain_text("Gelsenkirchen")
    expect(page.locator(".lk-map__tile")).to_have_count(18)
    assert page.locator(".lk-map__tile--class-5").count() > 0
    expect(row_of(page, "4. Quartal 2024")).to_contain_text("777")

    open_profile(page, "Heßler", arrivals)
    expect(page.get_by_text("Lücken in der Linie")).to_be_visible()
    expect(row_of(page, "4. Quartal 2024")).to_contain_text("keine Angabe")

    page.goto("/imports/")
    page.get_by_role("link", name="quartal.csv").first.click()
    page.get_by_role("link", name="Import rückgängig machen").click()
    page.get_by_role("button", name="Import rückgängig machen").click()
    expect(page.get_by_text("Die früheren Zahlen gelten wieder.").first).to_be_visible()
    open_profile(page, "Ückendorf", arrivals)
    expect(row_of(page, "4. Quartal 2024")).not_to_contain_text("777")
