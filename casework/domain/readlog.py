"""Reading is recorded: the row is written before the page is rendered, in the same transaction."""

from uuid import UUID

from django.db import connection

from casework.enums import ReadKind


def log_read(kind: ReadKind, *, subject: UUID | None = None, allowed: bool = True) -> None:
    """Record that the acting user read a page with case data, or was refused.

    Works under every database role. User, time and request are those of the transaction; none can be passed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_log_read(%s, %s, %s)", [kind, subject, allowed])
