"""Figures of the demonstration: invented by Stadtteil, anchored on published totals of Gelsenkirchen.

Anchors: population register 265,885 (31.12.2023); inhabitants from Bulgaria and Romania 7,395 (31.12.2018), 8,105
(31.12.2019), 12,162 (31.12.2023); 2,066 arrivals in 2024. Everything below the city's total is random with a fixed
seed and marked as synthetic. The file has one missing cell, one secret one and real zeros, and enters like any other.
"""

import random
from datetime import date, datetime
from itertools import pairwise

from core.models import User
from quarters import gelsenkirchen
from quarters.domain.areas import create_gelsenkirchen
from quarters.domain.checking import check_import
from quarters.domain.imports import confirm_import, upload_import
from quarters.enums import Delimiter, Frequency, Measured, NumberFormat, Orientation
from quarters.models import ImportBatch, ImportProfile, Indicator, Source
from quarters.resources.cells import open_file

SEED = 2014
FIRST_YEAR = 2015
HEADINGS = ("Schlüssel", "Gebiet", "Quartal", "Einwohner", "Einwohner EU-2", "Zuzüge EU-2")
MISSING_CELL = ("16", "II/2019")
SECRET_CELL = ("12", "I/2015")
_ROMAN = ("I", "II", "III", "IV")

# Inhabitants in 2023, and the share of the inhabitants from Bulgaria and Romania (per mille of the city's).
_QUARTERS = {
    "10": (10_566, 75), "11": (21_370, 135), "12": (5_000, 70), "13": (16_359, 90), "14": (25_425, 130),
    "15": (10_551, 20), "16": (5_715, 12), "20": (32_916, 14), "21": (12_600, 16), "22": (15_279, 30),
    "30": (20_904, 75), "31": (14_700, 14), "40": (25_386, 35), "41": (11_673, 8), "42": (3_722, 1.6),
    "50": (4_800, 75), "51": (14_723, 140), "52": (14_196, 59.4),
}  # fmt: skip
# Quarters of a year since the beginning, and the city's inhabitants from Bulgaria and Romania.
_EU2 = ((0, 4_800), (15, 7_395), (19, 8_105), (35, 12_162), (60, 15_000))
_ARRIVALS_A_QUARTER = 2_066 / 4
# Arrivals in the second half of the year, ebb in winter.
_SEASON = (0.8, 0.95, 1.15, 1.1)

INDICATORS = (
    {
        "code": "population",
        "name": "Einwohner",
        "definition": "Einwohner mit Hauptwohnung am Stichtag, Melderegister.",
        "unit": "Personen",
        "measured": Measured.STOCK,
        "reading_aid": "Melderegister und Landesamt weichen dauerhaft um etwa 5.000 Personen voneinander ab.",
        "caution": "Wer nicht gemeldet ist, wird nicht gezählt.",
    },
    {
        "code": "eu2-population",
        "name": "Einwohner aus Bulgarien und Rumänien",
        "definition": "Einwohner mit bulgarischer oder rumänischer Staatsangehörigkeit am Stichtag.",
        "unit": "Personen",
        "measured": Measured.STOCK,
        "reading_aid": "Von 100 Einwohnern der Stadt hatten Ende 2023 etwa fünf eine dieser Staatsangehörigkeiten.",
        "caution": "Der Anteil einer Gruppe ist kein Maß für Probleme. "
        "Ein Rückgang kann eine Bereinigung des Melderegisters sein.",
    },
    {
        "code": "eu2-arrivals",
        "name": "Zuzüge aus Bulgarien und Rumänien",
        "definition": "Anmeldungen im Quartal aus dem Ausland oder aus anderen Gemeinden.",
        "unit": "Personen",
        "measured": Measured.FLOW,
        "reading_aid": "Im zweiten Halbjahr ziehen mehr Menschen zu als im Winter. Vergleichen Sie mit dem Vorjahresquartal.",
        "caution": "Zuzüge sagen nichts darüber, wie viele Menschen bleiben. Späte Anmeldungen erhöhen die Zahl nachträglich.",
    },
)


def create_figures(*, user: User, now: datetime, today: date) -> ImportBatch:
    """Load areas, indicators and figures up to the last full quarter before `today`; once, then nothing happens."""
    create_gelsenkirchen()
    profile = create_profile()
    done = ImportBatch.objects.filter(profile=profile).first()
    if done:
        return done
    content = csv_file(last_full_quarter(today))
    batch = upload_import(profile, file_name="stadtteile-synthetisch.csv", content=content, user=user, now=now)
    check_import(batch.pk, open_file=open_file)
    batch.refresh_from_db()
    return confirm_import(batch, user=user, now=now)


def create_profile() -> ImportProfile:
    """Create the source, the indicators and the profile of the demonstration's file."""
    source, _created = Source.objects.get_or_create(
        name="Synthetische Stadtteilzahlen",
        defaults={
            "publisher": "Demonstration",
            "is_synthetic": True,
            "symbols": {"-": "zero", ".": "unknown", "x": "suppressed_source", "...": "later"},
        },
    )
    made = {
        fields["code"]: Indicator.objects.get_or_create(
            code=fields["code"], defaults={**fields, "frequency": Frequency.QUARTER, "is_headline": True}
        )[0]
        for fields in INDICATORS
    }
    part, whole = made["eu2-population"], made["population"]
    if part.share_of_id is None:
        part.share_of = whole
        part.save()
    codes = zip(HEADINGS[3:], ("population", "eu2-population", "eu2-arrivals"), strict=True)
    profile, _created = ImportProfile.objects.get_or_create(
        slug="gelsenkirchen-demo",
        defaults={
            "name": "Stadtteile nach Quartal (Demonstration)",
            "source": source,
            "municipality": gelsenkirchen.MUNICIPALITY,
            "delimiter": Delimiter.SEMICOLON,
            "number_format": NumberFormat.GERMAN,
            "orientation": Orientation.INDICATORS,
            "frequency": Frequency.QUARTER,
            "columns": {"area": HEADINGS[0], "area_name": HEADINGS[1], "period": HEADINGS[2]},
            "indicators": dict(codes),
            "levels": [
                {"level": "city", "pattern": "000"},
                {"level": "district", "pattern": "[1-5]", "parent": "000"},
                {"level": "quarter", "pattern": "([1-5])[0-9]", "parent": r"\1"},
            ],
        },
    )
    return profile


def last_full_quarter(today: date) -> tuple[int, int]:
    """Return year and number of the last quarter of the year that is over."""
    current = (today.month - 1) // 3
    return (today.year, current) if current else (today.year - 1, 4)


def csv_file(until: tuple[int, int], *, since: tuple[int, int] = (FIRST_YEAR, 1)) -> bytes:
    """Return the file a statistics office would send, in Windows-1252, with figures of all quarters from..until."""
    lines = [";".join(HEADINGS)]
    dice = random.Random(SEED)  # noqa: S311  (synthetic figures, nothing secret)
    year, number, step = FIRST_YEAR, 1, 0
    while (year, number) <= until:
        rows = _with_sums({code: _quarter(dice, code, step, number - 1) for code in _QUARTERS})
        if (year, number) >= since:
            lines.extend(_line(code, name, f"{_ROMAN[number - 1]}/{year}", rows[code]) for code, name in _areas())
        year, number, step = (year, number + 1, step + 1) if number < 4 else (year + 1, 1, step + 1)
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def _areas() -> list[tuple[str, str]]:
    quarters = [(code, name) for code, name, _row, _column in gelsenkirchen.QUARTERS]
    return [gelsenkirchen.CITY, *gelsenkirchen.DISTRICTS, *quarters]


def _quarter(dice: random.Random, code: str, step: int, season: int) -> tuple[int, int, int]:
    inhabitants, per_mille = _QUARTERS[code]
    population = inhabitants * (1 + 0.0006 * (step - 35)) * dice.uniform(0.998, 1.002)
    eu2 = _city_eu2(step) * per_mille / 1000 * dice.uniform(0.99, 1.01)
    growth = 0.6 + 0.4 * step / 36
    expected = _ARRIVALS_A_QUARTER * per_mille / 1000 * _SEASON[season] * growth
    arrivals = max(0.0, dice.gauss(expected, expected**0.5))
    return round(population), round(eu2), round(arrivals)


def _city_eu2(step: int) -> float:
    for (start, before), (end, after) in pairwise(_EU2):
        if step <= end:
            return before + (after - before) * (step - start) / (end - start)
    return _EU2[-1][1]


def _with_sums(rows: dict[str, tuple[int, int, int]]) -> dict[str, tuple[int, ...]]:
    sums: dict[str, tuple[int, ...]] = dict(rows)
    for key in ("000", "1", "2", "3", "4", "5"):
        members = [row for code, row in rows.items() if key == "000" or code.startswith(key)]
        sums[key] = tuple(sum(column) for column in zip(*members, strict=True))
    return sums


def _line(code: str, name: str, quarter: str, figures: tuple[int, ...]) -> str:
    cells = [_number(figure) for figure in figures]
    if (code, quarter) == MISSING_CELL:
        cells[2] = "."
    if (code, quarter) == SECRET_CELL:
        cells[1] = "x"
    return ";".join([code, name, quarter, *cells])


def _number(figure: int) -> str:
    return f"{figure:,}".replace(",", ".") if figure else "-"
