"""Make the first account of an installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.domain.invitations import invite_first_administrator
from core.identity import acting_as


class Command(BaseCommand):
    help = "Makes the first administrator and prints the one-time link to choose a password. No password is set here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--organisation", default="Stadtverwaltung", help="Where the administrator belongs.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting_as(None, reason="first administrator"):
                link = invite_first_administrator(
                    email=options["email"], name=options["name"], organisation=options["organisation"]
                )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Open this link once, within a week, to choose the password: {link}")
