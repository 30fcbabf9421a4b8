"""The people who knock at every door, and what they find behind it; built once per module."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from core.enums import CASEWORK_ROLES, OrganisationKind, Role
from core.models import Organisation, User
from tests.factories import OrganisationFactory
from tests.people import person
from tests.signing_in import sign_in

HOME = {
    Role.DEPARTMENT_HEAD: "unit",
    Role.DEPARTMENT_STAFF: "unit",
    Role.EXTERNAL_PARTNER: "partner",
    **dict.fromkeys(CASEWORK_ROLES, "association"),
}


class World:
    """One person per role at home, one per role elsewhere, and the objects of the rows."""

    def __init__(self) -> None:
        self.unit = OrganisationFactory()
        self.office = OrganisationFactory(kind=OrganisationKind.STAFF_UNIT)
        self.association = OrganisationFactory(kind=OrganisationKind.WELFARE_ASSOCIATION)
        self.partner = OrganisationFactory(kind=OrganisationKind.POLICE)
        self.people = {role: person(role, self.home_of(role), name=f"Hier {role}") for role in Role}
        self.elsewhere = {role: person(role, name=f"Anderswo {role}") for role in Role}
        self._made: dict[Callable, Any] = {}
        self._cookies: dict[int | None, str] = {}

    def home_of(self, role: Role) -> Organisation:
        """Return the organisation in which this role is at home."""
        return getattr(self, HOME.get(role, "office"))

    def prepare(self, makers: Iterable[Callable[["World"], Any]]) -> None:
        """Sign everybody in and make what the rows need; what fails here fails again, and is told, in its own test."""
        for user in (*self.people.values(), *self.elsewhere.values()):
            self.client(user)
        for make in makers:
            with suppress(Exception), transaction.atomic():
                self.once(make)

    def once(self, make: Callable[["World"], Any]) -> Any:
        """Return what `make` made, making it at the first call."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def everybody(self) -> Iterator[tuple[str, Role | None, User | None]]:
        """Walk through the signed-out visitor and one person per role."""
        yield "signed out", None, None
        for role, user in self.people.items():
            yield str(role), role, user

    def client(self, user: User | None) -> Client:
        """Return a browser in which this person is signed in; signing in happens once."""
        client = Client()
        if user is None:
            return client
        if user.pk not in self._cookies:
            sign_in(client, user)
            self._cookies[user.pk] = client.cookies["sessionid"].value
        client.cookies["sessionid"] = self._cookies[user.pk]
        return client

    def ask(self, user: User | None, method: str, url: str) -> Any:
        """Send one request and take back what it did."""
        client = self.client(user)
        with transaction.atomic():
            response = client.generic(method.upper(), url, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        cache.clear()
        return response
