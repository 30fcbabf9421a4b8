"""The committees of the demonstration: who sits where, what is proposed to them, what they decide between meetings."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from core.demo import account, living, unit
from core.models import User
from core.queries.calendar import city_calendar
from quarters import gelsenkirchen
from quarters.enums import AreaLevel
from quarters.models import Area
from steering.domain.agendas import append
from steering.domain.circulars import draft_circular, reply_to_circular, send_circular
from steering.domain.committees import add_substitute, fill_seat, give_seat
from steering.domain.meetings import begin_meeting, end_meeting, plan_meeting
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.domain.topics import Proposal, accept_topic, propose_topic, raise_item, return_topic, schedule_topic
from steering.enums import Confidentiality, ItemResult, PeriodUnit, Reply, SeatRole, Side, Silence, Urgency
from steering.models import AgendaItem, CircularDecision, Committee, Topic

TEAM_MET_BEFORE = 9
PLACE = "Stadtteilbüro Neustadt"


@dataclass(frozen=True)
class Wish:
    """What somebody proposed, so many days ago, and the answer of the office."""

    before: int
    by: str
    title: str
    description: str
    side: str = Side.HELP
    urgency: str = Urgency.NORMAL
    areas: tuple[str, ...] = ()
    confidential: bool = False
    accepted: bool = False
    returned: str = ""


WISHES = (
    Wish(
        23,
        "streetwork",
        "Dunkler Durchgang am Bahnhof Rotthausen",
        "Seit dem Umbau brennt dort kein Licht. Frauen mit Kindern meiden abends den Weg zur Haltestelle.",
        Side.ORDER,
        Urgency.SOON,
        ("52",),
        accepted=True,
    ),
    Wish(
        18,
        "gelsendienste",
        "Abgestellte Autos ohne Kennzeichen in Ückendorf",
        "In drei Straßen stehen zusammen elf Fahrzeuge. Die Reinigung kommt nicht durch.",
        Side.ORDER,
        Urgency.URGENT,
        ("51",),
        accepted=True,
    ),
    Wish(
        16,
        "leitung53",
        "Hebammensprechstunde im Stadtteil",
        "Schwangere kommen oft erst spät in die Vorsorge. Ein Angebot vor Ort fehlt.",
        Side.HELP,
        Urgency.SOON,
        ("11", "14"),
        accepted=True,
    ),
    Wish(
        12,
        "mitarbeit51",
        "Mehr Personal für die Schulanmeldung",
        "Die Wartezeit liegt bei sechs Wochen.",
        returned="Bitte um Angaben, in welchen Stadtteilen gewartet wird.",
    ),
    Wish(
        6,
        "mitglied",
        "Vermietung von Schlafplätzen in einem Gebäude",
        "Hinweise aus mehreren Stellen; Abstimmung nötig.",
        Side.ORDER,
        Urgency.URGENT,
        ("12",),
        confidential=True,
        accepted=True,
    ),
    Wish(
        3,
        "streetwork",
        "Viele Fragen nach Kita-Plätzen in der Neustadt",
        "In den letzten zwei Wochen haben uns rund zwanzig Familien darauf angesprochen.",
        areas=("50",),
    ),
    Wish(1, "leitung30", "Gemeinsame Streife an Wochenenden", "Vorschlag für einen Probelauf bis März.", Side.ORDER),
)


def enliven(committee: Committee, team: Committee, today: date) -> None:
    """Fill the seats of the team, let people propose, raise one matter, and decide between meetings."""
    _seats(committee, team, today)
    for wish in WISHES:
        _propose(committee, wish, today)
    _raise(team, today - timedelta(days=TEAM_MET_BEFORE))
    _decide_in_writing(committee, today)


def _seats(committee: Committee, team: Committee, today: date) -> None:
    with living(today - timedelta(days=200), 10, account("geschaeftsstelle")) as frame:
        begun = frame.today
        for key, login in (("51", "leitung51"), ("53", "leitung53"), ("33", "mitglied")):
            give_seat(team, organisation=unit(key), role=SeatRole.MEMBER, person=account(login), valid_from=begun)
        for key in ("jobcenter", "polizei"):
            give_seat(team, organisation=unit(key), role=SeatRole.MEMBER, valid_from=begun, is_advisory=True)
        outside = team.seats.get(organisation=unit("awo"))
        deputy = committee.seats.get(person=account("leitung51"))
        add_substitute(deputy, person=account("mitarbeit51"), rank=1, valid_from=begun)
    with living(today - timedelta(days=90), 10, account("geschaeftsstelle")) as frame:
        fill_seat(outside, person=account("fallleitung"), valid_from=frame.today)


def _propose(committee: Committee, wish: Wish, today: date) -> Topic:
    proposer, office = account(wish.by), account("geschaeftsstelle")
    day = today - timedelta(days=wish.before)
    with living(day, 9, proposer):
        topic = propose_topic(committee, proposal=_proposal(wish, proposer), user=proposer)
    with living(day + timedelta(days=1), 11, office):
        if wish.accepted:
            accept_topic(topic, user=office)
        elif wish.returned:
            return_topic(topic, user=office, reason=wish.returned)
    return topic


def _proposal(wish: Wish, proposer: User) -> Proposal:
    areas = Area.objects.filter(municipality=gelsenkirchen.MUNICIPALITY, level=AreaLevel.QUARTER, code__in=wish.areas)
    return Proposal(
        title=wish.title,
        description=wish.description,
        side=wish.side,
        unit=proposer.memberships.earliest("pk").organisation,
        urgency=wish.urgency,
        confidentiality=Confidentiality.CONFIDENTIAL if wish.confidential else Confidentiality.INTERNAL,
        areas=tuple(areas),
    )


def _raise(team: Committee, day: date) -> None:
    """A weekly meeting of the team: one topic is noted there, another put before the parent committee."""
    office, worker = account("geschaeftsstelle"), account("streetwork2")
    day = city_calendar().next_working_day(day).day
    wishes = (
        Wish(0, "streetwork2", "Übersetzte Aushänge zur Müllabfuhr", "Die Termine sind vielen unbekannt."),
        Wish(0, "streetwork2", "Wohnungslose Familien nach einer Räumung", "Für Familien fehlt eine feste Abfolge."),
    )
    with living(day - timedelta(days=4), 9, worker):
        topics = [propose_topic(team, proposal=_proposal(wish, worker), user=worker) for wish in wishes]
    with living(day, 10, office):
        meeting = plan_meeting(team, held_on=day, starts_at=time(10), place=PLACE)
        items = [append(meeting, AgendaItem(title=topic.title, topic=topic)) for topic in topics]
        for topic, item in zip(topics, items, strict=True):
            accept_topic(topic, user=office)
            schedule_topic(topic, item=item, user=office)
        begin_meeting(meeting)
        for item, words in zip(
            items, ("Gelsendienste stellen die Aushänge bereit.", "Das Team legt vor."), strict=True
        ):
            record_outcome(item, user=office, outcome=ItemOutcome(result=ItemResult.NOTED, minutes=words))
        raise_item(items[1], user=office, side=Side.HELP)
        end_meeting(meeting)


def _decide_in_writing(committee: Committee, today: date) -> None:
    everybody = ("vorsitz", "mitglied", "leitung51", "leitung53", "leitung30")
    adopted = _send(
        committee,
        today - timedelta(days=39),
        title="Zuschuss für Sprachmittlung bis Jahresende",
        wording="Das Kommunale Integrationszentrum erhält für Sprachmittlung bis Jahresende 4.000 Euro.",
        grounds="Die Mittel sind aufgebraucht; die nächste Sitzung käme zu spät.",
    )
    _reply(adopted, today - timedelta(days=36), dict.fromkeys(everybody, Reply.AGREE))
    stopped = _send(
        committee,
        today - timedelta(days=15),
        title="Verlegung der Sprechstunde in das Stadtteilbüro",
        wording="Die Sprechstunde in der Neustadt zieht in das Stadtteilbüro um.",
    )
    _reply(stopped, today - timedelta(days=12), {"vorsitz": Reply.AGREE, "leitung53": Reply.OBJECT})
    running = _send(
        committee,
        city_calendar().working_days_before(today, 1).day,
        title="Winteröffnung des Anlaufpunkts",
        wording="Der Anlaufpunkt öffnet von Dezember bis Februar auch samstags von 10 bis 14 Uhr.",
        grounds="Die Beratungsstellen sind samstags geschlossen; der Bedarf ist im Winter am größten.",
    )
    _reply(running, today, {"vorsitz": Reply.AGREE, "leitung53": Reply.AGREE})
    with living(today, 7, office := account("geschaeftsstelle")):
        fields = _fields(
            committee, title="Gemeinsame Erklärung zum Ehrenamt", wording="Der Wortlaut folgt.", grounds=""
        )
        draft_circular(CircularDecision(), fields=fields, user=office)


def _fields(committee: Committee, *, title: str, wording: str, grounds: str) -> dict[str, object]:
    return {
        "committee": committee,
        "title": title,
        "wording": wording,
        "grounds": grounds,
        "period": 5,
        "period_unit": PeriodUnit.WORKING_DAYS,
        "silence": Silence.NO_VOTE,
    }


def _send(committee: Committee, day: date, *, title: str, wording: str, grounds: str = "") -> CircularDecision:
    office = account("geschaeftsstelle")
    with living(city_calendar().next_working_day(day).day, 8, office):
        fields = _fields(committee, title=title, wording=wording, grounds=grounds)
        return send_circular(draft_circular(CircularDecision(), fields=fields, user=office), user=office)


def _reply(circular: CircularDecision, day: date, replies: dict[str, Reply]) -> None:
    for login, reply in replies.items():
        user = account(login)
        remark = "Bitte erst die Erreichbarkeit mit dem Bus prüfen." if reply == Reply.OBJECT else ""
        with living(day, 7, user):
            recipient = circular.recipients.get(person=user)
            reply_to_circular(recipient, user=user, reply=reply, remark=remark)
