"""Predicates over users; no writes, no queries beyond what is loaded."""

from core.enums import Role


def is_administrator(user) -> bool:
    """Administrators keep accounts, units, calendar and settings."""
    return user.has_role(Role.ADMINISTRATOR)


def may_read_audit(user) -> bool:
    """The data protection officer reads audit and access logs."""
    return user.has_role(Role.DATA_PROTECTION_OFFICER)


def is_signed_in(user) -> bool:
    """Everybody with an active account."""
    return user.is_active


def may_name_substitute(user, absent) -> bool:
    """Everybody for themselves; administrators for all."""
    return user.pk == absent.pk or is_administrator(user)


def may_end_substitution(user, substitution) -> bool:
    """Whoever may name the substitute."""
    return may_name_substitute(user, substitution.absent)
