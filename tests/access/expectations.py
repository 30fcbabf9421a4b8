"""What a row of the matrix says, and the words it is written with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from core.enums import Role

SIGN_IN = 302


@dataclass(frozen=True)
class Answers:
    """The expected status by role for one method."""

    allowed: frozenset[Role]
    ok: int
    denied: int
    signed_out: int = SIGN_IN
    others: dict[Role, int] = field(default_factory=dict)

    def to(self, role: Role | None) -> int:
        """Return the status expected for a role, or for somebody who is signed out."""
        if role is None:
            return self.signed_out
        return self.others.get(role, self.ok if role in self.allowed else self.denied)


def only(*roles: Role, ok: int = 200, denied: int = 403, others: dict[Role, int] | None = None) -> Answers:
    """Allow these roles."""
    return Answers(frozenset(roles), ok, denied, others=others or {})


def everyone_signed_in(ok: int = 200) -> Answers:
    """Allow every role."""
    return only(*Role, ok=ok)


def public(ok: int = 200, signed_in: int | None = None) -> Answers:
    """Allow everybody; who is signed in may get another answer, for example the way onwards."""
    return Answers(frozenset(Role), signed_in or ok, ok, signed_out=ok)


def nothing(_world: Any) -> dict[str, Any]:
    """Return no arguments for the URL."""
    return {}


@dataclass(frozen=True)
class Row:
    """The expected answers of one URL name; see `tests.access.matrix`."""

    get: Answers
    post: Answers | None = None
    kwargs: Callable[[Any], dict[str, Any]] = nothing
    elsewhere: int | dict[Role, int] | None = None
    query: str = ""
    path: str = ""

    def address(self, name: str, kwargs: dict[str, Any]) -> str:
        """Return the address to ask; a pattern without a name says its `path`."""
        return (self.path or reverse(name, kwargs=kwargs)) + self.query

    def answers(self, method: str) -> Answers:
        """Return the expectations for a method."""
        if method == "get":
            return self.get
        if self.post is not None:
            return self.post
        signed_out = SIGN_IN if self.get.signed_out == SIGN_IN else 405
        return replace(self.get, ok=405, signed_out=signed_out)

    def answer_elsewhere(self, role: Role) -> int:
        """Return the status for somebody of this role in another organisation."""
        return self.elsewhere[role] if isinstance(self.elsewhere, dict) else self.elsewhere
