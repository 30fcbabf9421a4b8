"""Set the clock of a demonstration forward, so that reminders fall due before the eyes of the audience."""

import re
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.domain.clock import NoDemonstrationError, reset_clock, set_clock_forward

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Command(BaseCommand):
    help = "Set the clock of a demonstration forward, or back to the real time. Refused where the data are real."

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--forward", metavar="14d", help="hours (h), days (d) or weeks (w), on top of what was set")
        choice.add_argument("--reset", action="store_true", help="show the real time again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shown = reset_clock() if options["reset"] else set_clock_forward(span(options["forward"]))
        except NoDemonstrationError as error:
            message = "This installation is no demonstration; its clock stays as it is. Nothing was changed."
            raise CommandError(message) from error
        except (ValueError, OverflowError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The demonstration clock shows {timezone.localtime(shown):%Y-%m-%d %H:%M}.")


def span(text: str) -> timedelta:
    """Read "14d", "36h" or "2w"; raise ValueError for anything else."""
    match = re.fullmatch(r"([0-9]{1,4})([hdw])", text)
    if match is None:
        message = f"{text!r} is no span: write 36h, 14d or 2w."
        raise ValueError(message)
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
