"""Delivery processes that are quick to replace: one parent forks them and forks anew whatever is killed.

`python -m tests.faults.workers 4`. Celery's own pool needs about a second for that, too long for four kills a second.
"""

import os
import sys
import time

import django
from django.db import InterfaceError, OperationalError, connection


def work() -> None:
    """Deliver what is due, again and again, as the task does every twenty seconds."""
    from core.mail.delivery import deliver_mail

    while True:
        try:
            deliver_mail()
        except (InterfaceError, OperationalError):
            connection.close()
        time.sleep(0.05)


def main(count: int) -> None:
    """Keep so many processes alive until the parent itself is killed."""
    django.setup()
    children: set[int] = set()
    while True:
        while len(children) < count:
            child = os.fork()
            if not child:
                work()
            children.add(child)
        children.discard(os.wait()[0])


if __name__ == "__main__":
    main(int(sys.argv[1]))
