"""The type of a file, decided by its content; its name and what the browser says prove nothing."""

import zipfile
from io import BytesIO

import puremagic

from core.enums import FileType

EXTENSIONS = {
    FileType.PDF: (".pdf",),
    FileType.DOCX: (".docx",),
    FileType.XLSX: (".xlsx",),
    FileType.PPTX: (".pptx",),
    FileType.ODT: (".odt",),
    FileType.ODS: (".ods",),
    FileType.ODP: (".odp",),
    FileType.PNG: (".png",),
    FileType.JPEG: (".jpg", ".jpeg"),
    FileType.TEXT: (".txt", ".csv", ".md"),
}
# What an Office document must contain; the mark of the type stands first in an OpenDocument archive.
_OFFICE_PARTS = {
    "word/document.xml": FileType.DOCX,
    "xl/workbook.xml": FileType.XLSX,
    "ppt/presentation.xml": FileType.PPTX,
}
_OPEN_DOCUMENT = (FileType.ODT, FileType.ODS, FileType.ODP)
# Programs inside a document: macros and ActiveX.
_ACTIVE = ("vbaproject", "activex/", "macrosheets/", "basic/", "scripts/")
_MAX_ENTRIES, _MAX_RATIO, _MAX_UNPACKED = 5_000, 200, 500 * 1024 * 1024
_SIGNATURES = {"application/pdf": FileType.PDF, "image/png": FileType.PNG, "image/jpeg": FileType.JPEG}


def type_of(content: bytes) -> FileType | None:
    """Return the type of a file we accept, or None for everything else, disguised or active content included."""
    if content.startswith(b"PK\x03\x04"):
        return _type_of_archive(content)
    recognised = _recognised(content)
    for media_type, file_type in _SIGNATURES.items():
        if media_type in recognised:
            return file_type
    return FileType.TEXT if not recognised and _is_plain_text(content) else None


def _recognised(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    is_markup = text.lstrip()[:1] == "<"
    return bool(text) and not is_markup and all(sign.isprintable() or sign in "\r\n\t\f\u00ad" for sign in text)


def _type_of_archive(content: bytes) -> FileType | None:
    """Look at the directory of the archive alone; nothing is unpacked but the mark of an OpenDocument file."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if _is_dangerous(entries, len(content)):
                return None
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)
            mark = entries[0] if entries and entries[0].filename == "mimetype" else None
            return _open_document(archive, mark) if mark else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return None


def _open_document(archive: zipfile.ZipFile, mark: zipfile.ZipInfo) -> FileType | None:
    if mark.file_size > 100:
        return None
    said = archive.read(mark).decode("ascii", "replace")
    return next((kind for kind in _OPEN_DOCUMENT if kind == said), None)


def _is_dangerous(entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Tell whether it would grow beyond measure, leave its folder, or carries programs."""
    unpacked = sum(entry.file_size for entry in entries)
    names = [entry.filename.lower() for entry in entries]
    return (
        len(entries) > _MAX_ENTRIES
        or unpacked > min(_MAX_UNPACKED, _MAX_RATIO * size)
        or any(".." in name.split("/") or name.startswith("/") for name in names)
        or any(part in name for name in names for part in _ACTIVE)
    )
