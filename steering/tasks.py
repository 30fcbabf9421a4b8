"""Tasks of steering: each loads, calls one domain function and logs."""

import structlog
from celery import shared_task

from steering.domain.reminders import queue_due_reminders

log = structlog.get_logger("steering")


@shared_task
def task_queue_due_reminders() -> None:
    """Hand due reminders to the outbox; a lost or doubled call does no harm."""
    log.info("reminders.queued", mails=queue_due_reminders())
