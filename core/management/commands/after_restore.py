"""Make a restored database fit to serve again."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.audit.chain import verify
from core.restore import hold_back, repeat_deletions


class Command(BaseCommand):
    help = "Holds mails back, repeats deletions and verifies the audit. Run it before web, worker and beat start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--deletions", required=True, type=Path, help="The file that export_deletions wrote.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["deletions"].exists():
            message = f"{options['deletions']} was not found. Nothing was changed. Name the file kept with the backups."
            raise CommandError(message)
        verdict = verify()
        self.stdout.write(f"Mails held back as uncertain: {hold_back()}")
        self.stdout.write(f"Rows deleted again: {repeat_deletions(options['deletions'])}")
        if verdict.holds:
            self.stdout.write(f"The audit holds up to the backup: {verdict.links} links, head {verdict.head}.")
            return
        self.stderr.write(f"The audit does not hold. {verdict.break_} Do not start the services.")
        sys.exit(1)
