"""The clock of the product: the database's, plus the offset of a demo installation."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """Return the instant by the database clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_now()")
        return cursor.fetchone()[0]


def today() -> date:
    """Return the city's local date by the database clock."""
    return timezone.localdate(now())
