"""The clock of a demonstration, which may run ahead of the real one."""

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.expressions import Combinable

from core import clock
from core.identity import acting_as
from core.models import Installation


class NoDemonstrationError(Exception):
    """The clock of an installation with real data is never moved."""


def set_clock_forward(by: timedelta) -> datetime:
    """Let the clock run ahead by this much more; return what it shows now.

    Raises `NoDemonstrationError` where the installation holds real data (a constraint of the database agrees), and
    `ValueError` for a span that is not positive: reminders do not run backwards.
    """
    if by <= timedelta(0):
        message = "The clock only runs forward."
        raise ValueError(message)
    return _change(F("clock_offset") + by)


def reset_clock() -> datetime:
    """Let the clock show the real time again; return it."""
    return _change(timedelta(0))


def _change(offset: Combinable | timedelta) -> datetime:
    with acting_as(None, reason="demonstration clock"):
        if not Installation.objects.filter(is_demo=True).update(clock_offset=offset):
            raise NoDemonstrationError
        return clock.now()
