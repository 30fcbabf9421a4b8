"""Every answer of the product, collected once: all URLs by GET, for a visitor, for who may and for who may not."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from core.enums import Role
from tests.access.expectations import Row
from tests.access.matrix import MATRIX
from tests.access.world import World

# All addresses are asked once, which takes a while: the tests that read the answers stay in one process.
EVERY_ADDRESS = pytest.mark.xdist_group("every-address")


@dataclass(frozen=True)
class Answer:
    """What somebody got from an address."""

    name: str
    role: Role | None
    url: str
    status: int
    headers: dict[str, str]
    text: str
    cookies: Any
    wrote: bool

    @property
    def is_page(self) -> bool:
        """Tell whether it is HTML."""
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def label(self) -> str:
        """Name it in a failure."""
        return f"{self.name} as {self.role or 'visitor'}: {self.status}"


@pytest.fixture(scope="session")
def answers(django_db_setup, django_db_blocker):
    """Return all answers; made inside one transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = list(_collect(World()))
        transaction.set_rollback(True)
    assert len(found) > 300
    return found


@pytest.fixture(scope="session")
def pages(answers):
    """Return the HTML among them."""
    found = [answer for answer in answers if answer.is_page]
    assert sum(page.status == 200 for page in found) > 80
    return found


def _collect(world: World):
    for name, row in MATRIX.items():
        url = row.address(name, world.once(row.kwargs))
        for role in asked(row):
            user = world.people[role] if role else None
            world.client(user)  # signing in writes, and is no reading
            before = audited()
            response = world.ask(user, "get", url)
            wrote, text = audited() != before, response.content.decode(errors="replace")
            yield Answer(name, role, url, response.status_code, dict(response.headers), text, response.cookies, wrote)


def audited() -> int:
    """Return the last number given to an entry of the audit; every change takes one, and it is never taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM core_auditentry_id_seq")
        return cursor.fetchone()[0]


def asked(row: Row) -> tuple[Role | None, ...]:
    """Return who asks: a visitor, one of those who may and one of those who may not."""
    may, may_not = sorted(row.get.allowed), sorted(set(Role) - row.get.allowed)
    return (None, *may[:1], *may_not[:1])


def offenders(answers, fine) -> list[str]:
    """Return the labels of the answers for which `fine` does not hold."""
    return sorted({answer.label for answer in answers if not fine(answer)})
