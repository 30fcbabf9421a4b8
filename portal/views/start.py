"""Start page: what needs my action."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.queries import waiting as casework
from core.queries.calendar import city_calendar
from core.queries.waiting import Waiting
from core.views.base import TextPage
from steering.queries import upcoming
from steering.queries import waiting as steering
from steering.queries.topics import topics_of
from steering.rules_committee import may_propose

TWO_WEEKS = timedelta(days=14)


class StartPage(TextPage):
    """For everybody, first thing in the morning: what waits for me, each with its button; then what comes."""

    template_name = "portal/start.html"
    heading = _("Start")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask every app what waits; empty parts do not appear."""
        user, today = self.request.user, self.request.today
        until = today + TWO_WEEKS
        return super().get_context_data(
            waiting=everything_waiting(user, today),
            measures=upcoming.measures_falling_due(user, today, until),
            meeting=upcoming.next_meeting(user, today),
            decisions=upcoming.latest_decisions(user),
            topics=topics_of(user, today) if may_propose(user) else (),
            calendar=city_calendar(),
            **kwargs,
        )


def everything_waiting(user, today: date) -> list[Waiting]:
    """Return what waits in every app, the most urgent first; what has no date comes last."""
    lines = [*steering.waiting_for(user, today), *casework.waiting_for(user, today)]
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or line.since or today))
