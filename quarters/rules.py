"""Predicates over users and objects; no writes, no queries beyond what is loaded."""

from core.enums import COMMITTEE_ROLES, Role

STATISTICS_ROLES = (*COMMITTEE_ROLES, Role.DEPARTMENT_HEAD, Role.DATA_STEWARD)


def may_read_statistics(user) -> bool:
    """The committee, heads of units and data stewards read figures."""
    return user.has_role(*STATISTICS_ROLES)


def may_import(user) -> bool:
    """Data stewards bring figures in and take them back."""
    return user.has_role(Role.DATA_STEWARD)
