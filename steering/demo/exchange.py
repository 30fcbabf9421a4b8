"""What the invented committee learned from others, and a list of measures from the years before; all of it invented."""

from datetime import date, timedelta

from core.demo import account, living, unit
from core.models import Installation
from quarters import gelsenkirchen
from quarters.models import Area
from steering.domain.exchange import Lesson, record_exchange
from steering.domain.measure_imports import ListFile, check_list, confirm_import
from steering.enums import RESULTS_OUT, Confidentiality, Side
from steering.enums_exchange import ExchangeKind
from steering.models import Committee, Exchange, Measure, MeasureImport, Meeting
from steering.queries.measure_imports import areas_by_name, units_by_name
from steering.resources.measure_lists import MeasureList

# Days before today, occasion, from whom, title, lessons, contact, word in the title of measures it matters for, level.
LEARNED = (
    (
        150, ExchangeKind.VISIT, "dortmund", "Sprechstunden mit Sprachmittlung im Quartier",
        ("Feste Zeiten am selben Ort haben mehr bewirkt als wechselnde Angebote. Sprachmittlung muss eingeplant sein, "
        "sonst kommt beim zweiten Mal niemand. Zwei Stunden je Woche genügen am Anfang."),
        "Koordinierungsstelle Zuwanderung, Leitung", "Sprechstunde", Confidentiality.PUBLIC,
    ),
    (
        118, ExchangeKind.CALL, "dortmund", "Gemeinsame Begehungen von Problemimmobilien",
        ("Bauordnung, Ordnungsamt und Jobcenter gehen gemeinsam. Wichtig ist ein fester Ablauf und ein Plan für die "
        "Bewohnerinnen und Bewohner, bevor ein Haus geschlossen wird."),
        "Bauordnungsamt, Wohnungsaufsicht", "Begehung", Confidentiality.INTERNAL,
    ),
    (
        84, ExchangeKind.LAND_TALKS, "land", "Förderung aufsuchender Sozialarbeit im nächsten Jahr",
        ("Anträge werden nur noch gemeinsam mit einem freien Träger angenommen. Der Verwendungsnachweis verlangt Zahlen je "
        "Quartier und Halbjahr."),
        "Referat Integration, Förderung", "", Confidentiality.INTERNAL,
    ),
    (
        60, ExchangeKind.HEARING, "", "Abfall und Sperrmüll im Wohnumfeld",
        ("Aufklärung in den Häusern wirkt, wenn am selben Tag abgeholt wird. Bußgelder allein haben in den untersuchten "
        "Quartieren nichts verändert."),
        "Sachverständige für Abfallberatung, Hochschule", "Sperrmüll", Confidentiality.PUBLIC,
    ),
    (
        33, ExchangeKind.FEDERAL_TALKS, "bund", "Zugang zu Sprachkursen für Beschäftigte",
        ("Kurse am Abend und am Wochenende können mit dem Arbeitgeber gemeinsam beantragt werden. Der Bund verweist auf "
        "die Jobcenter als erste Anlaufstelle."),
        "Referat Arbeitsmarkt", "", Confidentiality.INTERNAL,
    ),
    (
        12, ExchangeKind.CALL, "dortmund", "Umgang mit einem Vermieter",
        "Die Nachbarstadt verhandelt mit demselben Eigentümer. Absprachen vor dem nächsten Gespräch sind sinnvoll.",
        "Rechtsamt", "", Confidentiality.CONFIDENTIAL,
    ),
)  # fmt: skip
HEADINGS = "Nr.;Maßnahme;Federführung;Beteiligte;Frist;Stand;Status;Stadtteil;Kosten\n"
OLD_LIST = (
    HEADINGS
    + "1;Mehrsprachige Hinweise zur Mülltrennung;Gelsendienste;Referat 30;30.06.2025;Verteilt in 400 Haushalten.;erledigt;;2.000\n"
    + "2;Schulplatzberatung im Stadtteilbüro;Referat 51;KI;31.08.2025;Läuft als Regelangebot weiter.;abgeschlossen;;\n"
)
NEW_LIST = (
    HEADINGS
    + "11;Spielplatzpatenschaften;Referat 51;;30.09.2027;;offen;Neustadt;500\n"
    + "12;Lotsen für Arztbesuche;Gesundheit;AWO;31.10.2027;Drei Freiwillige gefunden.;in Arbeit;;\n"
    + "13;Nachtstreifen an Haltestellen;Ordnungsamt;;31.10.2027;;offen;;\n"
    + "14;Hausordnung in vier Sprachen;Referat 30;;Herbst;;offen;;\n"
    + "15;Leerstände erfassen;Referat 61;;15.12.2027;;offen;Altona;\n"
)


def create_exchange(today: date) -> None:
    """Create experiences and imports; a second run changes nothing."""
    if Exchange.objects.exists():
        return
    committee = Committee.objects.get(parent=None)
    for before, kind, whom, title, lessons, contact, word, level in LEARNED:
        day = today - timedelta(days=before)
        with living(day, 16, account("geschaeftsstelle")):
            heard = kind == ExchangeKind.HEARING
            lesson = Lesson(
                committee=committee, kind=kind, happened_on=day, title=title, lessons=lessons, contact=contact,
                organisation=unit(whom) if whom else None, confidentiality=level,
                meeting=_last_meeting(committee, day) if heard else None,
                measures=Measure.objects.filter(title__icontains=word) if word else (),
                areas=Area.objects.of(gelsenkirchen.MUNICIPALITY).quarters().filter(code="50"),
            )  # fmt: skip
            record_exchange(lesson, user=account("geschaeftsstelle"))
    _import(committee, "Massnahmen-2025.csv", OLD_LIST, today - timedelta(days=160), confirm=True)
    _import(committee, "Massnahmen-Projektteam.csv", NEW_LIST, today, confirm=False)


def _last_meeting(committee: Committee, day: date) -> Meeting:
    rows = Meeting.objects.filter(committee=committee, state__in=RESULTS_OUT, held_on__lte=day)
    return rows.latest("held_on")


def _import(committee: Committee, name: str, text: str, day: date, *, confirm: bool) -> MeasureImport:
    office = account("geschaeftsstelle")
    municipality = Installation.objects.get().municipality_key
    with living(day, 10, office):
        found = MeasureList(
            text.encode(), units=units_by_name(day), areas=areas_by_name(municipality, day), side=Side.HELP
        )
        file = ListFile(name, text.encode(), found.columns, found.ignored, list(found.rows()))
        batch = check_list(file, committee=committee, side=Side.HELP, user=office)
        return confirm_import(batch, user=office) if confirm else batch
