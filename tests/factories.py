"""Builders for objects of core; each app adds its own beside its tests."""

import factory

from core.enums import OrganisationKind, Role
from core.models import Membership, Organisation, User

PASSWORD = "correct-horse-battery"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.DEPARTMENT
    number = factory.Sequence(lambda n: str(500 + n))
    name = factory.Sequence(lambda n: f"Referat Beispiel {n}")
    short_name = factory.Sequence(lambda n: f"Beispiel {n}")
    inbox_email = factory.Sequence(lambda n: f"postfach{n}@example.org")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.DEPARTMENT_STAFF
