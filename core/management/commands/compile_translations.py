"""Compile the catalogues of translations."""

from typing import Any

from django.core.management.base import BaseCommand

from core.translations import compile_catalogues


class Command(BaseCommand):
    """Compile what changed."""

    help = "Compile the catalogues of translations that changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(f"compiled {path.parent.parent.name}/{path.name}")
