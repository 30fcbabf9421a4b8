"""Addresses and values of the open data interface, as OParl 1.1 wants them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from steering.enums_exchange import PublishedKind as Kind

VERSION = "https://schema.oparl.org/1.1/"
ONLY = "1"


@dataclass
class Draft:
    """One object as it is to be published; `parents` are shown only when it is fetched by itself."""

    kind: str
    key: str
    content: dict[str, Any]
    parents: dict[str, Any] = field(default_factory=dict)
    owner_key: str = ""


def address(kind: str, key: str) -> str:
    """Return the canonical address of an object."""
    if kind == Kind.SYSTEM:
        return settings.BASE_URL + reverse("steering:oparl_system")
    return settings.BASE_URL + reverse("steering:oparl_object", args=[kind.lower(), key])


def list_address(name: str, owner_key: str = "") -> str:
    """Return the canonical address of an external list, of the body or of an organisation."""
    if owner_key:
        return settings.BASE_URL + reverse("steering:oparl_owned_list", args=[owner_key, name])
    return settings.BASE_URL + reverse("steering:oparl_list", args=[name])


def embed(kind: str, key: str) -> dict[str, list[str]]:
    """Return the mark that stands for an embedded object."""
    return {"embed": [str(kind), key]}


def embedded(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what an object embeds, in its order."""
    for value in content.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and "embed" in each:
                yield each["embed"][0], each["embed"][1]


def moment(value: datetime) -> str:
    """Write a time as the specification wants it: with the offset, without fractions of a second, never "Z"."""
    return timezone.localtime(value).replace(microsecond=0).isoformat()


def day(value: date | None) -> str:
    """Write a date, or nothing."""
    return value.isoformat() if value else ""


def filled(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: optional properties are never null, "" or []."""
    return {name: value for name, value in content.items() if value not in (None, "", [])}


def committee_address(key: int) -> str:
    """Return the address of a committee."""
    return address(Kind.ORGANIZATION, f"committee-{key}")


def unit_address(key: int) -> str:
    """Return the address of a unit."""
    return address(Kind.ORGANIZATION, f"unit-{key}")
