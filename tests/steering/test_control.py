"""Decision control: which rows, in which order, with which light, and the same in all four faces."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from core import clock
from core.enums import Role
from core.queries.calendar import city_calendar
from steering.domain.followups import acknowledge_follow_up
from steering.domain.measures import block_measure, change_measure_date, confirm_measure, report_status
from steering.domain.setbacks import declare_not_executable, settle_measure
from steering.enums import Confidentiality, MeetingState, SeatRole
from steering.models import Measure, Meeting
from steering.queries.control import blocks_of, changed, control_rows, lines_of
from steering.queries.traffic import Light
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member
from tests.steering.measure_builders import after, meeting_held, ordered, reported_done

pytestmark = pytest.mark.django_db
URL = "steering:decision_control"
NUMBER = re.compile(r"M-\d{4}-\d{3,}")


@pytest.fixture
def office(db):
    return committee_member(CommitteeFactory(), Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


def rows_for(user):
    return list(control_rows(user, clock.today()))


def line_of(measure, user):
    rows = control_rows(user, clock.today()).filter(pk=measure.pk)
    return lines_of(rows, clock.today(), city_calendar())[0]


def hold_a_meeting(committee, *, minutes_ago: int = 0) -> Meeting:
    ended = clock.now() - timedelta(minutes=minutes_ago)
    return MeetingFactory(
        committee=committee, state=MeetingState.HELD, started_at=ended - timedelta(hours=1), ended_at=ended
    )


# --- Which rows ---------------------------------------------------------------------------------------


def test_what_is_done_appears_until_its_committee_has_met_again(office):
    measure = reported_done(ordered())
    confirm_measure(measure, user=office)
    assert rows_for(office) == [measure]
    hold_a_meeting(CommitteeFactory())
    assert rows_for(office) == [measure]
    hold_a_meeting(measure.decision.committee)
    assert rows_for(office) == []


def test_what_cannot_be_done_stays_until_it_is_dealt_with(office):
    measure = declare_not_executable(ordered(), user=office, reason="Kein Platz.")
    hold_a_meeting(measure.decision.committee, minutes_ago=5)
    assert rows_for(office) == [measure]
    settle_measure(measure, user=office)
    assert rows_for(office) == [measure]
    hold_a_meeting(measure.decision.committee)
    assert rows_for(office) == []


def test_public_and_confidential_parts_stand_apart_then_body_then_unit_overdue_first(office):
    first, second = OrganisationFactory(number="100"), OrganisationFactory(number="200")
    meeting = meeting_held(CommitteeFactory(name="A", short_name="A"))
    secret = ordered(level=Confidentiality.CONFIDENTIAL, lead_unit=first, meeting=meeting)
    later = ordered(level=Confidentiality.PUBLIC, lead_unit=second, meeting=meeting)
    due = ordered(level=Confidentiality.PUBLIC, lead_unit=first, meeting=meeting)
    late = ordered(level=Confidentiality.PUBLIC, lead_unit=first, meeting=meeting, due_on=after(-2))
    dateless = ordered(level=Confidentiality.PUBLIC, lead_unit=first, meeting=meeting)
    Measure.objects.filter(pk=dateless.pk).update(due_on=None)
    other_body = ordered(
        level=Confidentiality.PUBLIC, lead_unit=first, meeting=meeting_held(CommitteeFactory(name="B"))
    )
    assert rows_for(office) == [dateless, late, due, later, other_body, secret]
    lines = lines_of(rows_for(office), clock.today(), city_calendar())
    assert [(block.part, block.unit) for block in blocks_of(lines)] == [
        ("public", first),
        ("public", second),
        ("public", first),
        ("confidential", first),
    ]


def test_only_what_changed_since_the_last_meeting(office):
    meeting = meeting_held(ended_days_ago=0)
    still, moved, told = (ordered(meeting=meeting) for _each in range(3))
    Measure.objects.update(ordered_at=clock.now() - timedelta(days=30))
    Meeting.objects.update(ended_at=clock.now() - timedelta(hours=1), started_at=clock.now() - timedelta(hours=3))
    change_measure_date(moved, user=office, due_on=after(40), reason="Ferien.")
    report_status(told, user=office, unit=told.lead_unit, text="Läuft.")
    rows = changed(control_rows(office, clock.today()))
    assert set(rows) == {moved, told}
    lines = {line.measure: line for line in lines_of(rows, clock.today(), city_calendar(), with_changes=True)}
    assert len(lines[moved].changes) == 1
    assert lines[told].changes
    assert still not in lines


# --- The light ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [5, 40])
def test_a_measure_on_its_way_is_green_until_the_date_is_near(office, days):
    measure = ordered(due_on=city_calendar().working_days_after(clock.today(), days).day)
    acknowledge_follow_up(measure.follow_ups.get(), user=office)
    assert line_of(measure, office).signal.light == (Light.YELLOW if days == 5 else Light.GREEN)


def test_late_is_red_and_blocked_is_yellow_with_its_words(office):
    measure = ordered(due_on=after(60))
    acknowledge_follow_up(measure.follow_ups.get(), user=office)
    block_measure(measure, user=office, reason="Kein Raum.")
    blocked = line_of(measure, office)
    assert (blocked.signal.light, len(blocked.signal.reasons), blocked.late_reason) == (Light.YELLOW, 1, "Kein Raum.")
    Measure.objects.update(due_on=after(-1))
    late = line_of(measure, office)
    assert (late.signal.light, len(late.signal.reasons), late.is_overdue) == (Light.RED, 2, True)


def test_silence_is_told(office):
    measure = ordered(due_on=after(90))
    assert line_of(measure, office).signal.reasons == ()
    long_ago = clock.now() - timedelta(days=15)
    Measure.objects.update(ordered_at=long_ago)
    measure.follow_ups.update(opened_at=long_ago)
    unseen = line_of(measure, office).signal.reasons
    Measure.objects.update(acknowledged_at=clock.now() - timedelta(days=60))
    stale = line_of(measure, office).signal.reasons
    report_status(measure, user=office, unit=measure.lead_unit, text="Läuft.")
    assert (len(unseen), len(stale), unseen != stale) == (1, 1, True)
    assert line_of(measure, office).signal.reasons == ()


# --- Four faces of the same rows ----------------------------------------------------------------------


@pytest.fixture
def many(office):
    unit = OrganisationFactory()
    rows = [ordered(lead_unit=unit, contributing=(OrganisationFactory(),)) for _each in range(3)]
    rows += [ordered(level=Confidentiality.CONFIDENTIAL), ordered(level=Confidentiality.PUBLIC, due_on=after(-4))]
    confirm_measure(reported_done(ordered(level=Confidentiality.PUBLIC)), user=office)
    return rows


def numbers_in(text: str) -> list[str]:
    """Return the numbers of measures, each once, in the order of their first mention."""
    return list(dict.fromkeys(NUMBER.findall(text)))


def spreadsheet(content: bytes) -> list[list]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def text_of_docx(content: bytes) -> str:
    import docx

    tables = docx.Document(io.BytesIO(content)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def text_of_pdf(content: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("query", [{}, {"part": "public"}, {"show": "changed"}])
def test_page_and_files_hold_the_same_rows_in_the_same_order(office, many, sign_in, query):
    client, url = sign_in(office), reverse(URL)
    expected = numbers_in(client.get(url, query).content.decode())
    files = {name: client.get(url, {**query, "format": name}).content for name in ("csv", "xlsx", "docx", "pdf")}
    sheet = spreadsheet(files["xlsx"])
    column = [row[3] for row in sheet[1:]]
    assert column == expected
    assert [row[3] for row in csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")))][1:] == expected
    assert numbers_in(text_of_docx(files["docx"])) == expected
    assert numbers_in(text_of_pdf(files["pdf"])) == expected
    assert len(expected) == (2 if query.get("part") else 6)


def test_the_spreadsheet_says_what_the_page_says(office, sign_in):
    measure = ordered(due_on=after(-3), title="Titel", wording="Wortlaut")
    report_status(measure, user=office, unit=measure.lead_unit, text="Zwei von drei sind fertig.")
    change_measure_date(measure, user=office, due_on=after(-1), reason="Ferien.")
    head, row = spreadsheet(sign_in(office).get(reverse(URL), {"format": "xlsx"}).content)
    told = dict(zip(range(len(head)), row, strict=True))
    for word in ("Titel", "Wortlaut", "Zwei von drei sind fertig.", "Ferien."):
        assert word in told.values()


@pytest.mark.parametrize("file_format", ["", "csv", "xlsx", "docx", "pdf"])
def test_nobody_finds_a_confidential_word_without_the_right(office, many, sign_in, file_format):
    ordered(level=Confidentiality.CONFIDENTIAL, title="Markerwort", wording="Markerwort")
    read = {"": bytes.decode, "csv": bytes.decode, "xlsx": lambda c: str(spreadsheet(c)), "docx": text_of_docx,
            "pdf": text_of_pdf}[file_format]  # fmt: skip
    for user, sees in ((office, True), (person(Role.COMMITTEE_MEMBER), False), (person(Role.DEPARTMENT_HEAD), False)):
        content = sign_in(user).get(reverse(URL), {"format": file_format} if file_format else {}).content
        assert ("Markerwort" in read(content)) == sees


def test_the_committee_is_named_by_hand_only_in_its_own_part(office, sign_in):
    ordered(level=Confidentiality.CONFIDENTIAL)
    text = sign_in(office).get(reverse(URL), {"part": "public"}).content.decode()
    assert numbers_in(text) == []


def test_the_projector_view_leaves_filters_and_menus_out(office, many, sign_in):
    text = sign_in(office).get(reverse(URL), {"projector": "1"}).content.decode()
    assert "lk-controlpage--large" in text
    assert "data-filter" not in text


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("query", [{"show": "changed"}, {"format": "xlsx"}])
def test_every_view_costs_the_same_for_one_and_for_thirty_rows(office, sign_in, query_count, query, rows):
    meeting = meeting_held()
    for _row in range(rows):
        report_status(measure := ordered(meeting=meeting), user=UserFactory(), unit=measure.lead_unit, text="Läuft.")
    client, name = sign_in(office), next(iter(query.values()))
    query_count(f"steering:decision_control_{name}", lambda: client.get(reverse(URL), query))
