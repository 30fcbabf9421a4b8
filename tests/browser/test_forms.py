"""Nothing typed is ever lost, and what is private is never stored in the browser."""

import pytest

from tests.browser.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KEPT = "/styleguide/form/"
PRIVATE = "/styleguide/private-form/"
STORED = "JSON.stringify([{...sessionStorage}, {...localStorage}])"


def fill(page, path, subject="Sprechstunde"):
    """Open the sample form and type what it needs."""
    page.goto(path)
    page.get_by_label("Betreff").fill(subject)
    page.get_by_label("Federführung").select_option("51")
    page.get_by_label("Hilfe und Unterstützung").check()
    page.get_by_label("Tag (Pflichtangabe)").fill("2026-06-05")


def save(page):
    page.get_by_role("button", name="Muster prüfen").click()


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def still_there(page, subject="Sprechstunde"):
    assert page.get_by_label("Betreff").input_value() == subject
    assert page.get_by_label("Federführung").input_value() == "51"
    assert page.get_by_label("Hilfe und Unterstützung").is_checked()


def sign_in_elsewhere(page, email=None):
    other = page.context.new_page()
    sign_in(other, *([email] if email else []))
    other.close()


def succeeded(page):
    page.wait_for_url("**/styleguide/")
    page.get_by_text("Es wurde nichts gespeichert.").wait_for()


@pytest.mark.parametrize("path", [KEPT, PRIVATE])
def test_a_right_form_leads_on_and_says_so_once(page, path):
    sign_in(page)
    fill(page, path)
    save(page)
    succeeded(page)
    page.reload()
    assert page.get_by_text("Es wurde nichts gespeichert.").count() == 0


@pytest.mark.parametrize("path", [KEPT, PRIVATE])
def test_faults_are_shown_beside_what_was_typed(page, path):
    sign_in(page)
    fill(page, path)
    page.get_by_label("Gruppengröße").fill("0")
    save(page)
    summary = page.locator("#error-summary")
    summary.wait_for()
    assert summary.evaluate("e => e === document.activeElement")
    still_there(page)
    summary.get_by_role("link", name="Gruppengröße").click()
    assert page.evaluate("document.activeElement.name") == "group_size"


def test_a_warning_is_overridden_by_a_tick(page):
    sign_in(page)
    fill(page, KEPT)
    page.get_by_label("Gruppengröße").fill("250")
    save(page)
    page.locator("#warning-summary").wait_for()
    page.locator("[name=override_warnings]").check()
    save(page)
    succeeded(page)


@pytest.mark.parametrize("path", [KEPT, PRIVATE])
def test_an_ended_session_keeps_the_form_and_signing_in_elsewhere_saves_it(page, path):
    sign_in(page)
    fill(page, path)
    end_session(page)
    save(page)
    page.locator("[data-form-notice]").get_by_text("Ihre Sitzung ist abgelaufen").wait_for()
    still_there(page)
    sign_in_elsewhere(page)
    save(page)
    succeeded(page)


def test_what_one_person_typed_is_not_saved_in_the_name_of_another(page):
    sign_in(page)
    fill(page, PRIVATE)
    end_session(page)
    save(page)
    page.locator("[data-form-notice]").get_by_text("Ihre Sitzung ist abgelaufen").wait_for()
    sign_in_elsewhere(page, "leitung53@demo.example")
    save(page)
    page.wait_for_timeout(500)
    assert page.url.endswith(PRIVATE)
    still_there(page)


@pytest.mark.parametrize("path", [KEPT, PRIVATE])
def test_a_lost_connection_keeps_the_form_until_it_is_back(page, path):
    sign_in(page)
    fill(page, path)
    page.context.set_offline(True)
    save(page)
    page.locator("[data-form-notice]").get_by_text("Es besteht keine Verbindung").wait_for()
    still_there(page)
    page.context.set_offline(False)
    save(page)
    succeeded(page)


def test_a_page_open_for_too_long_is_sent_again_with_a_fresh_token(page):
    sign_in(page)
    fill(page, KEPT)
    page.locator("form[data-keep] [name=csrfmiddlewaretoken]").evaluate("e => e.value = 'x'.repeat(64)")
    save(page)
    page.locator("[data-form-notice]").get_by_text("zu lange geöffnet").wait_for()
    save(page)
    succeeded(page)


def test_a_closed_page_gives_back_what_was_typed(page):
    sign_in(page)
    fill(page, KEPT)
    page.goto("/styleguide/")
    page.goto(KEPT)
    still_there(page)
    page.get_by_role("button", name="Verwerfen").click()
    assert page.get_by_label("Betreff").input_value() == ""
    page.reload()
    assert page.get_by_label("Betreff").input_value() == ""


def test_a_saved_form_is_forgotten(page):
    sign_in(page)
    fill(page, KEPT)
    save(page)
    succeeded(page)
    assert "Sprechstunde" not in page.evaluate(STORED)
    page.goto(KEPT)
    assert page.get_by_label("Betreff").input_value() == ""


def test_signing_out_leaves_nothing_behind(page):
    sign_in(page)
    fill(page, KEPT)
    assert "Sprechstunde" in page.evaluate(STORED)
    page.locator(".lk-header .lk-menu > summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/account/login/**")
    assert page.evaluate(STORED) == "[{},{}]"


def test_asvs_14_3_3_a_private_form_is_never_stored_in_the_browser(page):
    sign_in(page)
    fill(page, PRIVATE, "Geheimes")
    page.context.set_offline(True)
    save(page)
    page.locator("[data-form-notice]").get_by_text("Es besteht keine Verbindung").wait_for()
    assert page.evaluate(STORED) == "[{},{}]"
    page.context.set_offline(False)
    page.goto("/styleguide/")
    assert page.evaluate(STORED) == "[{},{}]"
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_a_second_click_sends_nothing_twice(page):
    sign_in(page)
    fill(page, KEPT)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.get_by_role("button", name="Muster prüfen").dblclick()
    succeeded(page)
    assert len(sent) == 1


def test_the_form_works_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    sign_in(page)
    fill(page, KEPT)
    page.get_by_label("Gruppengröße").fill("0")
    save(page)
    assert page.locator("#error-summary").is_visible()
    still_there(page)
    page.get_by_label("Gruppengröße").fill("3")
    save(page)
    succeeded(page)


def test_a_long_choice_is_searched_by_keyboard(page):
    sign_in(page)
    fill(page, KEPT)
    field = page.get_by_role("combobox", name="Beteiligte Stellen")
    field.press_sequentially("burger")
    assert [option.inner_text() for option in page.locator(".lk-choice__option").all()] == ["Bürgerservice"]
    field.press("Enter")
    field.press_sequentially("53")
    field.press("Enter")
    field.press("Escape")
    chosen = page.locator("select[name=taking_part]").evaluate("e => [...e.selectedOptions].map(o => o.value)")
    assert chosen == ["53", "buergerservice"]
    field.press("Backspace")
    chosen = page.locator("select[name=taking_part]").evaluate("e => [...e.selectedOptions].map(o => o.value)")
    assert chosen == ["53"]


def test_a_filter_applies_at_once_and_is_taken_back_by_its_chip(page):
    sign_in(page)
    page.goto("/organisations/")
    everything = page.locator(".lk-listhead__count").inner_text()
    page.locator("[name=kind]").select_option(index=2)
    page.wait_for_url("**kind=**")
    assert page.locator(".lk-listhead__count").inner_text() != everything
    page.locator(".lk-chips a").first.click()
    page.wait_for_url(lambda url: "kind=" not in url)
    assert page.locator(".lk-listhead__count").inner_text() == everything
