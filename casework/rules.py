"""Who may do what with cases; no writes, no queries beyond what is loaded."""

from datetime import timedelta

from core.enums import CASEWORK_ROLES, Role

TAKE_BACK = timedelta(minutes=15)


def does_casework(user) -> bool:
    """Social workers and casework leads, and nobody else, ever."""
    return user.has_role(*CASEWORK_ROLES)


def is_in_charge(user, case) -> bool:
    """Tell whether the user is responsible for the case or leads the casework of its organisation."""
    return case.responsible_id == user.pk or case.organisation_id in user.organisation_ids_for(Role.CASEWORK_LEAD)


def may_work_on(user, case) -> bool:
    """Whoever sees an open case may work on it: the responsible worker, a colleague it is shared with, the lead."""
    return case.is_open


def may_share_or_close(user, case) -> bool:
    """Sharing and closing is for whoever is in charge."""
    return case.is_open and is_in_charge(user, case)


def may_take_back(user, contact, now) -> bool:
    """Who recorded a contact may take it back for a quarter of an hour (the database holds the same limit)."""
    return contact.recorded_by_id == user.pk and now - contact.recorded_at < TAKE_BACK
