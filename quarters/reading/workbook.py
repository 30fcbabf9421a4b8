"""Workbooks (XLSX): checked before unpacking, read in a process of their own with limits on memory and time."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from quarters.enums import Refusal
from quarters.reading.errors import Unreadable
from quarters.reading.text import check_row

MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO = 200, 50 * 1024 * 1024, 100
SECONDS = 30
_CHILD = str(Path(__file__).with_name("child.py"))
# Macros, links to other files, embedded objects: a table of figures needs none of them.
_FORBIDDEN = ("vbaproject", "externallinks/", "embeddings/", "activex/", "macrosheets/", "customui/")
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


def is_workbook(content: bytes) -> bool:
    """Tell by the content, not by the name."""
    return content.startswith(b"PK\x03\x04")


def rows_of_workbook(content: bytes) -> Iterator[tuple[int, list]]:
    """Yield the row's number in the first sheet and its cells: text, numbers, dates as ISO text."""
    check_archive(content)
    try:
        done = subprocess.run(  # noqa: S603  (our own program, no shell)
            [sys.executable, "-I", _CHILD],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise Unreadable(Refusal.UNSAFE_WORKBOOK) from error
    for number, line in enumerate(done.stdout.splitlines(), 1):
        cells = json.loads(line)
        check_row(number, cells)
        yield number, cells


def check_archive(content: bytes) -> None:
    """Refuse an archive that would grow too much or carries more than a table (sizes by the directory)."""
    try:
        entries = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(Refusal.UNSAFE_WORKBOOK) from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    unsafe = (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * len(content)
        or any(".." in name or name.startswith("/") for name in names)
        or any(part in name.lower() for name in names for part in _FORBIDDEN)
    )
    if unsafe:
        raise Unreadable(Refusal.UNSAFE_WORKBOOK)
    if not names >= _NEEDED:
        raise Unreadable(Refusal.NOT_A_TABLE)
