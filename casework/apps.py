"""The app `casework`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Configuration of `casework`."""

    name = "casework"

    def ready(self) -> None:
        """Enter the pages of casework into the navigation of those who do casework."""
        from casework import rules
        from casework.queries.waiting import counts_for
        from core import navigation

        navigation.register(
            navigation.Item(_("Quick log"), "casework:contact_create", "plus", rules.does_casework, 300, on_phone=1),
            navigation.Item(_("Contacts"), "casework:contact_list", "street", rules.does_casework, 310, on_phone=2),
            navigation.Item(
                _("Cases"), "casework:case_list", "folder", rules.does_casework, 320, "casework_referrals", on_phone=3
            ),
        )
        navigation.register_counter(lambda request: counts_for(request.user, request.today))
