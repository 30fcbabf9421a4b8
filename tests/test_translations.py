"""German is complete: every text in code and templates has one unquestioned translation that fits."""

import re

import polib
import pytest

from core.translations import catalogue_path, missing, used_messages

pytestmark = pytest.mark.contract

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(catalogue_path()))


def test_every_text_is_in_the_catalogue(catalogue):
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue}
    assert sorted({(context, text) for context, text, _plural in used_messages()} - known) == []


def test_the_catalogue_holds_no_text_nobody_uses(catalogue):
    used = {(context, text) for context, text, _plural in used_messages()}
    assert sorted({(entry.msgctxt or "", entry.msgid) for entry in catalogue} - used) == []


def test_no_translation_is_missing_or_fuzzy(catalogue):
    assert missing(catalogue) == []


def test_placeholders_survive_translation(catalogue):
    wrong = [
        entry.msgid
        for entry in catalogue
        for text in ([entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values())
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert wrong == []


def test_german_texts_address_people_formally_and_calmly(catalogue):
    wrong = [entry.msgstr for entry in catalogue if re.search(r"!|\b(du|dein|deine|dir|dich)\b", entry.msgstr)]
    assert wrong == []


def test_plurals_are_plurals_in_both_languages(catalogue):
    plural = {(context, text) for context, text, many in used_messages() if many}
    wrong = [e.msgid for e in catalogue if (e.msgctxt or "", e.msgid) in plural and not e.msgid_plural]
    assert wrong == []
