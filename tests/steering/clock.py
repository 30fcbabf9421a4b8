"""Set the clock of the product to an instant, as a demonstration may."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from core.models import Installation


def set_clock(day: date, hour: time = time(9)) -> None:
    """Let it be this hour of the city on this day."""
    moment = datetime.combine(day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))
    Installation.objects.update(is_demo=True, clock_offset=moment - timezone.now())
