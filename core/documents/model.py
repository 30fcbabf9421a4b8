"""What a paper consists of. Both writers know exactly these blocks, so PDF and DOCX say the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# What XML 1.0 forbids, and what no font draws: control characters, lone surrogates, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Style(StrEnum):
    """How a paragraph looks."""

    NORMAL = "normal"
    SMALL = "small"
    STRONG = "strong"
    # Set apart from the text around it: the wording of a decision.
    WORDING = "wording"


@dataclass(frozen=True)
class Heading:
    """A heading below the title. The first is of level 1, and no level may be skipped."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Text; line breaks stay, an empty line begins a new paragraph."""

    text: str
    style: Style = Style.NORMAL


@dataclass(frozen=True)
class Bullets:
    """A list without numbers."""

    items: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value, one under the other."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """A table whose head repeats on every page. `widths` are shares, one per column."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""


Block = Heading | Paragraph | Bullets | Facts | Table | PageBreak


@dataclass(frozen=True)
class Document:
    """A paper.

    `footer` stands on every page beside the page number; `made_at` becomes the date of the file, so that the same
    description gives the same bytes.
    """

    title: str
    blocks: Sequence[Block]
    made_at: datetime
    subtitle: str = ""
    author: str = ""
    footer: str = ""
    language: str = "de"
    landscape: bool = field(default=False)


def printable(text: object) -> str:
    """Return the text without what no file format can hold; line ends become plain."""
    return _UNPRINTABLE.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")


def paragraphs(text: object) -> list[list[str]]:
    """Return the paragraphs of a text, each as its lines."""
    parts = re.split(r"\n\s*\n", printable(text).strip())
    return [[line.strip() for line in part.split("\n")] for part in parts if part.strip()]
