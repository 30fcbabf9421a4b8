"""Start page: what needs my action."""

from django.utils.translation import gettext_lazy as _

from core.views.base import TextPage


class StartPage(TextPage):
    """For everybody, first thing in the morning: what waits for me, with its button."""

    template_name = "portal/start.html"
    heading = _("Start")
