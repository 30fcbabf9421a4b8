"""Every URL name the resolver knows."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk the resolver and yield each pattern with its namespaced name; an unnamed one has its route instead."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name or entry.pattern}", entry


def names() -> set[str]:
    """Return every URL name."""
    return {name for name, _pattern in patterns()}
