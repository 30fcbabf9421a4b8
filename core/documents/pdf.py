"""The PDF writer: Typst sets the paper and refuses to write what would not be accessible."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from core.documents.model import Block, Bullets, Document, Facts, Heading, Paragraph, Table, paragraphs, printable

LAYOUT = Path(__file__).with_name("paper.typ")
# Latin, Greek and Cyrillic are in the fonts that come with the compiler; anything beyond is asked for.
_SURELY_DRAWN = 0x0530


def pdf(document: Document) -> bytes:
    """Return the paper as tagged PDF.

    A character no font can draw stands as its code ("[U+1F600]"): a smiley must not keep the minutes from print.
    """
    from typst import TypstError

    data = json.dumps(_as_data(document), ensure_ascii=False)
    made_at = document.made_at.astimezone(UTC).replace(microsecond=0)
    try:
        return _compiled(LAYOUT.read_bytes(), data, made_at)
    except TypstError:
        foreign = {char for char in data if ord(char) >= _SURELY_DRAWN and not _is_drawn(char)}
        if not foreign:
            raise
        named = str.maketrans({char: f"[U+{ord(char):04X}]" for char in foreign})
        return _compiled(LAYOUT.read_bytes(), data.translate(named), made_at)


def _compiled(source: bytes, data: str, made_at: datetime) -> bytes:
    import typst

    # PDF/UA-1 (ISO 14289-1) for screen readers, PDF/A-2a (ISO 19005-2) for keeping: the compiler checks both.
    return typst.compile(
        source, sys_inputs={"paper": data}, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=True, timestamp=made_at
    )


@lru_cache(maxsize=4096)
def _is_drawn(char: str) -> bool:
    from typst import TypstError

    source = b'#set document(title: "?")\n#set text(lang: "de", font: ("Libertinus Serif", "DejaVu Sans Mono", '
    source += b'"New Computer Modern"))\n#sys.inputs.paper'
    try:
        _compiled(source, char, datetime(2000, 1, 1, tzinfo=UTC))
    except TypstError:
        return False
    return True


def _as_data(document: Document) -> dict[str, Any]:
    with override(document.language):
        words = {"page": _("Page"), "of": pgettext("page numbers", "of")}
    return {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "author": printable(document.author),
        "footer": printable(document.footer),
        "language": document.language,
        "landscape": document.landscape,
        "blocks": [_block(block) for block in document.blocks],
        **words,
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": printable(block.text)}
        case Paragraph():
            return {"kind": str(block.style), "text": paragraphs(block.text)}
        case Bullets():
            return {"kind": "bullets", "items": [paragraphs(item) for item in block.items]}
        case Facts():
            return {"kind": "facts", "rows": [[printable(label), paragraphs(value)] for label, value in block.rows]}
        case Table():
            return {
                "kind": "table",
                "header": [printable(each) for each in block.header],
                "widths": list(block.widths) or [1] * len(block.header),
                "cells": [paragraphs(cell) for row in block.rows for cell in row],
            }
    return {"kind": "pagebreak"}
