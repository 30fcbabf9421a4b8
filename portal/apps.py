"""The app `portal`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Configuration of `portal`."""

    name = "portal"

    def ready(self) -> None:
        """Enter start page and dashboard into the navigation."""
        from core import navigation
        from core.rules import is_signed_in
        from portal.rules import may_see_dashboard

        navigation.register(
            navigation.Item(_("Start"), "portal:start", "home", is_signed_in, 0, shortcut="g h", on_phone=0),
            navigation.Item(
                _("Dashboard"), "portal:dashboard", "chart", may_see_dashboard, 10, shortcut="g d", on_phone=23
            ),
        )
