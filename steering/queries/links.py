"""Who answers by link instead of signing in."""

from collections.abc import Iterable
from datetime import date

from core.enums import UNIT_ROLES
from core.models import Membership


def units_without_accounts(units: Iterable[int], today: date) -> set[int]:
    """Return which of these units have nobody who could sign in and answer today; one query."""
    wanted = set(units)
    holders = Membership.objects.valid_on(today).filter(
        organisation__in=wanted, role__in=UNIT_ROLES, user__is_active=True
    )
    return wanted - set(holders.values_list("organisation", flat=True))
