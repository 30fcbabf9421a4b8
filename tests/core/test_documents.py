"""Papers: the same description as tagged PDF and as DOCX."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document as WordFile
from docx.oxml.ns import qn
from pypdf import PdfReader

from core.documents import (
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Style,
    Table,
    document_response,
    docx,
    file_name,
    pdf,
)


def a_paper(*blocks, **fields) -> Document:
    return Document("Niederschrift", blocks, datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC), **fields)


EVERYTHING = (
    Facts([("Ort", "Rathaus\nRaum 1")]),
    Heading("TOP 1 Eröffnung"),
    Paragraph("Erste Zeile\nZweite Zeile\n\nNeuer Absatz"),
    Paragraph("Es wird geprüft.", Style.WORDING),
    Paragraph("Nebenbei", Style.SMALL),
    Paragraph("Wichtig", Style.STRONG),
    Bullets(["Punkt A", "Punkt B"]),
    Heading("Anwesende", 2),
    Table(["Name", "Stelle"], [["Ada", "Referat 51"], ["Bo", ""]], (1, 2)),
    PageBreak(),
    Heading("Ende"),
)
WORDS = ("Rathaus", "Eröffnung", "Zweite Zeile", "geprüft", "Nebenbei", "Wichtig", "Punkt B", "Referat 51", "Ende")


def text_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def text_of_docx(content: bytes) -> str:
    body = WordFile(BytesIO(content)).element.body
    return "\n".join(node.text or "" for node in body.iter(qn("w:t")))


def tags(content: bytes) -> list[str]:
    found: list[str] = []

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif hasattr(node, "get"):
            found.append(str(node.get("/S", "")))
            walk(node.get("/K", []))

    walk(PdfReader(BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize(("write", "text_of"), [(pdf, text_of_pdf), (docx, text_of_docx)])
def test_both_forms_say_everything(write, text_of):
    said = text_of(write(a_paper(*EVERYTHING)))
    assert [word for word in WORDS if word not in said] == []


def test_the_pdf_is_tagged_and_names_title_and_language():
    content = pdf(a_paper(*EVERYTHING))
    root = PdfReader(BytesIO(content)).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("de", True)
    assert PdfReader(BytesIO(content)).metadata.title == "Niederschrift"
    assert {"/H1", "/H2", "/Table", "/THead", "/TH", "/TD", "/L", "/LI"} <= set(tags(content))
    assert b"pdfuaid" in content
    assert b"pdfaid" in content


def test_the_docx_has_real_headings_and_repeats_the_head_of_a_table():
    file = WordFile(BytesIO(docx(a_paper(*EVERYTHING))))
    headings = [(each.style.name, each.text) for each in file.paragraphs if each.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "TOP 1 Eröffnung"), ("Heading 2", "Anwesende"), ("Heading 1", "Ende")]
    assert file.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert file.core_properties.language == "de-DE"


def test_the_same_description_gives_the_same_bytes():
    assert pdf(a_paper(*EVERYTHING)) == pdf(a_paper(*EVERYTHING))


def test_typed_markup_stays_text():
    typed = '#panic("weg") *fett* $x$ @ziel <label> \\ ] <script>alert(1)</script> &amp;'
    assert typed in text_of_pdf(pdf(a_paper(Paragraph(typed))))
    assert typed in text_of_docx(docx(a_paper(Paragraph(typed))))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("gut 😀", "gut [U+1F600]"), ("ab\x07\ud800c", "abc"), ("\ue000", "[U+E000]"), ("Жанна ş ț", "Жанна ş ț")],
)
def test_no_character_keeps_a_paper_from_print(typed, printed):
    assert printed in text_of_pdf(pdf(a_paper(Paragraph(typed), Table(["A"], [[typed]]))))
    assert docx(a_paper(Paragraph(typed)))


def test_a_skipped_level_of_headings_is_refused():
    with pytest.raises(Exception, match="heading"):
        pdf(a_paper(Heading("Zu tief", 2)))


def test_a_wide_paper_lies_on_its_side():
    box = PdfReader(BytesIO(pdf(a_paper(Paragraph("quer"), landscape=True)))).pages[0].mediabox
    assert box.width > box.height


def test_a_download_has_a_speaking_name_and_stays_in_no_cache():
    response = document_response(a_paper(Paragraph("x")), "pdf", "Anlage über", "7. Sitzung 2026")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert "Anlage-%C3%BCber_7-Sitzung-2026.pdf" in response["Content-Disposition"]


def test_a_file_name_holds_nothing_that_leads_elsewhere():
    assert file_name("../etc/passwd", 'a"b\r\nc') == "etc-passwd_a-b-c"
