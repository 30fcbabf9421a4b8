"""Deliver mail without Celery: once, or as a process of its own beside the workers."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError, connection

from core.mail.delivery import deliver_mail
from core.mail.server import MailServer, MailServerError

PAUSE = 20  # seconds


class Command(BaseCommand):
    help = "Hand due mails over to the mail server. Several of these and of the workers may run at the same time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help=f"go on, every {PAUSE} seconds, until told to stop")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            server = MailServer.from_settings()
        except MailServerError as error:
            raise CommandError(str(error)) from error
        if server is None:
            self.stdout.write("No mail server is configured (EMAIL_URL); the outbox keeps every mail.")
        elif options["loop"]:
            self.loop()
        else:
            self.report(deliver_mail())

    def loop(self) -> None:
        """Finish the mail in hand when asked to stop."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self.report(deliver_mail(lambda: not stop.is_set()))
            except (InterfaceError, OperationalError):
                self.stderr.write("The database does not answer; trying again.")
                connection.close()
            stop.wait(PAUSE)

    def report(self, results: dict[str, int]) -> None:
        """Say in figures what happened."""
        if results:
            self.stdout.write(", ".join(f"{state}: {count}" for state, count in sorted(results.items())))
