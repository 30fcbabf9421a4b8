"""Handing a paper out: the right name, the right type, and no copy left in a cache."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

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
    response = HttpResponse(write(document), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{file_name(*name)}.{wanted}"
    )
    response["Cache-Control"] = "no-store"
    return response


def file_name(*parts: object) -> str:
    """Return a file name that says what it holds: "Niederschrift_7-Sitzung-2026"."""
    words = (re.sub(r"[^\w-]+", "-", str(part)).strip("-") for part in parts)
    return "_".join(word for word in words if word)[:120]
