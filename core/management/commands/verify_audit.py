"""Verify the audit: does the chain hold from its first link to its head?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.audit.chain import head, verify


class Command(BaseCommand):
    help = "Walks the hash chain of the audit. Prints the first break and ends with status 1 if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", action="store_true", help="Only print number and hash of the newest link, to be kept elsewhere."
        )
        parser.add_argument(
            "--kept",
            nargs=2,
            metavar=("NUMBER", "HASH"),
            help="A head that was kept elsewhere: it must be in the chain.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"]:
            self.stdout.write("{} {}".format(*head()))
            return
        kept = options["kept"]
        verdict = verify((int(kept[0]), kept[1]) if kept else None)
        if verdict.holds:
            self.stdout.write(f"The chain holds: {verdict.links} links, head {verdict.head}.")
            return
        self.stderr.write(f"{verdict.break_} The chain holds up to link {verdict.links}.")
        sys.exit(1)
