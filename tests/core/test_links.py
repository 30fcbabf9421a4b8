"""Tokens of links: bound to a purpose, not to be made up, not to be changed."""

import os
import string

import pytest
from django.core.cache import cache
from hypothesis import given, settings
from hypothesis import strategies as st

from core import links

SIGNS = string.ascii_letters + string.digits + "-_:."
LONG = int(os.environ.get("LONG_PROPERTIES", "0"))


@pytest.fixture(autouse=True)
def nothing_tried_before():
    """Forget how many links led nowhere, before and after."""
    cache.clear()
    yield
    cache.clear()


def test_a_token_carries_its_content():
    assert links.read("a", links.sign("a", link=7)) == {"link": 7}


def test_a_token_opens_nothing_of_another_purpose():
    assert links.read("b", links.sign("a", link=7)) is None


def test_a_token_runs_out(monkeypatch):
    token = links.sign("a", link=7)
    later = links.signing.time.time() + 100
    monkeypatch.setattr(links.signing.time, "time", lambda: later)
    assert links.read("a", token, max_age=101) == {"link": 7}
    assert links.read("a", token, max_age=99) is None


@settings(max_examples=5000 if LONG else 100, deadline=None)
@given(place=st.integers(0, 200), sign=st.sampled_from(SIGNS), cut=st.integers(0, 3))
def test_a_changed_token_is_worth_nothing(place, sign, cut):
    token = links.sign("a", link=7)
    place %= len(token)
    changed = token[:place] + sign + token[place + cut :]
    content = links.read("a", changed)
    assert content is None or changed == token or content == {"link": 7}


@settings(max_examples=5000 if LONG else 100, deadline=None)
@given(st.text(max_size=120))
def test_nothing_made_up_is_a_token(text):
    assert links.read("a", text) is None


def test_the_fingerprint_depends_on_the_purpose_and_hides_the_address():
    address = links.new_address()
    assert links.fingerprint("a", address) == links.fingerprint("a", address)
    assert links.fingerprint("a", address) != links.fingerprint("b", address)
    assert address not in links.fingerprint("a", address)
    assert len(address) >= 43


@pytest.mark.django_db
def test_who_tries_on_is_told_to_wait_and_a_link_that_holds_is_not_counted(client):
    answers = [client.get("/calendars/made-up.ics").status_code for _attempt in range(62)]
    assert answers[:60] == [404] * 60
    assert answers[60:] == [429] * 2
