"""Hand due reminders to the outbox, without Celery."""

from typing import Any

from django.core.management.base import BaseCommand

from steering.domain.reminders import queue_due_reminders


class Command(BaseCommand):
    help = "Hand due reminders to the outbox. Several at once are safe."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Mails written: {queue_due_reminders()}")
