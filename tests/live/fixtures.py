"""`product`, `mailbox`, `page` and `phone`. One product per test process, shared by all tests that only use it."""

import os
from pathlib import Path

import pytest

from config.embedded.product_run import product_run
from tests.live import chromium

PICTURES = Path(os.environ.get("STATE_DIR", "var/test")) / "pictures"
GERMAN = {"locale": "de-DE", "timezone_id": "Europe/Berlin"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
CALL_REPORT = pytest.StashKey()


@pytest.fixture(scope="session")
def shared_mailbox():
    from tests.live.mailbox import Mailbox

    box = Mailbox()
    box.controller.start()
    yield box
    box.controller.stop()


@pytest.fixture(scope="session")
def product(shared_mailbox):
    """The running product with the demo city, started once. Tests that break it start their own `product_run`."""
    with product_run(demo=True, environment={"EMAIL_URL": shared_mailbox.url}) as run:
        yield run


@pytest.fixture
def mailbox(shared_mailbox, product):
    """The mail server of the running product, empty at the start of the test."""
    shared_mailbox.messages.clear()
    return shared_mailbox


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    executable = chromium.executable()
    # Playwright keeps an event loop in this thread, which Django would take for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser, product, request):
    """Return a function that opens a page of a new visitor: `new_page()`, `new_page(**PHONE)`.

    A test fails at its end if a page threw an error or broke the content security policy. Failed tests leave
    pictures of their pages.
    """
    contexts, complaints = [], []

    def open_page(**options):
        context = browser.new_context(**({"base_url": product.url} | GERMAN | DESKTOP | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_policy(message) else None)
        return page

    yield open_page
    if _failed(request.node):
        _take_pictures(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    """A page of a new visitor at a desk."""
    return new_page()


@pytest.fixture
def phone(new_page):
    """A page of a new visitor with a phone."""
    return new_page(**PHONE)


def _is_policy(message):
    return "Content Security Policy" in message.text


def _failed(item):
    report = item.stash.get(CALL_REPORT, None)
    return report is not None and report.failed


def _take_pictures(name, contexts):
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        page.screenshot(path=PICTURES / f"{name}-{number}.png".replace("/", "-"), full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.stash[CALL_REPORT] = report
    return report
