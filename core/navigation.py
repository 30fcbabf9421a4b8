"""The main navigation, by role.

Packages to the left of `core` register their items in `AppConfig.ready`, so `core` need not know them. An item is
shown when its rule allows the user; `count` says how much waits there and is asked once per page. A phone has room
for four: those with the lowest `on_phone` of what the user may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

ON_PHONE = 4


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
    on_phone: int = 99


@dataclass(frozen=True)
class Entry:
    """An entry as a page draws it."""

    label: str | Promise
    url: str
    icon: str
    current: bool
    count: int = 0
    shortcut: str = ""
    on_phone: int = 99


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


def bottom_bar(entries: Iterable[Entry]) -> list[Entry]:
    """Return the four entries a phone shows at once, in the order of the navigation."""
    all_of_them = list(entries)
    chosen = sorted(all_of_them, key=lambda entry: entry.on_phone)[:ON_PHONE]
    return [entry for entry in all_of_them if entry in chosen]


def _entry(item: Item, path: str, counts: dict[str, int]) -> Entry:
    url = reverse(item.url_name)
    current = path == url if url == "/" else path.startswith(url)
    return Entry(item.label, url, item.icon, current, counts.get(item.count_key, 0), item.shortcut, item.on_phone)
