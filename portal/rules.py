"""Predicates of the portal's pages."""

from core.enums import Role


def may_see_dashboard(user) -> bool:
    """Heads of units, and those who oversee all units."""
    return user.has_role(Role.DEPARTMENT_HEAD, Role.COMMITTEE_OFFICE, Role.CHAIR)
