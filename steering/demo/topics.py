"""What the invented committee dealt with: agenda items, decisions, and what became of each measure."""

from dataclasses import dataclass

from steering.enums import ItemResult, Side


@dataclass(frozen=True)
class Act:
    """What happened to a measure, so many days after its meeting; `new_due` is counted from the meeting, too.

    `to` is the unit that takes over.
    """

    after: int
    kind: str
    by: str
    text: str = ""
    new_due: int = 0
    to: str = ""


@dataclass(frozen=True)
class Topic:
    """An agenda item; with a wording it becomes a decision with its measure, due so many days after the meeting."""

    title: str
    minutes: str = ""
    wording: str = ""
    lead: str = ""
    due: int = 0
    side: str = Side.HELP
    helpers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    confidential: bool = False
    acts: tuple[Act, ...] = ()
    result: str = ItemResult.NOTED


MINUTES = Topic("Niederschrift der letzten Sitzung", "Keine Einwände.")
CONTROL = Topic("Beschlusskontrolle", "Die Liste wurde durchgesehen.")

# Days before today, topics.
PAST: tuple[tuple[int, tuple[Topic, ...]], ...] = (
    (
        168,
        (
            Topic("Eröffnung", "Der Lenkungskreis tritt zu seiner ersten Sitzung zusammen."),
            Topic(
                "Sprechstunde im Quartier Neustadt",
                "Bedarf aus der Straßensozialarbeit vorgestellt.",
                "Das Referat Erziehung und Bildung richtet im Quartier Neustadt eine wöchentliche Sprechstunde ein.",
                "51",
                42,
                helpers=("ki",),
                areas=("50",),
                acts=(
                    Act(3, "acknowledge", "leitung51"),
                    Act(20, "status", "leitung51", "Räume im Stadtteilbüro sind zugesagt. Beginn nach den Ferien."),
                    Act(38, "done", "leitung51", "Die Sprechstunde findet jeden Donnerstag statt."),
                    Act(39, "step_done", "geschaeftsstelle", "Zwei Sprachmittlerinnen sind eingeplant."),
                    Act(56, "confirm", "geschaeftsstelle"),
                ),
            ),
            Topic(
                "Sperrmüll in Bulmke-Hüllen",
                "Gelsendienste berichten von wöchentlichen Ablagerungen.",
                "Gelsendienste leeren die drei bekannten Stellen zweimal wöchentlich und kontrollieren gemeinsam mit dem "
                "Referat Recht und Ordnung.",
                "gd",
                28,
                Side.ORDER,
                areas=("14",),
                acts=(
                    Act(1, "acknowledge", "gelsendienste"),
                    Act(25, "done", "gelsendienste", "Sonderleerung läuft seit drei Wochen."),
                    Act(28, "confirm", "geschaeftsstelle"),
                ),
            ),
        ),
    ),
    (
        140,
        (
            MINUTES,
            Topic(
                "Impfangebot in Schalke",
                "Das Referat Gesundheit stellt den Impfbus vor.",
                "Das Referat Gesundheit bietet an vier Terminen Impfungen für Kinder ohne Krankenversicherung an.",
                "53",
                60,
                areas=("11", "12"),
                acts=(
                    Act(6, "acknowledge", "leitung53"),
                    Act(55, "done", "leitung53", "Vier Termine, gut angenommen."),
                    Act(84, "confirm", "geschaeftsstelle"),
                ),
            ),
            Topic(
                "Begehung leer stehender Häuser in Ückendorf",
                "Die Bauordnung schlägt gemeinsame Begehungen vor.",
                "Das Referat Recht und Ordnung begeht mit der Polizei die gemeldeten Häuser und berichtet.",
                "30",
                56,
                Side.ORDER,
                helpers=("polizei",),
                areas=("51",),
                acts=(
                    Act(4, "acknowledge", "leitung30"),
                    Act(30, "status", "leitung30", "Sechs von elf Häusern sind begangen. Zwei sind gesichert."),
                    Act(52, "move", "leitung30", "Eigentümer sind noch nicht ermittelt.", 150),
                    Act(100, "status", "leitung30", "Neun von elf Häusern sind begangen."),
                    Act(110, "resubmit", "geschaeftsstelle", "Sind die Eigentümer ermittelt?", 145),
                ),
            ),
        ),
    ),
    (
        112,
        (
            MINUTES,
            CONTROL,
            Topic(
                "Schulplätze für neu zugezogene Kinder",
                "38 Kinder warten auf einen Platz.",
                "Das Referat Erziehung und Bildung legt eine Übersicht der freien Plätze vor und richtet zwei "
                "Eingangsklassen ein.",
                "51",
                100,
                helpers=("51-raa",),
                areas=("14", "50", "51"),
                acts=(
                    Act(5, "acknowledge", "leitung51"),
                    Act(60, "status", "leitung51", "Die Übersicht liegt vor. Eine Eingangsklasse hat begonnen."),
                    Act(95, "extend", "leitung51", "Für die zweite Klasse fehlt noch eine Lehrkraft.", 140),
                ),
            ),
            Topic(
                "Beleuchtung am Bahnhof Rotthausen",
                "Hinweis aus der Straßensozialarbeit.",
                "Das Referat Recht und Ordnung lässt die Beleuchtung am Bahnhofsvorplatz erneuern.",
                "30",
                60,
                Side.ORDER,
                areas=("52",),
                acts=(Act(20, "refuse", "leitung30", "Der Vorplatz gehört der Bahn; sie ist angeschrieben."),),
            ),
        ),
    ),
    (
        84,
        (
            MINUTES,
            CONTROL,
            Topic(
                "Sprachmittlung in der Kinder- und Jugendambulanz",
                "Termine fallen aus, weil niemand übersetzt.",
                "Das Referat Gesundheit vereinbart feste Zeiten mit Sprachmittlung in Rumänisch und Bulgarisch.",
                "53",
                90,
                helpers=("ki",),
                acts=(
                    Act(7, "acknowledge", "leitung53"),
                    Act(50, "status", "leitung53", "Rumänisch ist vereinbart. Für Bulgarisch wird gesucht."),
                    Act(62, "block", "leitung53", "Im Umkreis ist keine Kraft für Bulgarisch frei."),
                ),
            ),
            Topic(
                "Reinigung der Durchgänge an der Bochumer Straße",
                "Anwohner melden Abfall in den Durchgängen.",
                "Das Referat Recht und Ordnung lässt die Durchgänge reinigen und klärt, wem sie gehören.",
                "30",
                95,
                Side.ORDER,
                areas=("51",),
                acts=(
                    Act(6, "acknowledge", "leitung30"),
                    Act(
                        76,
                        "hand_over",
                        "geschaeftsstelle",
                        "Die Durchgänge gehören zum Gebiet der Gelsendienste.",
                        to="gd",
                    ),
                ),
            ),
            Topic(
                "Vorgehen bei einem einzelnen Gebäude",
                "Vertraulich beraten.",
                "Das Referat Recht und Ordnung stimmt das Vorgehen mit den beteiligten Stellen ab.",
                "30",
                80,
                Side.ORDER,
                confidential=True,
                acts=(Act(9, "acknowledge", "leitung30"),),
            ),
        ),
    ),
    (
        56,
        (
            MINUTES,
            CONTROL,
            Topic(
                "Anmeldung und Erstberatung an einem Ort",
                "Das Referat Bürgerservice stellt einen Raum vor.",
                "Das Referat Gesundheit prüft mit dem Bürgerservice eine gemeinsame Erstberatung.",
                "53",
                50,
                acts=(
                    Act(3, "acknowledge", "leitung53"),
                    Act(48, "done", "leitung53", "Die Prüfung liegt vor; ein Probelauf ist möglich."),
                ),
            ),
            Topic(
                "Elternlotsinnen an zwei Grundschulen",
                "Das Kommunale Integrationszentrum stellt das Vorhaben vor.",
                "Das Referat Erziehung und Bildung setzt an zwei Grundschulen Elternlotsinnen ein.",
                "51",
                40,
                helpers=("ki",),
                areas=("50", "51"),
                acts=(
                    Act(2, "acknowledge", "leitung51"),
                    Act(20, "done", "leitung51", "An einer Schule hat eine Lotsin begonnen."),
                    Act(29, "send_back", "geschaeftsstelle", "Beschlossen sind zwei Schulen.", 80),
                    Act(40, "status", "leitung51", "Die zweite Lotsin ist gefunden. Sie beginnt nach den Ferien."),
                ),
            ),
            Topic("Erfahrungen der Stadt Dortmund", "Bericht über den dortigen Anlaufpunkt; Kontakt wird gehalten."),
        ),
    ),
    (
        28,
        (
            MINUTES,
            CONTROL,
            Topic(
                "Brückenprojekte für Kinder ohne Kita-Platz",
                "Die Regionale Arbeitsstelle schlägt zwei Gruppen vor.",
                "Das Referat Erziehung und Bildung richtet zwei Brückengruppen ein und berichtet über den Bedarf.",
                "51",
                35,
                helpers=("51-raa", "awo"),
                areas=("50", "52"),
            ),
            Topic(
                "Müllpatenschaften in Schalke-Nord",
                "Hausgemeinschaften haben Interesse.",
                "Gelsendienste und Wohnungsgesellschaften werben für Müllpatenschaften und statten sie aus.",
                "gd",
                30,
                Side.ORDER,
                helpers=("wohnen",),
                areas=("12",),
                acts=(
                    Act(5, "acknowledge", "gelsendienste"),
                    Act(8, "permanent", "geschaeftsstelle", "Die Patenschaften laufen ohne Ende weiter.", 75),
                ),
            ),
        ),
    ),
)
TODAY = (
    MINUTES,
    CONTROL,
    Topic(
        "Winterhilfe für Familien ohne Heizung",
        wording="Das Referat Soziales stellt eine Übersicht der Hilfen zusammen und verteilt sie in vier Sprachen.",
        lead="50",
    ),
    Topic(
        "Haustürgeschäfte mit Stromverträgen",
        wording="Die Verbraucherberatung wird um zwei Sprechstunden im Quartier gebeten.",
        lead="ib",
    ),
    Topic("Verschiedenes"),
)
