"""Cities, profiles and imports for tests of quarters."""

from datetime import UTC, datetime

from core.enums import Role
from quarters.domain.areas import create_gelsenkirchen
from quarters.domain.checking import check_import
from quarters.domain.imports import confirm_import, upload_import
from quarters.enums import Delimiter, Frequency, NumberFormat, Orientation
from quarters.gelsenkirchen import MUNICIPALITY
from quarters.models import ImportBatch, ImportProfile, Indicator, Source
from quarters.resources.cells import open_file
from tests.people import person

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
DESTATIS = {
    "-": "zero", ".": "unknown", "...": "later", "/": "unreliable", "x": "not_applicable", "*": "suppressed_source",
}  # fmt: skip
LEVELS = [
    {"level": "city", "pattern": "000"},
    {"level": "district", "pattern": "[1-9]", "parent": "000"},
    {"level": "quarter", "pattern": "([1-9])[0-9]", "parent": r"\1"},
]
HEADINGS = "Nr;Stadtteil;Jahr;Einwohner\n"


def simple_profile(**fields) -> ImportProfile:
    """Gelsenkirchen with one column of inhabitants per year, as German offices write it."""
    create_gelsenkirchen()
    source, _made = Source.objects.get_or_create(
        name="Melderegister", publisher="Stadt", defaults={"symbols": DESTATIS}
    )
    Indicator.objects.get_or_create(code="inhabitants", defaults={"name": "Einwohner", "unit": "Personen"})
    defaults = {
        "slug": "simple",
        "name": "Einwohner je Stadtteil",
        "source": source,
        "municipality": MUNICIPALITY,
        "delimiter": Delimiter.SEMICOLON,
        "orientation": Orientation.INDICATORS,
        "number_format": NumberFormat.GERMAN,
        "frequency": Frequency.YEAR,
        "columns": {"area": "Nr", "area_name": "Stadtteil", "period": "Jahr"},
        "indicators": {"Einwohner": "inhabitants"},
        "levels": LEVELS,
    }
    return ImportProfile.objects.create(**{**defaults, **fields})


def koeln_profile() -> ImportProfile:
    """The open data of Köln: long, with codes; every knowledge about it is data."""
    return ImportProfile.objects.create(
        slug="koeln",
        name="Köln, Bevölkerung",
        source=Source.objects.create(name="Köln, Bevölkerung", publisher="Stadt Köln", licence="CC-BY"),
        municipality="05315000",
        delimiter=Delimiter.COMMA,
        number_format=NumberFormat.POINT,
        columns={
            "area": "raum_id",
            "area_name": "raum",
            "period": "jahr",
            "indicator": ["tab_id", "zei_id"],
            "indicator_name": ["tabelle", "zeile"],
            "value": "zahl",
        },
        levels=[
            {"level": "city", "pattern": "000"},
            {"level": "district", "pattern": "00[1-9]", "parent": "000"},
            {"level": "quarter", "pattern": "([1-9])[0-9]{2}", "parent": r"00\1"},
        ],
        absent_is_zero=["040-"],
        new_indicators={"unit": "Personen", "hidden_below": 0},
    )


def uploaded(profile: ImportProfile, content: str | bytes, user=None) -> ImportBatch:
    """Upload a file; text without headings of the simple profile gets them."""
    if isinstance(content, str):
        content = content.encode()
    user = user or person(Role.DATA_STEWARD)
    return upload_import(profile, file_name="zahlen.csv", content=content, user=user, now=NOW)


def checked(profile: ImportProfile, content: str | bytes, user=None) -> ImportBatch:
    """Upload and check a file."""
    batch = uploaded(profile, content, user)
    check_import(batch.pk, open_file=open_file)
    batch.refresh_from_db()
    return batch


def confirmed(profile: ImportProfile, content: str | bytes, user=None) -> ImportBatch:
    """Upload, check and confirm a file."""
    user = user or person(Role.DATA_STEWARD)
    return confirm_import(checked(profile, content, user), user=user, now=NOW)
