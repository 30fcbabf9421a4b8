"""Load the demo city: everything synthetic, the same on every machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.demo import create_casework
from core import clock
from core.demo import DOMAIN, PASSWORD, account, create_core, living, settle_outbox
from core.models import Installation, User
from quarters.demo import create_figures
from steering.demo import create_steering
from steering.domain.reminders import queue_due_reminders


class Command(BaseCommand):
    """Create or complete the demonstration; refuse to touch a real installation."""

    help = "Load the demo city (synthetic data; only into an empty installation or a demonstration)."

    def handle(self, *args: Any, **options: Any) -> None:
        is_demo = Installation.objects.get().is_demo
        if not is_demo and User.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
            message = (
                "This installation has real accounts. Nothing was changed. Load the demo city into an empty database."
            )
            raise CommandError(message)
        create_core()
        today = clock.today()
        with living(today, 7, account("statistik")) as frame:
            create_figures(user=account("statistik"), now=frame.now, today=today)
        create_steering(today)
        create_casework(today)
        with living(today, 8, None):
            queue_due_reminders()
        settle_outbox()
        self.stdout.write(
            f"Sign in as leitung51@{DOMAIN} with the password {PASSWORD}; more accounts on the sign-in page."
        )
