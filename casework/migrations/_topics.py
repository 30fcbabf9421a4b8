"""The catalogue of topics as it stands at the beginning: fifteen tiles, and finer topics below some of them."""

# key, German, English
TILES = (
    ("housing", "Wohnen", "Housing"),
    ("registration", "Anmeldung", "Registration"),
    ("health", "Gesundheit", "Health"),
    ("insurance", "Krankenkasse", "Health insurance"),
    ("family", "Kindergeld, Familie", "Child benefit, family"),
    ("subsistence", "Lebensunterhalt", "Subsistence"),
    ("school", "Schule", "School"),
    ("kita", "Kita", "Day care"),
    ("german", "Deutschkurs", "German course"),
    ("work", "Arbeit", "Work"),
    ("money", "Schulden, Verträge", "Debt, contracts"),
    ("papers", "Ausweis, Papiere", "Identity papers"),
    ("protection", "Gewalt, Schutz", "Violence, protection"),
    ("neighbourhood", "Nachbarschaft, Müll", "Neighbourhood, waste"),
    ("interpreting", "Nur Sprachmittlung", "Interpreting only"),
)

# key, tile, German, English
FINER = (
    ("housing_search", "housing", "Wohnungssuche", "Looking for a flat"),
    ("overcrowding", "housing", "Überbelegung", "Overcrowding"),
    ("rent_exploitation", "housing", "Mietausbeutung", "Rent exploitation"),
    ("uninhabitable", "housing", "Unbewohnbares Haus", "Uninhabitable building"),
    ("housing_loss", "housing", "Verlust der Wohnung", "Loss of the flat"),
    ("pregnancy", "health", "Schwangerschaft", "Pregnancy"),
    ("vaccination", "health", "Impfung", "Vaccination"),
    ("addiction", "health", "Sucht", "Addiction"),
    ("school_place", "school", "Schulplatz", "School place"),
    ("attendance", "school", "Schulbesuch", "School attendance"),
    ("self_employment", "work", "Selbständigkeit", "Self-employment"),
    ("exploitation", "work", "Ausbeutung bei der Arbeit", "Labour exploitation"),
    ("wages", "work", "Lohn nicht gezahlt", "Withheld wages"),
    ("child_protection", "protection", "Kinderschutz", "Child protection"),
    ("prostitution", "protection", "Prostitution", "Prostitution"),
    ("discrimination", "protection", "Diskriminierung", "Discrimination"),
)


def load_topics(apps, _schema_editor) -> None:
    """Create the catalogue, before row-level security closes the table for its owner."""
    topics = apps.get_model("casework", "Topic").objects
    for position, (code, german, english) in enumerate(TILES, start=1):
        topics.create(code=code, position=position, name_de=german, name_en=english)
    for position, (code, tile, german, english) in enumerate(FINER, start=101):
        topics.create(code=code, parent_id=tile, position=position, name_de=german, name_en=english)
