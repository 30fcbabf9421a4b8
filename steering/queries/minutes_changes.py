"""Two versions of minutes compared word by word, for what a person may read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.translation import gettext as _

from steering.enums_log import AttendanceState
from steering.models import MinutesVersion
from steering.queries import minutes_words as words
from steering.queries.minutes import parts_of

Kind = Literal["same", "added", "removed"]
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Segment:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class PartChange:
    """One part of the minutes in both versions."""

    heading: str
    segments: tuple[Segment, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether anything came or went."""
        return any(segment.kind != "same" for segment in self.segments)


def changes_between(old: MinutesVersion, new: MinutesVersion, user) -> list[PartChange]:
    """Return every part of either version, in the order of the newer one, with what changed in it."""
    before, after = _texts(old, user), _texts(new, user)
    order = [*after, *(key for key in before if key not in after)]
    nothing = ("", "")
    return [
        PartChange(
            (after.get(key) or before[key])[0], words_between(before.get(key, nothing)[1], after.get(key, nothing)[1])
        )
        for key in order
    ]


def words_between(old: str, new: str) -> tuple[Segment, ...]:
    """Compare two texts word by word. What went stands before what came in its place."""
    if old == new:
        return (Segment("same", new),) if new else ()
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        segment
        for step, i, j, k, n in matcher.get_opcodes()
        for segment in _segments(step, "".join(before[i:j]), "".join(after[k:n]))
    )


def _segments(step: str, went: str, came: str) -> Iterator[Segment]:
    if step == "equal":
        yield Segment("same", came)
        return
    if went:
        yield Segment("removed", went)
    if came:
        yield Segment("added", came)


def _texts(version: MinutesVersion, user) -> dict[object, tuple[str, str]]:
    inside = version.inside
    frame = {
        "frame": (_("Frame of the meeting"), _frame_text(version)),
        "opening": (_("Statements at the beginning"), inside["opening"]),
        "closing": (_("Statements at the end"), inside["closing"]),
    }
    return frame | {
        (part.kind, part.agenda_item_id or part.position): (words.heading_of(part.content), words.text_of(part.content))
        for part in parts_of(version, user)
    }


def _frame_text(version: MinutesVersion) -> str:
    inside = version.inside
    people = (
        f"{state.label}: {', '.join(part for part in person if part)}"
        for state in AttendanceState
        for person in words.people_in(inside, state)
    )
    facts = (f"{label}: {text}" for label, text in words.facts_of(version.head, inside))
    return "\n".join((*facts, *people))
