"""People for tests: one call makes a user with a role in an organisation."""

from core.enums import CASEWORK_ROLES, OrganisationKind, Role
from core.models import Organisation, User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


def person(role: Role, organisation: Organisation | None = None, **fields) -> User:
    """Make a user who holds this role, in a new organisation unless one is given."""
    if organisation is None:
        kind = OrganisationKind.WELFARE_ASSOCIATION if role in CASEWORK_ROLES else OrganisationKind.DEPARTMENT
        organisation = OrganisationFactory(kind=kind)
    user = UserFactory(**fields)
    MembershipFactory(user=user, organisation=organisation, role=role)
    return user


def one_of_each() -> dict[Role, User]:
    """Make one user per role, each in an organisation of their own."""
    return {role: person(role) for role in Role}
