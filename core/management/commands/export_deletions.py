"""Append the deletions since the last run to a file kept with the backups."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from core.restore import export_deletions


class Command(BaseCommand):
    help = "Appends number, table, key and time of every row deleted since the last line of the file. No other data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{export_deletions(options['file'])} deletions appended to {options['file']}.")
