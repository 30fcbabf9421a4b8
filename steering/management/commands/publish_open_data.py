"""Bring the open data interface up to date, without Celery."""

from typing import Any

from django.core.management.base import BaseCommand

from steering.domain.open_data import publish_open_data


class Command(BaseCommand):
    help = "Publish the public part by OParl 1.1. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = publish_open_data()
        self.stdout.write(f"New: {done.new}, changed: {done.changed}, taken back: {done.gone}")
