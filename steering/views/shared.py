"""What several pages of steering need."""

from typing import Any

from django.http import HttpRequest

from core.dates import Calendar
from core.queries.calendar import city_calendar
from steering.domain.spoken_dates import Moment
from steering.models import Committee
from steering.queries.meetings import next_meeting_day


class CalendarMixin:
    """Gives the page and its table the city's calendar, which says how dates stand."""

    request: HttpRequest

    @property
    def calendar(self) -> Calendar:
        """The city's calendar, read once per page."""
        if not hasattr(self, "_calendar"):
            self._calendar = city_calendar()
        return self._calendar

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the calendar for the tag `due_date`."""
        return super().get_context_data(calendar=self.calendar, **kwargs)


class DatedListMixin(CalendarMixin):
    """For lists whose table says how dates stand."""

    def get_table_kwargs(self) -> dict[str, Any]:
        """Hand date and calendar to the table."""
        return super().get_table_kwargs() | {"today": self.request.today, "calendar": self.calendar}


def moment_for(request: HttpRequest, committee: Committee | int | None, calendar: Calendar) -> Moment:
    """Return what a typed due date is counted from."""
    following = next_meeting_day(committee, request.today) if committee else None
    return Moment(today=request.today, calendar=calendar, next_meeting=following)
