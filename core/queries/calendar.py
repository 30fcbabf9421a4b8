"""The city's calendar, read once per request or task."""

from core.dates import Calendar
from core.models import Installation, OfficeClosure


def city_calendar() -> Calendar:
    """Return the calendar of the installation's Land with the office closures."""
    land = Installation.objects.values_list("land", flat=True).get(pk=Installation.SINGLETON)
    return Calendar(land=land, closures=dict(OfficeClosure.objects.values_list("day", "name")))
