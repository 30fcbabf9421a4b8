"""Columns that may leave with an export of accounts: no e-mail addresses."""

from django.utils.translation import gettext
from import_export.fields import Field

from core.export import ExportResource
from core.models import User


class UserResource(ExportResource):
    """Who does what today, and how the account stands."""

    roles = Field()
    second_factor = Field()

    class Meta:
        model = User
        fields = ("name", "roles", "second_factor", "is_active", "last_login")
        export_order = fields

    def dehydrate_roles(self, user: User) -> str:
        """Write each role with its organisation."""
        return "; ".join(f"{m.get_role_display()} ({m.organisation.short_name})" for m in user.memberships_today)

    def dehydrate_second_factor(self, user: User) -> str:
        """Say whether there is one."""
        return gettext("yes") if user.has_second_factor else gettext("no")
