"""Papers and their files: kept checked, read by whom they are for, gone only before the meeting."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core.enums import Role
from core.models import StoredFile
from steering.domain.agendas import add_agenda_item, add_section, change_agenda_item, remove_agenda_item
from steering.domain.meetings import begin_meeting
from steering.domain.papers import add_paper, attach_files, change_paper, remove_attachment, remove_paper
from steering.enums import SeatRole
from steering.models import AgendaItem, Paper, PaperAttachment
from tests.factories import UserFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory, committee_member

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
MARKER = "GEHEIMWORT"


@pytest.fixture
def committee():
    return CommitteeFactory()


@pytest.fixture
def office(committee):
    return committee_member(committee, Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


@pytest.fixture
def item(committee):
    return add_agenda_item(MeetingFactory(committee=committee), title="Sprechstunde")


def pdf(name="Vorlage.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def paper(item, **fields) -> Paper:
    return add_paper(item, **{"kind": "decision", "title": "Vorlage", "files": [pdf()], "user": UserFactory()} | fields)


def levels() -> set[str]:
    return {*Paper.objects.values_list("confidentiality", flat=True),
            *PaperAttachment.objects.values_list("confidentiality", flat=True)}  # fmt: skip


def typed(**fields) -> dict:
    return {"kind": "information", "title": "Bericht", "text": "Lange getippt", "confidentiality": "internal"} | fields


def test_the_office_hands_in_a_paper_with_files(item, office, sign_in):
    url = reverse("steering:paper_create", args=[item.pk])
    answer = sign_in(office).post(url, typed(files=[pdf("Eins.pdf"), pdf("Zwei.pdf")]), follow=True)
    assert [str(each) for each in Paper.objects.get().attachments.all()] == ["Eins.pdf", "Zwei.pdf"]
    assert "Zwei.pdf" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"x" * 3_000_000, "MB"), (b"<html><script>alert(1)</script>", "PDF"), (b"MZ" + bytes(99), "PDF")],
)
def test_a_file_that_is_refused_is_named_and_nothing_typed_is_lost(item, office, sign_in, settings, content, said):
    settings.FILE_MAX_BYTES = 2_000_000
    url = reverse("steering:paper_create", args=[item.pk])
    answer = sign_in(office).post(url, typed(files=[pdf("Schlecht.pdf", content), pdf()]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Schlecht.pdf" in page
    assert said in page
    assert "Lange getippt" in page
    assert (Paper.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_downloaded_file_is_saved_and_never_run(item, office, sign_in):
    attachment = paper(item).attachments.get()
    answer = sign_in(office).get(attachment.get_absolute_url())
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")


# --- Levels -------------------------------------------------------------------------------------------


def test_a_paper_and_its_files_inherit_the_level_of_the_item(item):
    row = add_agenda_item(item.meeting, title="Vertraulich", confidentiality="confidential")
    paper(row, confidentiality="public")
    assert levels() == {"confidential"}


def test_raising_the_item_raises_papers_and_files(item):
    paper(item, confidentiality="internal")
    change_agenda_item(item, version=item.version, title=item.title, confidentiality="confidential")
    assert levels() == {"confidential"}


def test_raising_a_paper_raises_its_files_and_lowering_stops_at_the_item(item):
    row = paper(item)
    say = {"kind": "decision", "title": "Vorlage", "text": "", "lead_unit": None}
    assert change_paper(row, confidentiality="public", **say).confidentiality == "internal"
    change_paper(row, confidentiality="confidential", **say)
    assert levels() == {"confidential"}


@pytest.mark.parametrize("model", [Paper, PaperAttachment, AgendaItem])
def test_the_database_itself_refuses_a_looser_level(item, model):
    paper(item, confidentiality="confidential")

    def write():
        with transaction.atomic():
            if model is AgendaItem:
                Paper.objects.update(confidentiality="public")
            else:
                model.objects.update(confidentiality="public")
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError):
        write()


def sees(user, row) -> tuple[bool, bool]:
    return (
        Paper.objects.visible_to(user).filter(pk=row.pk).exists(),
        PaperAttachment.objects.visible_to(user).filter(paper=row).exists(),
    )


def test_a_confidential_file_of_an_open_paper_is_for_the_seats_alone(item, committee, office):
    row = paper(item, files=[])
    attach_files(row, files=[pdf()], confidentiality="confidential", user=office)
    seated, stranger = committee_member(committee), committee_member(CommitteeFactory())
    assert (sees(seated, row), sees(office, row), sees(stranger, row)) == ((True, True), (True, True), (True, False))


def test_a_confidential_paper_of_an_open_item_is_for_the_seats_alone(item, committee, office):
    row = paper(item, confidentiality="confidential")
    stranger = committee_member(CommitteeFactory())
    assert AgendaItem.objects.visible_to(stranger).filter(pk=item.pk).exists()
    assert (sees(committee_member(committee), row), sees(stranger, row)) == ((True, True), (False, False))


@pytest.mark.parametrize("role", Role)
def test_no_file_reaches_somebody_who_may_not_read_the_item(item, role):
    row = add_agenda_item(item.meeting, title="Vertraulich", confidentiality="confidential")
    hidden = paper(row)
    user = person(role)
    expected = (True, True) if role == Role.COMMITTEE_OFFICE else (False, False)
    assert sees(user, hidden) == expected


def test_the_marker_word_of_a_confidential_paper_stands_on_no_page(item, committee, sign_in):
    paper(item, title=MARKER, text=MARKER, files=[pdf(f"{MARKER}.pdf")], confidentiality="confidential")
    listed = reverse("steering:paper_list")
    pages = [item.meeting.get_absolute_url(), listed, f"{listed}?format=csv"]
    found = f"{reverse('portal:search')}?q={MARKER}"
    for user, may in ((committee_member(committee), True), (committee_member(CommitteeFactory()), False)):
        client = sign_in(user)
        assert [MARKER in client.get(page).content.decode() for page in pages] == [may] * 3
        assert ("/papers/" in client.get(found).content.decode().partition("<main")[2]) is may


# --- Taking away --------------------------------------------------------------------------------------


def test_a_removed_paper_leaves_no_bytes(item):
    row = paper(item, files=[pdf(), pdf()])
    remove_attachment(row.attachments.first())
    assert StoredFile.objects.count() == 1
    remove_paper(row)
    assert (Paper.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_what_lay_before_the_committee_stays(item):
    row = paper(item)
    begin_meeting(item.meeting)
    for act in (lambda: remove_paper(row), lambda: remove_attachment(row.attachments.get())):
        with pytest.raises(ValidationError):
            act()
    paper(item, kind="table", title="Tischvorlage")
    assert (Paper.objects.count(), StoredFile.objects.count()) == (2, 2)


def test_an_item_with_papers_is_not_removed(item):
    paper(item)
    with pytest.raises(ValidationError) as refusal:
        remove_agenda_item(item, user=UserFactory())
    assert refusal.value.code == "papers"


def test_a_section_takes_no_papers(item):
    with pytest.raises(ValidationError):
        paper(add_section(item.meeting, title="Teil"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_papers_costs_the_same_for_one_and_for_thirty(rows, item, office, sign_in, query_count):
    for _row in range(rows):
        paper(item)
    client = sign_in(office)
    query_count("steering:paper_list", lambda: client.get(reverse("steering:paper_list")))


@pytest.mark.parametrize("rows", [1, 30])
def test_a_meeting_with_papers_costs_the_same_for_one_and_for_thirty(rows, item, office, sign_in, query_count):
    for _row in range(rows):
        paper(add_agenda_item(item.meeting, title="Punkt"))
    client, url = sign_in(office), item.meeting.get_absolute_url()
    query_count("steering:meeting_detail", lambda: client.get(url))
