"""The app `steering`."""

from django.apps import AppConfig
from django.http import HttpRequest


class SteeringConfig(AppConfig):
    """Configuration of `steering`."""

    name = "steering"

    def ready(self) -> None:
        """Enter the pages of steering into the navigation, and what is due into the procedure after a restore."""
        from core.navigation import register_counter
        from core.restore import flush_before_hold
        from steering.domain.circulars import close_due_circulars
        from steering.domain.reminders import queue_everything_due
        from steering.navigation import register_measures, register_meetings

        register_meetings()
        register_measures()
        register_counter(_counts)
        flush_before_hold(close_due_circulars)
        flush_before_hold(queue_everything_due)


def _counts(request: HttpRequest) -> dict[str, int]:
    from steering.queries.waiting import counts_for

    return counts_for(request.user)
