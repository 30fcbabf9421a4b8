"""Handing a paper out: the right name, the right type, and no copy left in a cache."""

import re
from urllib.parse import quote

from django.http import HttpResponse

from core.documents.model import Document
from core.documents.pdf import pdf
from core.documents.word import docx

DOCUMENT_FORMATS = {
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def document_response(document: Document, wanted: str, *name: object) -> HttpResponse:
    """Return the paper as a download; `wanted` is a key of `DOCUMENT_FORMATS`, `name` the parts of its file name."""
    write, content_type = DOCUMENT_FORMATS[wanted]
    return file_response(write(document), content_type, f"{file_name(*name)}.{wanted}")


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file as a download that no cache keeps."""
    response = HttpResponse(content, content_type=content_type)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


def file_name(*parts: object) -> str:
    """Return a file name that says what it holds: "Niederschrift_7-Sitzung-2026"."""
    words = (re.sub(r"[^\w-]+", "-", str(part)).strip("-") for part in parts)
    return "_".join(word for word in words if word)[:120]
