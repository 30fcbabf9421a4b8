"""Processes that are quick to replace: one parent forks them and forks anew whatever is killed.

`python -m tests.faults.workers 4 2`: four that deliver mails, two that turn due reminders into mails. Celery's own pool
needs about a second to replace a process, too long for four kills a second.
"""

import os
import sys
import time
from collections.abc import Callable

import django
from django.db import InterfaceError, OperationalError, connection


def forever(step: Callable[[], object]) -> None:
    """Do it again and again, as the tasks do every few seconds, until killed."""
    while True:
        try:
            step()
        except (InterfaceError, OperationalError):
            connection.close()
        time.sleep(0.05)


def main(deliverers: int, planners: int) -> None:
    """Keep so many processes alive until the parent itself is killed."""
    django.setup()
    from core.mail.delivery import deliver_mail
    from steering.domain.reminders import queue_due_reminders

    wanted: list[Callable[[], object]] = [deliver_mail] * deliverers + [queue_due_reminders] * planners
    running: dict[int, Callable[[], object]] = {}
    while True:
        for step in wanted:
            child = os.fork()
            if not child:
                forever(step)
            running[child] = step
        wanted = [running.pop(os.wait()[0])]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
