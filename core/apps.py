"""The app `core`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Configuration of `core`."""

    name = "core"

    def ready(self) -> None:
        """Enter the pages of core into the navigation."""
        from core import navigation, rules

        navigation.register(
            navigation.Item(
                _("Organisations"), "core:organisation_list", "building", rules.is_signed_in, 800, on_phone=30
            ),
            navigation.Item(_("Accounts"), "core:user_list", "people", rules.is_administrator, 900, on_phone=4),
            navigation.Item(_("Settings"), "core:installation", "settings", rules.is_administrator, 960),
            navigation.Item(_("Office closures"), "core:closure_list", "calendar", rules.is_administrator, 950),
            navigation.Item(_("Outgoing mail"), "core:mail_list", "mail", rules.is_administrator, 970, on_phone=5),
            navigation.Item(_("Audit log"), "core:audit_list", "history", rules.may_read_audit, 980, on_phone=6),
        )
