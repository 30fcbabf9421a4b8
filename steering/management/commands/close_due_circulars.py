"""Close circulars whose deadline has passed, without Celery."""

from typing import Any

from django.core.management.base import BaseCommand

from steering.domain.circulars import close_due_circulars


class Command(BaseCommand):
    help = "Close decisions by circular whose deadline has passed. Several at once are safe."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Circulars closed: {close_due_circulars()}")
