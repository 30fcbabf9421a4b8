"""Dashboard of a unit, or of all for those who oversee them: what is open and overdue, beside the figures of a Stadtteil."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Organisation
from core.queries.calendar import city_calendar
from core.queries.organisations import organisations_of
from core.views.base import TextPage
from portal.forms import DashboardForm
from portal.rules import may_see_dashboard
from quarters.queries.profiles import headline_figures
from steering.queries.upcoming import OVERSEERS, open_matters
from steering.queries.waiting import overview_of

TILES = ("open", "overdue", "silent")


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
        oversees, units = user.has_role(*OVERSEERS), list(organisations_of(user))
        return super().get_context_data(
            oversees=oversees,
            units=units,
            lists=follow_up_lists(None if oversees or len(units) != 1 else units[0]),
            overview=overview_of(matters, today),
            matters=matters[:10],
            calendar=city_calendar(),
            form=form,
            area=area,
            headlines=headline_figures([area.pk], today) if area else [],
            **kwargs,
        )


def follow_up_lists(unit: Organisation | None) -> dict[str, str]:
    """Return the list each tile stands for; of one unit, where the dashboard is about one."""
    only = {"unit": unit.pk} if unit else {}
    return {show: f"{reverse('steering:followup_list')}?{urlencode({'show': show, **only})}" for show in TILES}
