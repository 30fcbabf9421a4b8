"""The log in a browser: twelve items by keyboard alone, and two writers on one item."""

import json
import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.live, pytest.mark.browser, pytest.mark.xdist_group("live")]

MEMBER, HEAD = "mitglied@demo.example", "leitung51@demo.example"
PREPARE = """
import json
from datetime import time, timedelta
from core import clock
from core.demo import account
from core.identity import acting_as
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting, plan_meeting
from steering.models import Committee
with acting_as(account("geschaeftsstelle")) as frame:
    committee = Committee.objects.get(number_prefix="")
    day = committee.meetings.order_by("-held_on").values_list("held_on", flat=True)[0] + timedelta(days=1)
    meeting = plan_meeting(committee, held_on=day, starts_at=time(9))
    for number in range(1, {items} + 1):
        add_agenda_item(meeting, title=f"Punkt {{number}}", proposed_text=f"Vorschlag {{number}}.")
    begin_meeting(meeting)
    print(json.dumps([meeting.pk, *meeting.agenda_items.order_by("position").values_list("pk", flat=True)]))
"""


@pytest.fixture
def meeting(product):
    """Return a function that makes a running meeting: its key, then those of its items."""
    return lambda items: json.loads(product.manage("shell", "-v0", "-c", PREPARE.format(items=items)).splitlines()[-1])


def saved(page):
    expect(page.locator("[data-save-line]")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))


def call_the_roll(page):
    """Go to the roll, mark five seats with one digit each, and come back."""
    page.keyboard.press("Alt+Digit0")
    expect(page.locator("[data-place]").first).to_be_visible()
    for _seat in range(5):
        page.keyboard.press("1")
        expect(page.locator("[data-place]:focus-within [data-key='1'][aria-pressed=true]")).to_be_visible()
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+Digit0")


def decide_with_an_order(page):
    """Take the proposal as the wording, by consensus, and say who does it until when."""
    press = page.keyboard.press
    press("Alt+Digit1")
    press("Alt+Digit7")
    press("Alt+Digit8")
    page.keyboard.type("Gesundheit")
    press("Enter")
    press("Tab")  # contributing units
    press("Tab")
    page.keyboard.type("in 2 Wochen")
    expect(page.locator("#due-answer strong")).to_be_visible()
    press("Tab")  # areas
    press("Tab")
    press("Space")  # the side of the work


def test_a_meeting_of_twelve_items_is_logged_by_keyboard_alone(page, meeting):
    pk, *items = meeting(12)
    sign_in(page, MEMBER)
    page.goto(f"/meetings/{pk}/log/")
    call_the_roll(page)
    for number in range(1, 13):
        expect(page.get_by_role("heading", name=re.compile(rf"TOP {number}:"))).to_be_visible()
        expect(page.locator("[name=minutes]")).to_be_focused()
        page.keyboard.type(f"Kurz zu Punkt {number}.")
        if number == 1:
            decide_with_an_order(page)
        else:
            page.keyboard.press("Alt+Digit1" if number % 3 == 0 else "Alt+Digit2")
        page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/meetings/{pk}/")
    expect(page.get_by_text("Kurz zu Punkt 12.")).to_be_visible()
    expect(page.locator(".lk-agenda__decision")).to_have_count(5)
    assert page.locator(".lk-agenda__minutes").count() == len(items)


def test_two_writers_on_one_item_see_each_other_and_lose_nothing(new_page, meeting):
    _pk, item, other = meeting(2)
    anna, bert = new_page(), new_page()
    mark = secrets.token_hex(4)
    for page, who in ((anna, MEMBER), (bert, HEAD)):
        sign_in(page, who)
        page.goto(f"/items/{item}/log/")
    text = "[name=minutes]"

    anna.locator(text).type(f"Anna {mark}")
    saved(anna)
    expect(bert.locator(text)).to_have_value(f"Anna {mark}")  # what one writes appears where the other types nothing
    expect(bert.locator(f"[data-line='{item}'] [data-writers]")).to_contain_text("Muster")

    bert.context.set_offline(True)
    bert.locator(text).fill(f"Bert {mark}")
    expect(bert.locator("[data-save-line][data-problem]")).to_be_visible()
    anna.locator(text).fill(f"Anna zwei {mark}")
    saved(anna)
    bert.context.set_offline(False)

    conflict = bert.locator("section[data-conflict]")
    expect(conflict.locator("[data-conflict-mine]")).to_have_text(f"Bert {mark}")
    expect(conflict.locator("[data-conflict-theirs]")).to_have_text(f"Anna zwei {mark}")
    bert.goto(f"/items/{other}/log/")  # leaving loses neither
    bert.goto(f"/items/{item}/log/")
    expect(bert.locator(text)).to_have_value(f"Anna zwei {mark}")
    conflict.locator("[data-conflict-take=both]").click()
    expect(conflict).to_have_count(0)
    both = f"Anna zwei {mark}\nBert {mark}"
    expect(bert.locator(text)).to_have_value(both)
    expect(anna.locator(text)).to_have_value(both)
