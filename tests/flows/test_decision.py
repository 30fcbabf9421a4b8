"""One decision through the whole house: logged in a meeting, reminded by Celery, done by the unit, seen by all."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

MEMBER, HEAD = "mitglied@demo.example", "leitung53@demo.example"
INBOX = "postfach-53@demo.example"
WORDING = "Das Referat Gesundheit richtet eine Impfsprechstunde im Quartier ein."


def log_an_outcome(page) -> str:
    """Open the running meeting and log a decision with lead unit and date; return the number of the decision."""
    page.get_by_role("link", name="Sitzungen", exact=True).first.click()
    page.get_by_role("row").filter(has_text="läuft").get_by_role("link").first.click()
    page.get_by_role("link", name="Verschiedenes").click()
    page.get_by_label("Protokoll").fill("Kurze Aussprache, einvernehmlich.")
    page.get_by_role("radio", name="beschlossen").check()
    page.get_by_label("Beschluss", exact=False).and_(page.locator("textarea")).fill(WORDING)
    page.get_by_role("combobox", name="Federführung").fill("Gesundheit")
    page.get_by_role("option", name="Gesundheit").click()
    page.get_by_label("Frist").fill("in 2 Wochen")
    expect(page.locator("#due-answer")).to_contain_text(re.compile(r"\d{4}"))
    page.get_by_role("radio", name="Hilfe und Unterstützung").check()
    page.keyboard.press("Control+Enter")
    said = page.get_by_text(re.compile(r"Beschluss \d{4}/\d\d-\d\d wurde festgehalten"))
    expect(said.first).to_be_visible()
    return re.search(r"\d{4}/\d\d-\d\d", said.first.inner_text()).group()


def hours_to_a_tuesday_morning() -> int:
    """Return how far it is to ten o'clock on a Tuesday after the due date: mails leave in office hours."""
    now = timezone.localtime()
    days = 15 + (1 - now.weekday() - 15) % 7
    return days * 24 + 10 - now.hour


def test_a_decision_is_logged_reminded_done_and_seen(new_page, product, mailbox):
    member, head = new_page(), new_page()
    sign_in(member, MEMBER)
    number = log_an_outcome(member)

    sign_in(head, HEAD)
    follow_up = head.get_by_role("link", name=re.compile(r"^M-\d{4}-\d{3} Verschiedenes$"))
    expect(follow_up).to_be_visible()

    product.manage("set_demo_clock", "--forward", f"{hours_to_a_tuesday_morning()}h")
    mails = mailbox.wait_for(INBOX, seconds=90)
    assert len(mails) == 1
    text = mails[0].get_body(("plain",)).get_content()
    assert "Verschiedenes" in text
    assert WORDING not in text

    head.reload()
    follow_up.first.click()
    head.get_by_role("link", name="Übernehmen").click()
    head.get_by_role("button", name="Übernehmen").click()
    head.get_by_role("link", name="Erledigung melden").click()
    head.get_by_label("In einem Satz").fill("Die Sprechstunde findet jeden Montag statt.")
    head.get_by_role("button", name="Erledigung melden").click()
    expect(head.get_by_text("erledigt").first).to_be_visible()

    member.goto("/decisions/")
    row = member.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("als erledigt gemeldet")

    assert len(mailbox.to(INBOX)) == 1
