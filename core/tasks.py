"""Periodic work of core; each task loads, calls one function and logs."""

from celery import shared_task

from core.domain.heartbeat import record_heartbeat
from core.mail.delivery import deliver_mail


@shared_task
def task_beat() -> None:
    """Show that the scheduler, the broker and a worker are alive."""
    record_heartbeat()


@shared_task
def task_deliver_mail() -> None:
    """Deliver what is due; a lost or doubled call does no harm."""
    deliver_mail()
