"""What casework may not know is not in its tables."""

import re

import pytest
from django.apps import apps
from django.db import models

from casework.enums import ContactLanguage
from casework.forms.cases import CaseFilter
from casework.forms.contacts import ContactFilter
from casework.models import Topic
from casework.models.base import Owned
from casework.resources.contacts import ContactResource

# Art. 9 and 10 GDPR, and what makes lists out of which people are searched for (domain facts, invariants 4 and 5).
FORBIDDEN = re.compile(
    r"ethnic|race|racial|roma|sinti|religio|belief|nationalit|citizenship|criminal|offen[cs]e|police|residence|visa|"
    r"plate|photo|picture|biometr|finger|gps|latitude|longitude|position_of|street|house_number|address|postcode|"
    r"birth|first_name|last_name|surname|passport"
)
OWNERLESS = {"Topic", "ReadLog"}
ALL = list(apps.get_app_config("casework").get_models())


def names() -> list[str]:
    fields = [f"{model.__name__}.{field.name}" for model in ALL for field in model._meta.local_fields]
    choices = [
        f"{model.__name__}.{field.name}={value}"
        for model in ALL
        for field in model._meta.local_fields
        for value, _label in (getattr(field, "base_field", field).flatchoices or ())
    ]
    return fields + choices


def test_no_field_and_no_choice_names_what_must_not_be_known():
    assert names()
    assert [name for name in names() if FORBIDDEN.search(name.lower())] == []


@pytest.mark.parametrize("name", ["Person.ethnicity", "FieldContact.gps_position", "Person.nationality", "Case.photo"])
def test_the_lint_would_find_it(name):
    assert FORBIDDEN.search(name.lower())


def test_no_language_names_an_ethnic_group():
    assert {"rom", "rmn", "sinti"}.isdisjoint(ContactLanguage.values)


@pytest.mark.django_db
def test_no_topic_names_what_must_not_be_known():
    from core.identity import acting_as
    from tests.people import person

    with acting_as(person("social_worker"), casework=True):
        topics = list(Topic.objects.all())
        tiles = list(Topic.objects.tiles())
    assert len(tiles) == 15
    assert [t for t in topics if FORBIDDEN.search(f"{t.code} {t.name_en}".lower())] == []


def test_every_row_has_an_owner_and_a_random_key():
    owned = [model for model in ALL if model.__name__ not in OWNERLESS]
    assert [model.__name__ for model in owned if not issubclass(model, Owned)] == []
    assert all(isinstance(model._meta.pk, models.UUIDField) for model in owned)


def test_free_text_is_short():
    texts = [field for model in ALL for field in model._meta.local_fields if isinstance(field, models.CharField)]
    assert [str(field) for field in texts if field.max_length > 300] == []
    assert [
        f for model in ALL for f in model._meta.local_fields if isinstance(f, models.TextField | models.FileField)
    ] == []


def test_nobody_is_searched_by_place_and_nothing_personal_leaves():
    assert "area" not in CaseFilter.base_filters
    assert "recorded_by" not in ContactFilter.base_filters
    assert {"note", "recorded_by", "id", "organisation"}.isdisjoint(ContactResource().fields)
