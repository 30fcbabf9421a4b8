"""Columns of the list of accounts."""

import django_tables2 as tables
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.enums import AccountState
from core.models import User
from core.tables.columns import StateColumn


class UserTable(tables.Table):
    """Who, what they do today, second factor, state, last sign-in."""

    name = tables.Column(linkify=True)
    memberships_today = tables.Column(verbose_name=_("Roles today"), orderable=False, empty_values=([],))
    has_second_factor = tables.BooleanColumn(verbose_name=_("Second factor"), yesno=(_("yes"), _("no")))
    state = StateColumn(
        verbose_name=_("State"),
        accessor="state",
        orderable=False,
        tones={AccountState.ACTIVE: "success", AccountState.INVITED: "info", AccountState.CLOSED: "neutral"},
    )

    class Meta:
        model = User
        fields = ("name", "email", "memberships_today", "has_second_factor", "state", "last_login")
        order_by = ("name",)

    def render_state(self, record: User, column: StateColumn) -> SafeString:
        """Draw the state as a badge."""
        return column.badge(record.get_state_display(), record.state)

    def render_memberships_today(self, value: list) -> SafeString:
        """Write each role with its organisation."""
        return format_html_join(", ", "{} ({})", ((m.get_role_display(), m.organisation.short_name) for m in value))
