"""Reading, updating and compiling the catalogue of translations without GNU gettext.

Source strings are English; `locale/de` holds the complete German translation. Only the `.po` file is kept in the
repository; `manage.py compile_translations` makes the `.mo` file at set-up.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGES = ("config", "core", "quarters", "steering", "casework", "portal")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# context, singular, plural
Message = tuple[str, str, str]


def catalogue_path(language: str = "de") -> Path:
    """Return the path of the catalogue."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def compile_catalogues() -> list[Path]:
    """Write a `.mo` file beside every catalogue that changed and return those written."""
    written = []
    for source in sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


def used_messages() -> set[Message]:
    """Return every message that Python code and templates ask for."""
    found: set[Message] = set()
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix in {".html", ".txt"}:
            # Templates are indented as HTML is; the Python tokenizer must not read meaning into that.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        found.update(_extract(text))
    return found


def _sources() -> Iterator[Path]:
    root = Path(settings.BASE_DIR)
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*.py"))
    for pattern in ("*.html", "*.txt"):
        yield from sorted((root / "templates").rglob(pattern))


def _extract(text: str) -> Iterator[Message]:
    from babel.messages.extract import extract  # a developer's tool, absent at run time

    for _line, message, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        parts = message if isinstance(message, tuple) else (message,)
        yield (context or "", parts[0], parts[1] if len(parts) > 1 else "")


def update_catalogue(language: str = "de") -> tuple[int, int]:
    """Add new messages, drop unused ones, and return (untranslated, total)."""
    path = catalogue_path(language)
    catalogue = polib.pofile(str(path), wrapwidth=110)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = catalogue.metadata
    for context, singular, plural in sorted(used_messages(), key=lambda message: (message[1], message[0])):
        entry = known.get((context, singular)) or polib.POEntry(msgid=singular, msgctxt=context or None, msgstr="")
        if plural and not entry.msgid_plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = entry.msgstr_plural or {0: "", 1: ""}
        if "%(" in singular or "%(" in plural:
            entry.flags = ["python-format"]
        fresh.append(entry)
    fresh.save(str(path))
    return len(missing(fresh)), len(fresh)


def missing(catalogue: polib.POFile) -> list[str]:
    """Return the messages without a complete, unquestioned translation."""
    return [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy]
