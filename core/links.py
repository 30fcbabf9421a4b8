"""Links that work without signing in: one mechanism for all of them.

A link in a mail is signed, so it cannot be made up; bound to one purpose, so it opens nothing else; and it names the row
that says whether it still holds. The database keeps no token. Addresses that stand for long (calendar feeds) are random
instead, shown once, and only their fingerprint is kept.
"""

import secrets
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

# Bytes of a random address: more than anybody can guess (ASVS 5.0, 11.5.1 asks for 16).
LENGTH = 32


def sign(purpose: str, **content: Any) -> str:
    """Return a token for one purpose that carries this content, readable but not changeable."""
    return signing.dumps(content, salt=_salt(purpose), compress=False)


def read(purpose: str, token: str, *, max_age: int | None = None) -> dict[str, Any] | None:
    """Return the content, or None for what was made up, changed, made for another purpose or older than `max_age` s."""
    try:
        return signing.loads(token, salt=_salt(purpose), max_age=max_age)
    except signing.BadSignature:
        return None


def new_address() -> str:
    """Return a random part of an address that nobody can guess."""
    return secrets.token_urlsafe(LENGTH)


def fingerprint(purpose: str, address: str) -> str:
    """Return what may be kept of a random address: 64 hexadecimal digits that do not lead back to it."""
    return salted_hmac(_salt(purpose), address, algorithm="sha256").hexdigest()


def _salt(purpose: str) -> str:
    return f"core.links:{purpose}"
