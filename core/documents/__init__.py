"""Papers for people: one description, written as tagged PDF and as DOCX.

How to make one. Describe it with the blocks of `core.documents.model`, hand it to `document_response` (a download) or
to `pdf`/`docx` (bytes, for keeping or sending). Text is only ever data: nothing a person typed can become markup.
"""

from core.documents.model import Block, Bullets, Document, Facts, Heading, PageBreak, Paragraph, Style, Table
from core.documents.pdf import pdf
from core.documents.response import DOCUMENT_FORMATS, document_response, file_name
from core.documents.word import docx

__all__ = [
    "DOCUMENT_FORMATS",
    "Block",
    "Bullets",
    "Document",
    "Facts",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Style",
    "Table",
    "document_response",
    "docx",
    "file_name",
    "pdf",
]
