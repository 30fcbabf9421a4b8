"""Lists of measures: what each row would do, that nothing comes in twice, that nothing is overwritten or lost."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from core.enums import Role
from core.models import AuditEntry, Installation
from quarters.enums import AreaLevel
from quarters.models import Area
from steering.domain.followups import acknowledge_follow_up
from steering.enums import MeasureState, SeatRole, Side
from steering.enums_exchange import ListImportState, RowProblem
from steering.models import FollowUp, Measure, MeasureImport
from tests.factories import OrganisationFactory
from tests.steering.factories import CommitteeFactory, committee_member

pytestmark = pytest.mark.django_db
HEADINGS = "Nr.;Maßnahme;Federführung;Beteiligte;Frist;Sachstand;Status;Stadtteil;Seite;Kosten\n"


@pytest.fixture
def committee(db):
    return CommitteeFactory()


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture(autouse=True)
def units(db):
    key = Installation.objects.get().municipality_key or "05513000"
    Installation.objects.update(municipality_key=key)
    Area.objects.create(municipality=key, level=AreaLevel.QUARTER, code="50", name="Neustadt")
    return [
        OrganisationFactory(number="51", name="Referat Erziehung und Bildung", short_name="Bildung"),
        OrganisationFactory(number="53", name="Referat Gesundheit", short_name="Gesundheit"),
        OrganisationFactory(number="", name="Gelsendienste", short_name="Gelsendienste"),
    ]


ROW = "7;Sprechstunde;51;Gelsendienste;15.03.2027;Räume sind da.;in Arbeit;Neustadt;Hilfe;100\n"


def upload(client, committee, content, name="liste.csv", **fields):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    data = {"committee": committee.pk, "file": file, "side": ""} | fields
    return client.post(reverse("steering:measureimport_create"), data)


def imported(client, committee, content, **fields) -> MeasureImport:
    response = upload(client, committee, content, **fields)
    assert response.status_code == 302, response.content.decode()
    return MeasureImport.objects.latest("pk")


def act(client, batch, name, **data):
    return client.post(reverse(f"steering:measureimport_{name}", args=[batch.pk]), data)


def counts(batch) -> tuple[int, int, int, int]:
    return batch.new, batch.unchanged, batch.conflict, batch.rejected


def test_a_row_becomes_a_measure_with_everything_the_list_says(committee, office, units, sign_in):
    client = sign_in(office)
    batch = imported(client, committee, HEADINGS + ROW)
    assert not Measure.objects.exists()
    assert counts(batch) == (1, 0, 0, 0)
    assert batch.ignored == ["Kosten"]
    assert act(client, batch, "confirm").status_code == 302
    measure = Measure.objects.get()
    assert (measure.title, measure.lead_unit, measure.due_on) == ("Sprechstunde", units[0], date(2027, 3, 15))
    assert (measure.state, measure.side) == (MeasureState.IN_PROGRESS, Side.HELP)
    assert [area.name for area in measure.areas.all()] == ["Neustadt"]
    assert measure.status_reports.get().text == "Räume sind da."
    assert {row.unit for row in FollowUp.objects.filter(measure=measure)} == {units[0], units[2]}
    assert AuditEntry.objects.filter(table="steering_measure", reason=f"import {batch.pk}").count() == 1


def test_a_workbook_says_the_same_as_a_text_file(committee, office, sign_in):
    book, file = Workbook(), BytesIO()
    book.active.append(HEADINGS.strip().split(";"))
    book.active.append([7, "Sprechstunde", 51, "Gelsendienste", date(2027, 3, 15), "", "offen", "Neustadt", "Hilfe", 1])
    book.save(file)
    batch = imported(sign_in(office), committee, file.getvalue(), name="liste.xlsx")
    row = batch.rows.get()
    assert (row.change, row.values["number"], row.values["due_on"]) == ("new", "7", "2027-03-15")


def test_a_second_import_of_the_same_file_changes_nothing(committee, office, sign_in):
    client = sign_in(office)
    act(client, imported(client, committee, HEADINGS + ROW), "confirm")
    again = imported(client, committee, HEADINGS + ROW)
    assert counts(again) == (0, 1, 0, 0)
    assert act(client, again, "confirm").status_code == 422
    assert Measure.objects.count() == FollowUp.objects.filter(step=None).count() == 1


def test_two_committees_count_their_lists_for_themselves(committee, office, sign_in):
    client = sign_in(office)
    act(client, imported(client, committee, HEADINGS + ROW), "confirm")
    other = HEADINGS + ROW.replace("Sprechstunde", "Sperrmüll")
    assert counts(imported(client, CommitteeFactory(), other)) == (1, 0, 0, 0)


def test_what_was_imported_differently_is_a_conflict_and_stays(committee, office, sign_in):
    client = sign_in(office)
    act(client, imported(client, committee, HEADINGS + ROW), "confirm")
    later = imported(client, committee, HEADINGS + ROW.replace("15.03.2027", "01.04.2027"))
    assert counts(later) == (0, 0, 1, 0)
    text = client.get(later.get_absolute_url()).content.decode()
    assert "01.04.2027" in text
    assert Measure.objects.get().due_on == date(2027, 3, 15)


def test_a_measure_that_exists_already_is_not_made_again(committee, office, units, sign_in):
    client = sign_in(office)
    act(client, imported(client, committee, HEADINGS + ROW), "confirm")
    batch = imported(client, CommitteeFactory(), HEADINGS + ROW)
    assert counts(batch) == (0, 0, 1, 0)
    assert batch.rows.get().problems[0]["problem"] == RowProblem.TITLE_EXISTS


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (ROW.replace("Sprechstunde", ""), "title", RowProblem.TITLE_MISSING),
        (ROW.replace("Sprechstunde", "S" * 201), "title", RowProblem.TOO_LONG),
        (ROW.replace(";51;", ";;"), "lead_unit", RowProblem.UNIT_MISSING),
        (ROW.replace(";51;", ";Referat 99;"), "lead_unit", RowProblem.UNIT_UNKNOWN),
        (ROW.replace("Gelsendienste", '"Gelsendienste; Nirgendwo"'), "contributing", RowProblem.UNIT_UNKNOWN),
        (ROW.replace("15.03.2027", ""), "due_on", RowProblem.DATE_MISSING),
        (ROW.replace("15.03.2027", "31.02.2027"), "due_on", RowProblem.DATE_UNREADABLE),
        (ROW.replace("15.03.2027", "Ende März"), "due_on", RowProblem.DATE_UNREADABLE),
        (ROW.replace("in Arbeit", "vielleicht"), "state", RowProblem.STATE_UNKNOWN),
        (ROW.replace("Neustadt", "Atlantis"), "areas", RowProblem.AREA_UNKNOWN),
        (ROW.replace(";Hilfe;", ";;"), "side", RowProblem.SIDE_MISSING),
        (ROW.replace(";Hilfe;", ";links;"), "side", RowProblem.SIDE_UNKNOWN),
        (ROW + ROW, "number", RowProblem.TWICE),
    ],
)
def test_a_cell_that_cannot_be_taken_over_is_shown_with_its_reason(committee, office, sign_in, row, column, problem):
    batch = imported(sign_in(office), committee, HEADINGS + row)
    found = batch.rows.get(change="rejected").problems
    assert [(each["column"], each["problem"]) for each in found] == [(column, problem)]


def test_rejected_rows_are_left_out_only_when_that_is_meant(committee, office, sign_in):
    client = sign_in(office)
    batch = imported(client, committee, HEADINGS + ROW + ROW.replace("7;Spr", "8;Spr").replace(";51;", ";99;"))
    assert counts(batch) == (1, 0, 0, 1)
    assert act(client, batch, "confirm").status_code == 422
    assert not Measure.objects.exists()
    assert act(client, batch, "confirm", leave_out="on").status_code == 302
    assert Measure.objects.count() == 1
    assert "99" in client.get(batch.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("word", "state", "asked"),
    [
        ("offen", MeasureState.ORDERED, True),
        ("In Bearbeitung", MeasureState.IN_PROGRESS, True),
        ("erledigt", MeasureState.CONFIRMED, False),
        ("erledigt gemeldet", MeasureState.REPORTED_DONE, False),
        ("entfallen", MeasureState.NOT_EXECUTABLE, False),
    ],
)
def test_the_words_of_the_list_become_states_and_only_open_measures_ask_units(
    committee, office, sign_in, word, state, asked
):
    client = sign_in(office)
    act(client, imported(client, committee, HEADINGS + ROW.replace("in Arbeit", word)), "confirm")
    assert Measure.objects.get().state == state
    assert FollowUp.objects.exists() is asked


def test_a_column_stand_may_hold_the_state(committee, office, sign_in):
    text = "Maßnahme,Federführung,Frist,Stand\nSprechstunde,51,15.03.2027,erledigt\n"
    batch = imported(sign_in(office), committee, text, side=Side.HELP)
    assert batch.rows.get().values["state"] == MeasureState.CONFIRMED
    assert batch.rows.get().values["side"] == Side.HELP


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", "Nr.;Text\n1;a\n", HEADINGS, HEADINGS.replace("Kosten", "Frist") + ROW, b"PK\x03\x04kaputt"],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(committee, office, sign_in, content):
    response = upload(sign_in(office), committee, content)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]
    assert not MeasureImport.objects.exists()


def test_an_import_can_be_undone_while_nothing_has_happened(committee, office, sign_in):
    client = sign_in(office)
    batch = imported(client, committee, HEADINGS + ROW)
    act(client, batch, "confirm")
    assert act(client, batch, "undo").status_code == 302
    assert not Measure.objects.exists()
    assert not FollowUp.objects.exists()
    assert counts(imported(client, committee, HEADINGS + ROW)) == (1, 0, 0, 0)


def test_an_import_cannot_be_undone_once_a_unit_has_acted(committee, office, sign_in):
    client = sign_in(office)
    batch = imported(client, committee, HEADINGS + ROW)
    act(client, batch, "confirm")
    acknowledge_follow_up(FollowUp.objects.get(step=None), user=office)
    assert act(client, batch, "undo").status_code == 422
    assert Measure.objects.count() == 1


def test_nobody_confirms_what_they_did_not_see(committee, office, sign_in):
    client = sign_in(office)
    first, second = (imported(client, committee, HEADINGS + ROW) for _each in range(2))
    act(client, first, "confirm")
    assert act(client, second, "confirm").status_code == 422
    second.refresh_from_db()
    assert counts(second) == (0, 1, 0, 0)
    assert Measure.objects.count() == 1


def test_a_discarded_list_leaves_no_rows(committee, office, sign_in):
    client = sign_in(office)
    batch = imported(client, committee, HEADINGS + ROW)
    assert act(client, batch, "discard").status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == (ListImportState.DISCARDED, 0)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_cost_the_same_for_one_and_for_thirty_rows(rows, committee, office, sign_in, query_count):
    client = sign_in(office)
    text = HEADINGS + "".join(ROW.replace("7;Spr", f"{n};{n} Spr") for n in range(rows))
    for _each in range(rows):
        batch = imported(client, committee, text)
    query_count("steering:measureimport_list", lambda: client.get(reverse("steering:measureimport_list")))
    query_count("steering:measureimport_detail", lambda: client.get(batch.get_absolute_url()))


def test_the_export_of_measures_says_everything_the_list_said_and_is_known_again(committee, office, sign_in):
    client = sign_in(office)
    act(client, imported(client, committee, HEADINGS + ROW), "confirm")
    export = client.get(reverse("steering:measure_list"), {"format": "csv"}).content.decode("utf-8-sig")
    for word in ("Sprechstunde", "51 Bildung", "Gelsendienste", "Neustadt", "2027-03-15", "Räume sind da."):
        assert word in export, word
    again = imported(client, committee, export)
    assert counts(again) == (0, 0, 1, 0)
    assert again.rows.get().values["status"] == "Räume sind da."
