"""OWASP ASVS 5.0, chapter 3: what the browser is told, on every URL."""

import re
from html.parser import HTMLParser
from importlib import import_module

import pytest
from django.test import Client

from core.enums import Role
from tests.access.matrix import MATRIX
from tests.people import person
from tests.security.conftest import EVERY_ADDRESS, offenders
from tests.signing_in import enter_password, sign_in

pytestmark = EVERY_ADDRESS


# What a browser or a calendar program shows without storing it as a file.
KINDS_SHOWN = ("text/html", "application/json", "text/plain", "text/calendar", "image/")


@pytest.fixture
def prod(settings):
    """Apply the production settings that the browser notices."""
    module = import_module("config.settings.prod")
    for name in dir(module):
        if name.startswith(("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE")):
            setattr(settings, name, getattr(module, name))
    return settings


def directives(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {part[0]: part[1:] for part in parts if part}


class Markup(HTMLParser):
    """Collects what a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.forms: list[dict] = []
        self.addresses: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(f"inline {tag}")
        if tag == "form":
            self.forms.append(given | {"fields": []})
        if tag == "input" and self.forms:
            self.forms[-1]["fields"].append(given)
        if tag in {"script", "link", "img", "iframe", "source"}:
            self.addresses.append(given.get("src") or given.get("href") or "")
        if tag == "a" and given.get("href", "").lower().startswith(("javascript:", "data:")):
            self.found.append("script in a link")


def markup(page) -> Markup:
    parsed = Markup()
    parsed.feed(page.text)
    return parsed


@pytest.mark.django_db
def test_v3_4_1_hsts_for_a_year_with_subdomains(prod):
    header = Client().get("/account/login/", secure=True)["Strict-Transport-Security"]
    assert int(re.search(r"max-age=(\d+)", header)[1]) >= 31_536_000
    assert "includeSubDomains" in header


@pytest.mark.django_db
def test_v4_1_2_plain_http_is_sent_to_https(prod):
    answer = Client().get("/account/login/")
    assert (answer.status_code, answer.url) == (301, "https://testserver/account/login/")


def test_v3_4_2_no_other_origin_may_read(answers):
    assert offenders(answers, lambda a: "Access-Control-Allow-Origin" not in a.headers) == []


def test_v3_4_3_policy_forbids_inline_code_plugins_and_base(answers):
    def strict(answer):
        policy = directives(answer)
        everything = {source for sources in policy.values() for source in sources}
        return (
            policy.get("object-src") == ["'none'"]
            and policy.get("base-uri") == ["'none'"]
            and policy.get("script-src") == ["'self'"]
            and policy.get("style-src") == ["'self'"]
            and policy.get("default-src") == ["'none'"]
            and not everything & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"}
        )

    assert offenders(answers, strict) == []


def test_v3_4_3_no_page_holds_inline_scripts_or_styles(pages):
    assert {page.label: markup(page).found for page in pages if markup(page).found} == {}


def test_v3_4_4_types_are_not_guessed(answers):
    assert offenders(answers, lambda a: a.headers.get("X-Content-Type-Options") == "nosniff") == []


def test_v3_4_5_addresses_do_not_travel_to_other_sites(answers):
    assert offenders(answers, lambda a: a.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"}) == []


def test_v3_4_6_no_page_is_framed(answers):
    fine = lambda a: directives(a).get("frame-ancestors") == ["'none'"] and a.headers.get("X-Frame-Options") == "DENY"  # noqa: E731
    assert offenders(answers, fine) == []


def test_v3_4_8_windows_are_separated(answers):
    fine = lambda a: a.headers.get("Cross-Origin-Opener-Policy") == "same-origin"  # noqa: E731
    assert offenders(answers, fine) == []
    assert offenders(answers, lambda a: a.headers.get("Cross-Origin-Resource-Policy") == "same-origin") == []


def test_v3_6_1_nothing_is_loaded_from_elsewhere(pages):
    outside = {page.label: [a for a in markup(page).addresses if re.match(r"(https?:)?//", a)] for page in pages}
    assert {label: found for label, found in outside.items() if found} == {}


@pytest.mark.django_db
def test_v3_3_1_to_4_cookies_are_host_bound_secure_and_hidden_from_scripts(prod):
    client = Client()
    client.get("/account/login/", secure=True)
    enter_password(client, person(Role.CHAIR), secure=True)
    assert {"__Host-session", "__Host-csrf", "__Host-language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name


def test_v3_3_5_cookies_are_small(answers):
    assert offenders(answers, lambda a: all(len(c.OutputString()) < 4096 for c in a.cookies.values())) == []


@pytest.mark.django_db
def test_v3_5_1_every_post_without_a_token_is_refused():
    """Walk all URLs as administrator and as visitor; nothing that takes POST takes it without the token."""
    from tests.access.world import World

    world = World()
    strict = Client(enforce_csrf_checks=True)
    member = Client(enforce_csrf_checks=True)
    sign_in(member, world.people[Role.ADMINISTRATOR])
    got = {}
    for name, row in MATRIX.items():
        url = row.address(name, world.once(row.kwargs))
        for client in (strict, member):
            got.setdefault(client.post(url, {"x": "1"}).status_code, []).append(name)
    assert set(got) == {403}, {status: names for status, names in got.items() if status != 403}


def test_v3_5_1_every_form_that_posts_carries_a_token(pages):
    def fine(page):
        return all(
            any(field.get("name") == "csrfmiddlewaretoken" for field in form["fields"])
            for form in markup(page).forms
            if form.get("method", "").lower() == "post"
        )

    assert offenders(pages, fine) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
    ],
)
def test_v3_7_2_next_leads_to_this_host_alone(target):
    user = person(Role.CHAIR)
    client = Client()
    answer = client.post(
        f"/account/login/?next={target}", {"login": user.email, "password": "correct-horse-battery", "next": target}
    )
    assert answer.url == "/"
    assert client.post("/language/", {"language": "en", "next": target}).url == "/"


def test_v3_2_1_downloads_and_data_say_what_they_are(answers):
    for answer in answers:
        kind = answer.headers.get("Content-Type", "")
        if answer.status == 200 and not kind.startswith(KINDS_SHOWN):
            assert "attachment" in answer.headers.get("Content-Disposition", ""), answer.label
