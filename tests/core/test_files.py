"""The file store: what is kept, what is refused, and that nothing else of a form is lost."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.enums import FileType, ScanState
from core.file_types import EXTENSIONS, type_of
from core.files import (
    ScannerUnavailableError,
    clean_name,
    content_of,
    discard,
    download_response,
    store,
    store_content,
)
from core.models import StoredFile, StoredFileContent
from core.uploads import LimitHandler
from tests.factories import UserFactory

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)
# The industry's harmless test string, in two parts so that no scanner takes this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def archive(*names, mark=None, content=b"<x/>"):
    """Make a ZIP file with these entries, the mark of an OpenDocument file first."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        if mark is not None:
            file.writestr("mimetype", mark, zipfile.ZIP_STORED)
        for name in names:
            file.writestr(name, content)
    return buffer.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")


def scanner(content):
    """Find the test string of the antivirus industry."""
    return "test file" if EICAR in content else ""


def silent_scanner(_content):
    raise ScannerUnavailableError


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, FileType.PDF),
        (PNG, FileType.PNG),
        (JPEG, FileType.JPEG),
        (DOCX, FileType.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), FileType.XLSX),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), FileType.PPTX),
        (archive("content.xml", mark=FileType.ODT.value), FileType.ODT),
        (archive("content.xml", mark=FileType.ODS.value), FileType.ODS),
        ("Größe und Übersicht\r\n".encode(), FileType.TEXT),
    ],
)
def test_accepted_files_are_known_by_their_content(content, expected):
    assert type_of(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ" + bytes(300),
        b"\x7fELF" + bytes(60),
        b"GIF89a" + bytes(40),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "Umlaut in Latin-1: ä".encode("latin-1"),
        b"text with \x00",
        "Rechnung\u202efdp.exe".encode(),
        archive("something.txt"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive("[Content_Types].xml", "word/document.xml", "../../outside"),
        archive("content.xml", "Basic/script-lc.xml", mark=FileType.ODT.value),
        archive("content.xml", mark="text/html"),
        archive("content.xml", mark="x" * 200),
        archive("[Content_Types].xml", "word/document.xml", content=bytes(9_000_000)),
        DOCX[:60],
    ],
)
def test_everything_else_is_refused(content):
    assert type_of(content) is None


@given(st.binary(max_size=300))
def test_no_bytes_whatsoever_break_the_check(content):
    assert type_of(content) in (None, *FileType)
    assert type_of(b"PK\x03\x04" + content) is None


@given(st.text(max_size=300), st.sampled_from(FileType))
def test_a_stored_name_is_short_visible_and_ends_like_its_content(name, kind):
    cleaned = clean_name(name, kind)
    assert 0 < len(cleaned) <= 150
    assert cleaned.lower().endswith(EXTENSIONS[kind])
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert clean_name(cleaned, kind) == cleaned


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Vorlage Neustadt.pdf", "Vorlage Neustadt.pdf"),
        ("Vorlage.PDF", "Vorlage.pdf"),
        ("..\\..\\etc/passwd", "passwd.pdf"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "Datei.pdf"),
    ],
)
def test_names_lose_folders_disguises_and_wrong_endings(given_name, kept):
    assert clean_name(given_name, FileType.PDF) == kept


@pytest.mark.django_db
def test_a_stored_file_keeps_its_bytes_with_their_checksum():
    user = UserFactory()
    file = store(SimpleUploadedFile("Vorlage.html", PDF, "text/html"), user=user)
    assert (file.name, file.content_type, file.size) == ("Vorlage.html.pdf", "application/pdf", len(PDF))
    assert (file.sha512, file.created_by) == (hashlib.sha512(PDF).hexdigest(), user)
    assert file.scan == ScanState.NOT_SCANNED
    assert content_of(file) == PDF


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_storedfilecontent SET data = 'x'",
        "UPDATE core_storedfile SET name = 'x'",
        "INSERT INTO core_storedfilecontent (file_id, data) SELECT id, 'x' FROM core_storedfile",
    ],
)
def test_the_database_refuses_to_change_a_stored_file(statement):
    file = store_content(PDF, name="a.pdf", user=None)
    if statement.startswith("INSERT"):
        StoredFileContent.objects.all().delete()
    with pytest.raises(DatabaseError, match=r"never changed|those of the content"), transaction.atomic():
        connection.cursor().execute(statement)
    file.refresh_from_db()
    assert file.name == "a.pdf"


@pytest.mark.django_db
def test_a_discarded_file_leaves_no_bytes():
    discard(store_content(PDF, name="a.pdf", user=None))
    assert (StoredFile.objects.count(), StoredFileContent.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_download_is_never_shown_guessed_or_kept_by_the_browser():
    response = download_response(store_content(PDF, name='Größe "neu".pdf', user=None))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"<html>", "type"), (b"x" * 2000, "too_large"), (EICAR, "harmful")]
)
def test_a_refused_file_is_not_kept_and_the_reason_is_said(settings, content, code):
    settings.FILE_MAX_BYTES, settings.FILE_SCANNER = 1000, "tests.core.test_files.scanner"
    with pytest.raises(ValidationError) as refusal:
        store(SimpleUploadedFile("a.pdf", content), user=UserFactory())
    assert refusal.value.code == code
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_a_scanned_file_says_so(settings):
    settings.FILE_SCANNER = "tests.core.test_files.scanner"
    assert store_content(PDF, name="a.pdf", user=None).scan == ScanState.CLEAN


@pytest.mark.django_db
def test_without_an_answer_of_the_scanner_nothing_is_kept(settings):
    settings.FILE_SCANNER = "tests.core.test_files.silent_scanner"
    with pytest.raises(ValidationError) as refusal:
        store_content(PDF, name="a.pdf", user=None)
    assert refusal.value.code == "not_scanned"
    assert StoredFile.objects.count() == 0


def test_what_is_too_large_is_counted_but_not_kept(rf, settings):
    settings.FILE_MAX_BYTES = 100_000
    big, small = SimpleUploadedFile("big.pdf", b"x" * 300_000), SimpleUploadedFile("small.pdf", PDF)
    request = rf.post("/", {"title": "Vorlage", "big": big, "small": small})
    request.upload_handlers = [LimitHandler(request), MemoryFileUploadHandler(request)]
    assert request.POST["title"] == "Vorlage"
    assert (request.FILES["big"].size, request.FILES["big"].read()) == (300_000, b"")
    assert request.FILES["small"].read() == PDF
