"""Make what people typed fit for a mail: no second header line, no byte a database or a server refuses."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

SUBJECT_LENGTH = 200
_BROKEN = "The address cannot receive mail."
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


class UndeliverableError(ValueError):
    """There is nobody to send to: no address, a broken one, or a closed account."""


def clean_subject(text: str) -> str:
    """Return the subject as one line of at most 200 characters."""
    line = " ".join(_printable(text, keep="\t\n").split())
    return line if len(line) <= SUBJECT_LENGTH else f"{line[: SUBJECT_LENGTH - 1]}…"


def clean_body(text: str) -> str:
    """Return the body with plain line ends and without control characters."""
    return _printable(_LINE_ENDS.sub("\n", text), keep="\t\n").strip() + "\n"


def clean_address(address: str) -> str:
    """Return the address in the form every server understands; raise `UndeliverableError` for a broken one."""
    address = address.strip()
    try:
        validate_email(address)
        local, _at, domain = address.rpartition("@")
        plain = f"{local}@{domain.encode('idna').decode('ascii')}"
    except (ValidationError, UnicodeError) as error:
        raise UndeliverableError(_BROKEN) from error
    if not plain.isprintable() or " " in plain:  # a quoted local part may hold anything
        raise UndeliverableError(_BROKEN)
    return plain


def _printable(text: str, *, keep: str) -> str:
    text = text.replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes "?"
    return "".join(char for char in text if char in keep or unicodedata.category(char) != "Cc")
