"""Migrations and foreign keys follow the chain of packages; import-linter cannot see either."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.contract

CHAIN = ("portal", "casework", "steering", "quarters", "core")
ROOT = Path(__file__).parent.parent


def to_the_right(app: str) -> tuple[str, ...]:
    """Return the package itself and what stands to its right."""
    return CHAIN[CHAIN.index(app) :]


def test_migrations_depend_on_nothing_to_the_left():
    wrong = [
        (key, parent)
        for key, migration in MigrationLoader(None).disk_migrations.items()
        for parent in (*migration.dependencies, *migration.run_before)
        if key[0] in CHAIN and parent[0] in CHAIN and parent[0] not in to_the_right(key[0])
    ]
    assert wrong == []


def test_foreign_keys_point_to_nothing_on_the_left():
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}"
        for app in CHAIN
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label in CHAIN
        and field.related_model._meta.app_label not in to_the_right(app)
    ]
    assert wrong == []


def test_portal_has_no_models():
    assert list(apps.get_app_config("portal").get_models()) == []


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert "No changes detected" in out.getvalue()


def test_migrations_carry_names_that_say_what_they_do():
    files = [path for app in CHAIN for path in (ROOT / app / "migrations").glob("0*.py")]
    assert files
    assert [path.name for path in files if re.search(r"_auto_|_\d{8}_", path.name)] == []


def test_one_leaf_per_app():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_every_migration_can_be_taken_back():
    loader = MigrationLoader(None)
    stuck = [
        f"{key}: {operation.describe()}"
        for key, migration in loader.disk_migrations.items()
        if key[0] in CHAIN
        for operation in migration.operations
        if not operation.reversible
    ]
    assert stuck == []
