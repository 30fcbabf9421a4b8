"""How fast the city acts, for the office."""

from datetime import timedelta
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.views.base import TextPage
from steering import rules
from steering.forms.council import SinceForm
from steering.queries.response_times import labels, response_times
from steering.views.shared import CalendarMixin

TRAIL = ((_("Decision control"), reverse_lazy("steering:decision_control")),)
A_YEAR = timedelta(days=365)


class ResponseTimesPage(CalendarMixin, TextPage):
    """Before the annual report, or when a unit says that everything takes too long."""

    role_permission = rules.may_plan_meetings
    template_name = "steering/response_times.html"
    heading = _("Response times")
    breadcrumbs = TRAIL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the medians by unit."""
        form = SinceForm(self.request.GET)
        since = form.since_or(self.request.today - A_YEAR)
        times = response_times(self.request.user, since, self.request.today, self.calendar)
        return super().get_context_data(form=form, since=since, labels=labels(), times=times, **kwargs)
