"""The glossary and the labels of the models say the same words in both languages."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

pytestmark = pytest.mark.contract

APPS = ("core", "quarters", "steering", "casework")
GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)
# Parts of other records that no page names.
INNER = {
    "AuditLink",
    "AuditHead",
    "OutgoingMailIntervention",
    "Figure",
    "ImportFile",
    "ImportRow",
    "MeasureImportRow",
    "ContactTopic",
    "ContactLink",
}


def rows():
    return {
        identifier: (german, english) for german, english, identifier, _meaning in ROW.findall(GLOSSARY.read_text())
    }


def models():
    every = (model for app in APPS for model in apps.get_app_config(app).get_models())
    return {model.__name__: model for model in every if model.__name__ not in INNER}


def test_every_model_has_its_words():
    assert sorted(set(models()) - set(rows())) == []


def test_labels_are_the_words_of_the_glossary():
    wrong = {}
    for name, model in models().items():
        said = {}
        for language in ("de", "en"):
            with translation.override(language):
                said[language] = str(model._meta.verbose_name).lower()
        german, english = rows().get(name, ("", ""))
        if (said["de"], said["en"]) != (german.lower(), english.lower()):
            wrong[name] = said
    assert wrong == {}
