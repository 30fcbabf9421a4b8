"""The app `quarters`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuartersConfig(AppConfig):
    """Configuration of `quarters`."""

    name = "quarters"

    def ready(self) -> None:
        """Enter the pages of quarters into the navigation."""
        from core import navigation
        from quarters import rules

        navigation.register(
            navigation.Item(
                _("Areas"), "quarters:area_list", "map", rules.may_read_statistics, 500, shortcut="g q", on_phone=22
            ),
            navigation.Item(
                _("Indicators"), "quarters:indicator_list", "chart", rules.may_read_statistics, 510, on_phone=21
            ),
            navigation.Item(_("Imports"), "quarters:importbatch_list", "upload", rules.may_import, 520, on_phone=20),
        )
