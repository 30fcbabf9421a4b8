"""The DOCX writer: real headings, lists and repeated table heads, so that the paper can be worked on and read aloud."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from core.documents.model import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Style,
    Table,
    paragraphs,
    printable,
)

FONT = "Calibri"
# Languages as the format names them.
LOCALES = {"de": "de-DE", "en": "en-GB"}


def docx(document: Document) -> bytes:
    """Return the paper as DOCX."""
    import docx as library

    file = library.Document()
    _set_properties(file, document)
    _set_styles(file, document)
    _set_page(file, document)
    file.add_paragraph(printable(document.title), style="Title")
    if document.subtitle:
        file.add_paragraph(printable(document.subtitle), style="Subtitle")
    for block in document.blocks:
        _add(file, block)
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _add(file: Any, block: Block) -> None:
    match block:
        case Heading():
            file.add_heading(printable(block.text), level=block.level)
        case Paragraph():
            _add_text(file, block)
        case Bullets():
            for item in block.items:
                _fill(file.add_paragraph(style="List Bullet"), item)
        case Facts():
            _add_facts(file, block)
        case Table():
            _add_table(file, block)
        case PageBreak():
            file.add_page_break()


def _add_text(file: Any, block: Paragraph) -> None:
    style = {Style.WORDING: "Quote", Style.SMALL: "Small"}.get(block.style, "Normal")
    for lines in paragraphs(block.text):
        run = file.add_paragraph(style=style).add_run("\n".join(lines))
        run.bold = block.style == Style.STRONG or None


def _fill(paragraph: Any, text: object) -> None:
    paragraph.add_run("\n".join(line for lines in paragraphs(text) for line in lines))


def _add_facts(file: Any, block: Facts) -> None:
    from docx.shared import Cm

    for label, value in block.rows:
        paragraph = file.add_paragraph(style="Facts")
        paragraph.add_run(printable(label)).bold = True
        paragraph.add_run("\t")
        _fill(paragraph, value)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(5.5))


def _add_table(file: Any, block: Table) -> None:
    from docx.oxml import OxmlElement

    table = file.add_table(rows=1, cols=len(block.header), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  # the library has no word for it
    _fill_row(table.rows[0], block.header, bold=True)
    for row in block.rows:
        _fill_row(table.add_row(), row)
    _set_widths(file, table, block)
    file.add_paragraph(style="Small")


def _fill_row(row: Any, cells: Any, *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = "Small"
        _fill(paragraph, text)
        for run in paragraph.runs:
            run.bold = bold or None


def _set_widths(file: Any, table: Any, block: Table) -> None:
    section = file.sections[0]
    free = section.page_width - section.left_margin - section.right_margin
    shares = block.widths or [1] * len(block.header)
    table.autofit = False
    for index, share in enumerate(shares):
        width = int(free * share / sum(shares))
        table.columns[index].width = width
        for cell in table.columns[index].cells:
            cell.width = width


def _set_properties(file: Any, document: Document) -> None:
    properties = file.core_properties
    properties.title = printable(document.title)
    properties.author = properties.last_modified_by = printable(document.author)
    properties.comments = ""
    properties.language = LOCALES.get(document.language, document.language)
    properties.created = properties.modified = document.made_at.replace(tzinfo=None)


def _set_styles(file: Any, document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for name, points in (("Normal", 11), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
    language = file.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), LOCALES.get(document.language, document.language))
    small = file.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size, small.paragraph_format.space_after = file.styles["Normal"], Pt(9.5), Pt(0)
    facts = file.styles.add_style("Facts", WD_STYLE_TYPE.PARAGRAPH)
    facts.base_style, facts.paragraph_format.space_after = file.styles["Normal"], Pt(3)
    facts.paragraph_format.left_indent, facts.paragraph_format.first_line_indent = Cm(5.5), Cm(-5.5)
    quote = file.styles["Quote"]
    quote.font.italic, quote.paragraph_format.left_indent = False, Cm(0.8)


def _set_page(file: Any, document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Mm

    section = file.sections[0]
    sides = (Mm(297), Mm(210)) if document.landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    with override(document.language):
        page, of = _("Page"), pgettext("page numbers", "of")
    footer = section.footer.paragraphs[0]
    footer.style = "Small"
    footer.add_run(f"{printable(document.footer)} · {page} " if document.footer else f"{page} ")
    _add_field(footer, "PAGE")
    footer.add_run(f" {of} ")
    _add_field(footer, "NUMPAGES")


def _add_field(paragraph: Any, instruction: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)  # noqa: SLF001  # the library has no word for it
