"""Bring the German catalogue up to the texts in code and templates (for developers)."""

from typing import Any

from django.core.management.base import BaseCommand

from core.translations import update_catalogue


class Command(BaseCommand):
    """Add new texts, drop unused ones, say what is still to be translated."""

    help = "Add new texts to the German catalogue and drop unused ones."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        untranslated, total = update_catalogue()
        self.stdout.write(f"{total} texts, {untranslated} without a translation")
