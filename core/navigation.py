"""The main navigation, by role.

Packages to the left of `core` register their items in `AppConfig.ready`, so `core` need not know them. An item is
shown when its rule allows the user; `count` says how much waits there and is asked once per page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """A registered entry of the navigation."""

    label: str | Promise
    url_name: str
    icon: str
    shown_to: Callable[..., bool]
    order: int
    count_key: str = ""
    shortcut: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry as a page draws it."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    count: int = 0
    shortcut: str = ""


@dataclass
class _Registry:
    items: list[Item] = field(default_factory=list)
    counters: list[Callable[[HttpRequest], dict[str, int]]] = field(default_factory=list)


_registry = _Registry()


def register(*items: Item) -> None:
    """Add items; called once per app at start."""
    _registry.items = sorted([*_registry.items, *items], key=lambda item: item.order)


def register_counter(counter: Callable[[HttpRequest], dict[str, int]]) -> None:
    """Add a function that returns how much waits, by count key; it may cost one query."""
    _registry.counters.append(counter)


def navigation_for(request: HttpRequest) -> list[Entry]:
    """Return the entries of this user, the current one marked."""
    user = request.user
    if not user.is_authenticated:
        return []
    shown = [item for item in _registry.items if item.shown_to(user)]
    counts: dict[str, int] = {}
    if not getattr(request, "failed", False):
        for counter in _registry.counters:
            counts.update(counter(request))
    return [_entry(item, request.path, counts) for item in shown]


def _entry(item: Item, path: str, counts: dict[str, int]) -> Entry:
    url = reverse(item.url_name)
    current = path == url if url == "/" else path.startswith(url)
    return Entry(item.label, url, item.icon, current, counts.get(item.count_key, 0), item.shortcut)
