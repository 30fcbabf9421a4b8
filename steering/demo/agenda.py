"""The agenda of the next meeting, half prepared: standing items, a section, papers; and a weekly series of the team."""

from datetime import date, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from core.demo import account, living, unit
from core.models import User
from core.queries.calendar import city_calendar
from steering.domain.agendas import add_agenda_item, add_section
from steering.domain.meetings import cancel_meeting
from steering.domain.papers import add_paper
from steering.domain.proposals import accept_proposals, drop_proposals
from steering.domain.recurrence import rule_text
from steering.domain.series import plan_series
from steering.domain.standing_items import save_standing_item
from steering.enums import MeetingState
from steering.enums_agenda import ItemKind, PaperKind, ProposalKind, Rhythm
from steering.models import Committee, Meeting, MeetingSeries, StandingItem
from steering.queries.proposals import proposals_for

STANDING = (
    ("Regularien", {"kind": ItemKind.SECTION, "confidentiality": "public"}),
    ("Eröffnung und Feststellung der Tagesordnung", {"minutes_planned": 5, "speaker": "Vorsitz"}),
    ("Verschiedenes", {"stays_last": True, "minutes_planned": 10}),
)
# Accepted at once; the rest waits as proposals on the page.
ACCEPTED = (ProposalKind.STANDING, ProposalKind.MINUTES, ProposalKind.CONTROL)
SERIES_DAYS, TUESDAY = 60, 1
TEXT = (
    "Die Sprechstunde wird seit drei Monaten angeboten und gut angenommen. Vorgeschlagen wird, sie fortzuführen und um "
    "einen zweiten Termin zu erweitern. Die Kosten sind im Haushalt des Referats enthalten."
)
SHEET = "Monat;Gespräche\nSeptember;41\nOktober;57\nNovember;63\n"


def prepare_agenda(today: date) -> None:
    """Prepare the next planned meeting of the steering committee; a second run changes nothing."""
    if StandingItem.objects.exists():
        return
    committee = Committee.objects.get(parent=None)
    office = account("geschaeftsstelle")
    with living(today, 9, office):
        for title, fields in STANDING:
            save_standing_item(StandingItem(committee=committee), title=title, **fields)
        meeting = Meeting.objects.get(committee=committee, state=MeetingState.PLANNED)
        lines = proposals_for(meeting, office, today).open
        keys = [line.key for line in lines if line.kind in ACCEPTED]
        accept_proposals(meeting, keys=keys, user=office, today=today)
        drop_proposals(
            meeting, keys=[line.key for line in lines if line.kind == ProposalKind.DUE][:1], user=office, today=today
        )
        _fill(meeting, office)
        _weekly(Committee.objects.get(parent=committee), today)


def _fill(meeting: Meeting, office: User) -> None:
    reports = add_section(meeting, title="Berichte und Beschlüsse")
    hours = add_agenda_item(
        meeting,
        title="Sprechstunde im Quartier: Zwischenbericht und Fortführung",
        parent=reports,
        lead_unit=unit("51"),
        speaker="Leitung Referat 51",
        minutes_planned=20,
        proposed_text="Die Sprechstunde wird fortgeführt und um einen zweiten Termin in der Woche erweitert.",
    )
    add_agenda_item(meeting, title="Erfahrungen der Sprachmittlung", parent=hours, minutes_planned=5)
    flats = add_agenda_item(
        meeting,
        title="Begehung einzelner Wohnhäuser",
        parent=reports,
        lead_unit=unit("30"),
        confidentiality="confidential",
        minutes_planned=15,
    )
    sheet = SimpleUploadedFile("Gespräche.csv", SHEET.encode())
    add_paper(
        hours,
        kind=PaperKind.DECISION,
        title="Fortführung der Sprechstunde",
        text=TEXT,
        lead_unit=unit("51"),
        files=[sheet],
        user=office,
    )
    listed = SimpleUploadedFile("Übersicht.txt", "Liste der Häuser, Stand heute.\n".encode())
    add_paper(flats, kind=PaperKind.INFORMATION, title="Stand der Begehungen", files=[listed], user=office)


def _weekly(team: Committee, today: date) -> MeetingSeries:
    """Plan the weekly meetings of the team, one of them cancelled."""
    starts_on = city_calendar().next_working_day(today + timedelta(days=1)).day
    series = plan_series(
        team,
        rule=rule_text(rhythm=Rhythm.WEEKLY, interval=1, weekday=TUESDAY),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=SERIES_DAYS),
        starts_at=time(9),
        ends_at=time(10),
        place="Stadtteilbüro Neustadt",
    )
    third = series.meetings.order_by("held_on")[2]
    cancel_meeting(third, reason="Das Team nimmt an einer Fortbildung teil.", user=account("geschaeftsstelle"))
    return series
