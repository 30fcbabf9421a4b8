"""The tree of an agenda as plain rows: check an arrangement, move a line up or down."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steering.domain.numbering import Line

# An item and two levels below it; a section over them does not count.
MAX_DEPTH = 3


def arranged(lines: Sequence[Line], wanted: Sequence[tuple[int, int | None]]) -> list[Line]:
    """Return the lines in the wanted order, each with its wanted parent.

    Raises ValidationError if the lines are not the same any more, or if the order is no tree: a child stands right below
    its parent or a sibling, a section belongs to nothing, and nothing lies deeper than `MAX_DEPTH`.
    """
    by_key = {line.key: line for line in lines}
    if sorted(key for key, _parent in wanted) != sorted(by_key):
        raise ValidationError(
            _("The agenda has changed in the meantime. Please look at it again; nothing was moved."), code="changed"
        )
    found: list[Line] = []
    path: list[int] = []
    for key, parent in wanted:
        while path and path[-1] != parent:
            path.pop()
        fits = (bool(path) or parent is None) and not (by_key[key].is_section and parent is not None)
        depth = len(path) - (1 if path and by_key[path[0]].is_section else 0)
        if not fits or depth >= MAX_DEPTH:
            raise ValidationError(_("An item cannot stand there. Nothing was moved."), code="place")
        path.append(key)
        found.append(Line(key, parent, by_key[key].is_section))
    return found


def moved(lines: Sequence[Line], key: int, *, up: bool) -> list[tuple[int, int | None]]:
    """Return the arrangement after moving one line, with all below it, one place up or down.

    An item that leaves a section at its edge goes into the next section, or between the sections where there is none.
    """
    outline = _Outline(lines)
    outline.move(key, up=up)
    return outline.flat()


class _Outline:
    """Children by parent, in order; changed in place."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.sections = {line.key for line in lines if line.is_section}
        self.parent = {line.key: line.parent for line in lines}
        self.children: dict[int | None, list[int]] = {None: []}
        for line in lines:
            self.children.setdefault(line.parent, []).append(line.key)

    def move(self, key: int, *, up: bool) -> None:
        parent = self.parent[key]
        siblings = self.children[parent]
        place = siblings.index(key)
        neighbour = place + (-1 if up else 1)
        if 0 <= neighbour < len(siblings):
            self._pass(key, siblings[neighbour], up=up)
        elif parent in self.sections:
            self._leave(key, parent, up=up)

    def _pass(self, key: int, other: int, *, up: bool) -> None:
        """Change places with a sibling; an item enters a section instead of jumping over it."""
        siblings = self.children[self.parent[key]]
        siblings.remove(key)
        if other in self.sections and key not in self.sections:
            self._enter(key, other, at_end=up)
        else:
            siblings.insert(siblings.index(other) + (0 if up else 1), key)

    def _leave(self, key: int, section: int, *, up: bool) -> None:
        """Go over the edge of a section: into the next one, or before or behind this one."""
        self.children[section].remove(key)
        top = self.children[None]
        beyond = top.index(section) + (-1 if up else 1)
        if 0 <= beyond < len(top) and top[beyond] in self.sections:
            self._enter(key, top[beyond], at_end=up)
        else:
            top.insert(top.index(section) + (0 if up else 1), key)
            self.parent[key] = None

    def _enter(self, key: int, section: int, *, at_end: bool) -> None:
        inside = self.children.setdefault(section, [])
        inside.insert(len(inside) if at_end else 0, key)
        self.parent[key] = section

    def flat(self) -> list[tuple[int, int | None]]:
        found: list[tuple[int, int | None]] = []
        waiting: list[tuple[int, int | None]] = [(key, None) for key in reversed(self.children[None])]
        while waiting:
            key, parent = waiting.pop()
            found.append((key, parent))
            waiting += [(child, key) for child in reversed(self.children.get(key, []))]
        return found
