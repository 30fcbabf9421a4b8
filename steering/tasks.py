"""Tasks of steering: each loads, calls one domain function and logs."""

import structlog
from celery import shared_task
from django.conf import settings

from steering.domain.circulars import close_due_circulars
from steering.domain.open_data import publish_open_data
from steering.domain.reminders import queue_due_reminders
from steering.domain.weekly import write_weekly_overviews

log = structlog.get_logger("steering")


@shared_task
def task_close_due_circulars() -> None:
    """Close circulars whose deadline has passed; a lost or doubled call does no harm."""
    log.info("circulars.closed", number=close_due_circulars())


@shared_task
def task_queue_due_reminders() -> None:
    """Hand due reminders to the outbox; a lost or doubled call does no harm."""
    log.info("reminders.queued", mails=queue_due_reminders())


@shared_task
def task_write_weekly_overviews() -> None:
    """Write the weekly overviews that are still missing; a lost or doubled call does no harm."""
    log.info("reminders.weekly", mails=write_weekly_overviews())


@shared_task
def task_publish_open_data() -> None:
    """Bring the open data interface up to date where it is switched on; a lost or doubled call does no harm."""
    if settings.OPARL:
        done = publish_open_data(only_if_changed=True)
        log.info("open_data.published", new=done.new, changed=done.changed, gone=done.gone)
