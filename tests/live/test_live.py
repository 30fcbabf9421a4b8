"""The fixtures themselves: a page of the running product in a browser, and mail that arrives."""

import pytest

pytestmark = [pytest.mark.live, pytest.mark.browser]


def test_page_of_the_running_product_opens_in_german(page, product):
    page.goto("/")

    assert page.url.startswith(product.url)
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("h1").count() == 1


def test_phone_is_as_wide_as_a_phone(phone):
    phone.goto("/")

    assert phone.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]


def test_broken_content_security_policy_is_noticed(browser, product):
    context = browser.new_context(base_url=product.url)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/")

    page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'window.ran = 1'")

    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in said)
    context.close()


def test_management_command_reaches_the_running_product(product):
    assert "core" in product.manage("showmigrations", "core")


def test_start_on_a_state_with_the_demo_city_repeats_no_work(product):
    said = (product.state.path / "console.log").read_text()

    assert "ready" in said
    assert [name for name in ("static files", "database", "demo city") if name in said] == []
