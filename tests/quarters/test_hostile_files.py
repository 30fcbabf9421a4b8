"""Files that are broken or made to break something: each gets a reason, nothing is kept, the next honest file works."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from quarters.enums import BatchState, Refusal
from quarters.models import ImportRow, Observation
from tests.quarters.builders import HEADINGS, checked, simple_profile

pytestmark = pytest.mark.django_db
HONEST = HEADINGS + "10;Altstadt;2023;10.566\n"
ROW = "10;Altstadt;2023;1\n"


def workbook(rows, **extra):
    """Return an XLSX file with these rows and extra entries in its archive."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in extra.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def archive(*entries):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return buffer.getvalue()


TABLE = [["Nr", "Stadtteil", "Jahr", "Einwohner"], ["10", "Altstadt", 2023, 10566]]
NEEDED = [("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")]

FILES = {
    "empty": (b"", Refusal.EMPTY),
    "headings only": (HEADINGS, Refusal.NO_ROWS),
    "blank lines only": ("\n\n\n", Refusal.COLUMN_MISSING),
    "byte order mark only": (b"\xef\xbb\xbf", Refusal.NO_ROWS),
    "other columns": ("a;b;c\n1;2;3\n", Refusal.COLUMN_MISSING),
    "other delimiter": (HONEST.replace(";", ","), Refusal.COLUMN_MISSING),
    "column twice": ("Nr;Stadtteil;Jahr;Einwohner;Nr\n10;A;2023;1;11\n", Refusal.COLUMN_TWICE),
    "nul byte": (HONEST + "11;Sch\0alke;2023;1\n", Refusal.NOT_TEXT),
    "control characters": (HONEST + "11;\x1b[31m;2023;1\n", Refusal.NOT_TEXT),
    "utf-16": (HONEST.encode("utf-16"), Refusal.NOT_TEXT),
    "undefined byte": (HONEST.encode() + b"11;\x81;2023;1\n", Refusal.ENCODING),
    "open quote": (HONEST + '11;"Schalke;2023;1\n' + ROW * 50, Refusal.OPEN_QUOTE),
    "quote that swallows rows": (HONEST + '11;"Schalke;2023;1\n' + ROW + '12;Nord";2023;1\n', Refusal.OPEN_QUOTE),
    "stray quote": (HONEST + '11;"Scha"lke;2023;1\n', Refusal.OPEN_QUOTE),
    "huge cell": (HONEST + f"11;{'x' * 200_000};2023;1\n", Refusal.CELL_TOO_LONG),
    "long cell": (HONEST + f"11;{'x' * 1_001};2023;1\n", Refusal.CELL_TOO_LONG),
    "too wide": (";".join(f"c{n}" for n in range(500)) + "\n", Refusal.TOO_WIDE),
    "decimal comma as delimiter": (HONEST.replace(";", ",") + "11,Schalke,2023,1,5\n", Refusal.COLUMN_MISSING),
    "more cells than headings": (HONEST + "11;Schalke;2023;1;5\n", Refusal.ROW_TOO_LONG),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Refusal.NOT_A_TABLE),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Refusal.NOT_A_TABLE),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), Refusal.NOT_A_TABLE),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), Refusal.NOT_A_TABLE),
    "web page": ("<html><body>404</body></html>\n", Refusal.COLUMN_MISSING),
    "json": ('{"Nr": 10}\n', Refusal.COLUMN_MISSING),
    "broken archive": (b"PK\x03\x04" + b"x" * 200, Refusal.UNSAFE_WORKBOOK),
    "archive without workbook": (archive(("a.txt", "x")), Refusal.NOT_A_TABLE),
    "bomb": (archive(*NEEDED, ("xl/worksheets/sheet1.xml", b" " * 30_000_000)), Refusal.UNSAFE_WORKBOOK),
    "many entries": (archive(*NEEDED, *[(f"x{n}", "") for n in range(300)]), Refusal.UNSAFE_WORKBOOK),
    "path out of the archive": (archive(*NEEDED, ("../../etc/passwd", "x")), Refusal.UNSAFE_WORKBOOK),
    "macros": (workbook(TABLE, **{"xl/vbaProject.bin": "x"}), Refusal.UNSAFE_WORKBOOK),
    "links to other files": (workbook(TABLE, **{"xl/externalLinks/externalLink1.xml": "x"}), Refusal.UNSAFE_WORKBOOK),
    "no real workbook": (archive(*NEEDED), Refusal.UNSAFE_WORKBOOK),
    "one cell far away": (workbook([*TABLE, [None] * 300 + ["x"]]), Refusal.TOO_WIDE),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_a_reason(name):
    content, refusal = FILES[name]
    batch = checked(simple_profile(), content)
    assert (batch.state, batch.refusal) == (BatchState.REFUSED, refusal)
    assert batch.refusal_words
    assert (ImportRow.objects.count(), Observation.objects.count()) == (0, 0)


def test_the_next_honest_file_works():
    profile = simple_profile()
    checked(profile, FILES["open quote"][0])
    assert checked(profile, HONEST).new == 1


def test_the_reason_names_the_row():
    batch = checked(simple_profile(), FILES["nul byte"][0])
    assert batch.refusal_detail == "3"
    assert checked(simple_profile(slug="other"), FILES["long cell"][0]).refusal_detail == "3"


def test_a_table_longer_than_a_hundred_thousand_rows_is_refused():
    batch = checked(simple_profile(), HEADINGS + ";;;\n" * 100_001)
    assert (batch.refusal, batch.refusal_detail) == (Refusal.TOO_LONG, "100001")


def test_a_file_above_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr("quarters.reading.table.MAX_BYTES", 20)
    assert checked(simple_profile(), HONEST).refusal == Refusal.TOO_LARGE


def test_a_workbook_is_read_like_a_text_file():
    batch = checked(simple_profile(), workbook(TABLE))
    assert (batch.state, batch.new) == (BatchState.CHECKED, 1)
    row = ImportRow.objects.get(batch=batch)
    assert (row.row, row.area_key, row.value) == (2, "10", 10_566)


def test_numbers_as_keys_of_a_workbook_are_keys():
    assert checked(simple_profile(), workbook([TABLE[0], [10, "Altstadt", 2023, 5]])).new == 1


@pytest.mark.parametrize(
    "row",
    ["12;A;2023;٣٤", "12;A;2023;1_000", "12;A;2023;nan", "12;A;2023;1.23", "12;A;99999;1", "12;A;2023;" + "9" * 30, "12",
     "12;A;2023", "12;A;2023;=1+1", "\u202e12;A;2023;1"],
)  # fmt: skip
def test_a_bad_cell_is_rejected_and_the_others_are_kept(row):
    batch = checked(simple_profile(), HONEST + row + "\n11;Schalke;2023;5\n")
    assert batch.state == BatchState.CHECKED
    assert (batch.new, batch.rejected) == (2, 1)
