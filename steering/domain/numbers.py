"""Numbers of meetings, decisions and measures: unique, growing, never given out twice."""

from django.db import connection

_NEXT = """
INSERT INTO steering_numbercounter (series, last) VALUES (%s, 1)
ON CONFLICT (series) DO UPDATE SET last = steering_numbercounter.last + 1 RETURNING last
"""


def next_number(series: str) -> int:
    """Return the next number of a series.

    The counter's row stays locked until the transaction ends, so numbers grow in the order of commits. Whoever rolls
    back gives the number back unused.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, (series,))
        return cursor.fetchone()[0]
