"""Work the seals of all sealed minutes out again, and compare the stored files with their checksums."""

import hashlib

from django.core.management.base import BaseCommand, CommandError

from core.files import content_of
from steering.models import Minutes
from steering.queries.minutes import current_version, seal_of, sealed_minutes


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options):
        broken = [str(minutes.pk) for minutes in sealed_minutes() if not _holds(minutes)]
        if broken:
            raise CommandError(f"The seal does not hold for the minutes {', '.join(broken)}.")
        self.stdout.write(f"All seals hold: {sealed_minutes().count()}.")


def _holds(minutes: Minutes) -> bool:
    file = minutes.file
    same_text = seal_of(current_version(minutes)) == minutes.content_hash
    return same_text and file is not None and hashlib.sha512(content_of(file)).hexdigest() == file.sha512
