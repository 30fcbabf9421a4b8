"""The file store: check what was uploaded, keep it in the database, hand it out.

Whoever stores a file links it from an object of their own; that object decides who may read it.
"""

import hashlib
import re
import unicodedata

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import clock
from core.enums import FileType, ScanState
from core.file_types import EXTENSIONS, type_of
from core.models import StoredFile, StoredFileContent, User

NAME_LENGTH = 150
log = structlog.get_logger(__name__)


class ScannerUnavailableError(Exception):
    """Raised by a scanner that cannot give an answer."""


def check_upload(upload: UploadedFile) -> FileType:
    """Return the type of an upload, or raise ValidationError with what is wrong with it; for forms."""
    size = upload.size or 0
    if size > settings.FILE_MAX_BYTES:
        refusal = _(
            "The file is %(size)s; at most %(most)s are possible. It was not kept; please choose a smaller one."
        )
        sizes = {"size": filesizeformat(size), "most": filesizeformat(settings.FILE_MAX_BYTES)}
        raise ValidationError(refusal % sizes, code="too_large")
    content = upload.read()
    upload.seek(0)
    return _checked_type(content)


def store(upload: UploadedFile, *, user: User) -> StoredFile:
    """Check and keep an upload. Raises ValidationError if it is too large, of no accepted type, or found harmful."""
    check_upload(upload)
    return store_content(upload.read(), name=upload.name or "", user=user)


@transaction.atomic
def store_content(content: bytes, *, name: str, user: User | None) -> StoredFile:
    """Keep bytes under a name; for uploads and for documents the product makes itself (`user` may be None then)."""
    content_type = _checked_type(content)
    file = StoredFile.objects.create(
        name=clean_name(name, content_type),
        content_type=content_type,
        size=len(content),
        sha512=hashlib.sha512(content).hexdigest(),
        scan=_scan(content),
        created_at=clock.now(),
        created_by=user,
    )
    StoredFileContent.objects.create(file=file, data=content)
    return file


@transaction.atomic
def discard(file: StoredFile) -> None:
    """Delete a file for good; the database refuses while an object still needs it."""
    file.delete()


def content_of(file: StoredFile) -> bytes:
    """Return the bytes."""
    return bytes(StoredFileContent.objects.values_list("data", flat=True).get(file=file))


def download_response(file: StoredFile, *, as_attachment: bool = True) -> HttpResponse:
    """Hand out a file so that no browser runs it, guesses its type or keeps it."""
    response = HttpResponse(content_of(file), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def clean_name(name: str, content_type: str) -> str:
    """Return a name without folders, invisible signs and double spaces, with the ending that fits the content."""
    visible = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    last = re.sub(r'[<>:"|?*]+', " ", re.split(r"[/\\]", visible)[-1])
    last = " ".join(last.split()).lstrip(". ")
    endings = EXTENSIONS[FileType(content_type)]
    ending = next((each for each in endings if last.lower().endswith(each)), endings[0])
    stem = last[: -len(ending)] if last.lower().endswith(ending) else last
    return (stem[: NAME_LENGTH - len(ending)].rstrip(". ") or _("File")) + ending


def _checked_type(content: bytes) -> FileType:
    if not content:
        raise ValidationError(_("The file is empty. Please choose another one."), code="empty")
    if file_type := type_of(content):
        return file_type
    raise ValidationError(
        _(
            "This kind of file is not accepted, whatever its name says. Possible are PDF, Word, Excel, PowerPoint, "
            "OpenDocument (each without macros), PNG, JPEG and plain text. The file was not kept."
        ),
        code="type",
    )


def _scan(content: bytes) -> ScanState:
    """Ask the scanner the installation names: a function that takes bytes and returns the finding, or nothing."""
    if not settings.FILE_SCANNER:
        return ScanState.NOT_SCANNED
    try:
        finding = import_string(settings.FILE_SCANNER)(content)
    except ScannerUnavailableError:
        log.warning("file_scanner_unavailable")
        refusal = _("The file could not be scanned for malware just now. It was not kept; please try again later.")
        raise ValidationError(refusal, code="not_scanned") from None
    if finding:
        log.warning("file_refused", finding=finding)
        raise ValidationError(_("The malware scanner refused the file. It was not kept."), code="harmful")
    return ScanState.CLEAN
