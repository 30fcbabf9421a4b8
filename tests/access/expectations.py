"""What a row of the matrix says, and the words it is written with."""

from collections.abc import Callable
from dataclasses import dataclass, field
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
    is_public: bool = False

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
    return Answers(frozenset(Role), signed_in or ok, ok, signed_out=ok, is_public=True)


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

    def expected(self, method: str, role: Role | None, *, elsewhere: bool = False) -> set[int]:
        """Return the statuses accepted for a person of this role, at home or elsewhere, or who is signed out.

        Without `post`, nobody gets anything by POST: 405, or what the same person is denied with by GET.
        """
        answers = self.post if method == "post" and self.post is not None else self.get
        status = self.answer_elsewhere(role) if elsewhere else self.get.ok
        if status == self.get.ok:  # as at home
            status = answers.to(role)
        if method == "post" and self.post is None:
            return {405} if status == answers.ok or answers.is_public else {405, status}
        return {status}

    def answer_elsewhere(self, role: Role) -> int:
        """Return the status for somebody of this role in another organisation."""
        return self.elsewhere[role] if isinstance(self.elsewhere, dict) else self.elsewhere
