"""The ladder with its preview, and the own settings, in the browser."""

import re

import pytest

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OFFICE = "geschaeftsstelle@demo.example"


def test_the_office_adds_a_step_and_the_preview_says_on_which_day_it_speaks(page):
    sign_in(page, OFFICE)
    page.goto("/ladders/")
    page.get_by_role("link", name="Standardleiter").click()
    page.get_by_role("link", name="Stufe hinzufügen").click()
    page.get_by_label("Gezählt ab").select_option("due")
    page.get_by_label("danach").check()
    page.get_by_label("Arbeitstage", exact=False).fill("7")
    page.get_by_label("Wer es erfährt").select_option("office")
    page.get_by_role("button", name="Stufe hinzufügen").click()
    page.get_by_label("Erteilt am").fill("2027-05-10")
    page.get_by_label("Frist am").fill("2027-05-18")
    page.get_by_role("button", name="Anzeigen").click()
    # Seven working days after Tuesday 18 May 2027; Thursday 27 May is Corpus Christi.
    line = page.get_by_role("listitem").filter(has_text=re.compile(r"Fr 28\.05\.2027\s+Geschäftsstelle"))
    assert "Fronleichnam" in line.inner_text()
    page.get_by_role("link", name=re.compile("Entfernen.*7 Arbeitstage nach der Frist")).click()
    page.get_by_role("button", name="Stufe entfernen").click()
    assert page.get_by_text("7 Arbeitstage nach der Frist").count() == 0


def test_a_head_chooses_on_a_phone_when_to_be_reminded(phone):
    sign_in(phone)
    phone.goto("/reminders/mine/")
    phone.get_by_role("link", name="Wann ich erinnert werde").click()
    phone.get_by_label("Uhrzeit").select_option("10:00")
    phone.get_by_label("Montag").uncheck()
    phone.get_by_role("button", name="Einstellungen speichern").click()
    phone.get_by_text("Die Einstellungen sind gespeichert").wait_for()
    assert phone.get_by_label("Uhrzeit").input_value() == "10:00"
    assert not phone.get_by_label("Montag").is_checked()
    phone.get_by_label("Uhrzeit").select_option("08:00")
    phone.get_by_label("Montag").check()
    phone.get_by_role("button", name="Einstellungen speichern").click()
    phone.get_by_text("Die Einstellungen sind gespeichert").wait_for()
    assert phone.get_by_label("Montag").is_checked()
