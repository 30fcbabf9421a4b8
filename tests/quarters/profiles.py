"""Import profiles for tests: data, as a data steward would enter them."""

from quarters.enums import Delimiter, NumberFormat, Orientation
from quarters.models import ImportProfile, Source

DESTATIS = {"-": "zero", ".": "unknown", "...": "later", "/": "unreliable", "x": "not_applicable", "*": "suppressed_source"}


def koeln() -> ImportProfile:
    source = Source.objects.create(name="Köln", publisher="Stadt Köln", licence="CC-BY")
    return ImportProfile.objects.create(
        slug="koeln",
        name="Köln, Bevölkerung",
        source=source,
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
            {"level": "district", "pattern": "00([1-9])", "parent": "000"},
            {"level": "quarter", "pattern": "([1-9])[0-9]{2}", "parent": r"00\1"},
        ],
        absent_is_zero=["040-"],
        new_indicators={"unit": "Personen", "hidden_below": 0},
    )
