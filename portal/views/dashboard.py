"""Dashboard of a unit, or of all for those who oversee them: what is open and overdue, beside the figures of a Stadtteil."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.queries.calendar import city_calendar
from core.queries.organisations import organisations_of
from core.views.base import TextPage
from portal.forms import DashboardForm
from portal.rules import may_see_dashboard
from quarters.queries.profiles import headline_figures
from steering.queries.upcoming import OVERSEERS, open_matters
from steering.queries.waiting import overview_of


class DashboardPage(TextPage):
    """For the head of a unit before a meeting: how do we stand, and what moves in the quarter it is about."""

    template_name = "portal/dashboard.html"
    heading = _("Dashboard")
    role_permission = may_see_dashboard

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count what is owed; show released figures of the chosen area, the city at first."""
        user, today = self.request.user, self.request.today
        matters = open_matters(user)
        form = DashboardForm(self.request.GET, municipality=self.request.installation.municipality_key)
        area = form.chosen()
        return super().get_context_data(
            oversees=user.has_role(*OVERSEERS),
            units=list(organisations_of(user)),
            overview=overview_of(matters, today),
            matters=matters[:10],
            calendar=city_calendar(),
            form=form,
            area=area,
            headlines=headline_figures([area.pk], today) if area else [],
            **kwargs,
        )
