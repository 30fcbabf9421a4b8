"""The style guide in a browser: accessible, reachable by keyboard, still, printable, in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.signing_in import sign_in
from tests.live.fixtures import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page):
    """Return what axe finds, in one line each."""
    found = Axe().run(page, options=AA).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["desk", "phone"])
def test_every_component_is_accessible(new_page, scheme, size):
    page = new_page(color_scheme=scheme, reduced_motion="reduce", **size)
    sign_in(page)
    page.goto("/styleguide/")
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/account/login/", "/nothing-here/", "/account/password/reset/"])
def test_pages_before_sign_in_are_accessible(page, path):
    page.goto(path)
    assert faults(page) == []


@pytest.mark.parametrize(
    "path", ["/styleguide/form/", "/account/2fa/", "/account/sessions/", "/account/password/change/"]
)
def test_account_pages_and_forms_are_accessible(page, path):
    sign_in(page)
    page.goto(path)
    assert faults(page) == []


def test_nothing_is_wider_than_a_phone(phone):
    sign_in(phone)
    for path in ("/styleguide/", "/styleguide/form/", "/account/2fa/", "/account/sessions/", "/organisations/"):
        phone.goto(path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_nothing_moves_while_the_page_loads(page):
    sign_in(page)
    page.add_init_script(
        "window.moved = []; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved.push("
        "[e.value, e.sources.map(s => (s.node && s.node.outerHTML || '').slice(0, 120)).join(' | ')])))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/styleguide/", wait_until="networkidle")
    assert [entry for entry in page.evaluate("window.moved") if entry[0] >= 0.02] == []


def test_the_first_tab_offers_to_skip_to_the_content(page):
    sign_in(page)
    page.goto("/styleguide/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_focus_is_always_visible_and_moves_forward(page):
    sign_in(page)
    page.goto("/styleguide/")
    seen = []
    for _step in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.outerHTML.slice(0, 120), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2] }"""
            )
        )
    assert [element for element, visible in seen if not visible] == []
    assert page.evaluate("[...document.querySelectorAll('[tabindex]')].every(e => e.tabIndex <= 0)")


def test_keys_search_list_the_shortcuts_and_follow_them(page):
    sign_in(page)
    page.goto("/styleguide/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#shortcuts").is_visible()


def test_keys_typed_into_a_field_stay_there(page):
    sign_in(page)
    page.goto("/styleguide/form/")
    page.get_by_label("Betreff").press_sequentially("a/b?")
    assert page.get_by_label("Betreff").input_value() == "a/b?"
    assert not page.locator("#shortcuts").is_visible()


def test_the_chosen_theme_stays(page):
    sign_in(page)
    page.goto("/styleguide/")
    page.locator("#main").get_by_role("button", name="Dunkel").click()
    page.reload()
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"


def test_a_menu_closes_on_escape_and_gives_the_focus_back(page):
    sign_in(page)
    page.goto("/styleguide/")
    summary = page.locator(".lk-header .lk-menu > summary")
    summary.click()
    assert page.get_by_role("button", name="Abmelden").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Abmelden").is_visible()
    assert summary.evaluate("e => e === document.activeElement")


def test_a_phone_reaches_every_page_through_the_bar_at_the_bottom(phone):
    sign_in(phone)
    phone.goto("/styleguide/")
    bar = phone.locator(".lk-bottombar")
    assert bar.is_visible()
    assert not phone.locator(".lk-sidebar").is_visible()
    bar.locator("summary").click()
    targets = {link.get_attribute("href") for link in bar.locator(".lk-nav__link").all()}
    assert targets == {link.get_attribute("href") for link in phone.locator(".lk-sidebar a").all()}


def test_a_destructive_button_asks_once_and_can_be_refused(page):
    sign_in(page)
    page.goto("/styleguide/")
    button = page.locator("#buttons").get_by_role("button", name="Entfernen")
    button.click()
    dialog = page.get_by_role("dialog", name="Entfernen?")
    assert "Das Muster würde entfernt." in dialog.inner_text()
    dialog.get_by_role("button", name="Abbrechen").click()
    assert not dialog.is_visible()
    assert button.evaluate("e => e === document.activeElement")


def test_paper_is_light_whatever_the_screen_was(new_page):
    page = new_page(color_scheme="dark")
    sign_in(page)
    page.goto("/styleguide/")
    page.emulate_media(media="print", color_scheme="dark")
    colour = "e => getComputedStyle(e).{}"
    assert page.locator("#badges .lk-badge").first.evaluate(colour.format("color")) == "rgb(0, 0, 0)"
    assert page.locator("#badges .lk-badge").first.evaluate(colour.format("backgroundColor")) == "rgb(255, 255, 255)"


def test_paper_has_no_navigation_but_the_date(page):
    sign_in(page)
    page.goto("/styleguide/")
    page.emulate_media(media="print")
    for part in (".lk-header", ".lk-sidebar", ".lk-pagehead__actions"):
        assert not page.locator(part).is_visible(), part
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_text("gedruckt am").is_visible()
