"""Builders for what comes from outside: other municipalities, lists of measures."""

from core.enums import OrganisationKind
from core.models import Organisation
from tests.factories import OrganisationFactory


def municipality(**fields) -> Organisation:
    """Make another city."""
    return OrganisationFactory(kind=OrganisationKind.MUNICIPALITY, number="", **fields)
