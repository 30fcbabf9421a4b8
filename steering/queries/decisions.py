"""Decisions for reading."""

from django.db.models import Count, Q

from steering.enums import MEASURE_CLOSED


def open_measure_count() -> Count:
    """Return, for an annotation on decisions, how many of their measures are not closed."""
    return Count("measures", filter=~Q(measures__state__in=MEASURE_CLOSED) & Q(measures__isnull=False))
