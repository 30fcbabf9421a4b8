"""The report for the council: the public part alone, figures that count, every line with its own dates."""

import io

import pytest
from django.urls import reverse

from core import clock
from core.enums import Role
from steering.domain.measures import confirm_measure, report_status
from steering.domain.setbacks import declare_not_executable
from steering.enums import Confidentiality, SeatRole
from steering.models import Measure
from steering.queries.council_report import counts_of, public_lines
from tests.factories import UserFactory
from tests.steering.factories import CommitteeFactory, committee_member
from tests.steering.measure_builders import after, ordered, reported_done

pytestmark = pytest.mark.django_db
PUBLIC = Confidentiality.PUBLIC
URL = "steering:council_report"


@pytest.fixture
def office(db):
    return committee_member(CommitteeFactory(), Role.COMMITTEE_OFFICE, SeatRole.OFFICE)


def lines():
    return public_lines(clock.today(), after(-365))


@pytest.mark.parametrize("level", [Confidentiality.INTERNAL, Confidentiality.CONFIDENTIAL])
@pytest.mark.parametrize("file_format", ["", "docx", "pdf"])
def test_nothing_but_the_public_part_gets_into_it(office, sign_in, level, file_format):
    ordered(level=PUBLIC, title="Sichtbar")
    secret = ordered(level=level, title="Markerwort", wording="Markerwort")
    report_status(secret, user=office, unit=secret.lead_unit, text="Markerwort")
    without_decision = ordered(title="Markerwort")
    Measure.objects.filter(pk=without_decision.pk).update(decision=None)
    content = sign_in(office).get(reverse(URL), {"format": file_format} if file_format else {}).content
    text = {"": bytes.decode, "docx": text_of_docx, "pdf": text_of_pdf}[file_format](content)
    assert "Sichtbar" in text
    assert "Markerwort" not in text


def text_of_docx(content):
    import docx

    tables = docx.Document(io.BytesIO(content)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def text_of_pdf(content):
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_figures_are_the_numbers_of_the_lines(office):
    user = UserFactory()
    confirm_measure(reported_done(ordered(level=PUBLIC)), user=user)
    reported_done(ordered(level=PUBLIC))
    declare_not_executable(ordered(level=PUBLIC), user=user, reason="Kein Platz.")
    ordered(level=PUBLIC, due_on=after(-2))
    ordered(level=PUBLIC)
    ordered()
    counts = counts_of(lines())
    assert (counts.all, counts.done, counts.reported_done) == (5, 1, 1)
    assert (counts.not_executable, counts.overdue, counts.running) == (1, 1, 1)


def test_what_was_done_long_ago_is_not_told_again(office):
    confirm_measure(reported_done(ordered(level=PUBLIC)), user=office)
    assert len(lines()) == 1
    assert public_lines(clock.today(), after(1)) == []


def test_a_status_stands_with_its_own_day(office):
    measure = ordered(level=PUBLIC)
    report_status(measure, user=office, unit=measure.lead_unit, text="Läuft.")
    measure.status_reports.update(reported_on=after(-9))
    assert [(line.status, line.status_on) for line in lines()] == [("Läuft.", after(-9))]
    reported_done(measure, note="Ist fertig.")
    assert [(line.status, line.status_on) for line in lines()] == [("Ist fertig.", clock.today())]


def test_the_head_holds_what_was_typed(office, sign_in):
    content = (
        sign_in(office)
        .get(reverse(URL), {"format": "docx", "body": "Ausschuss für Soziales", "meets_on": "2027-01-14"})
        .content
    )
    text = text_of_docx(content) + text_of_paragraphs(content)
    assert "Ausschuss für Soziales" in text
    assert "14.01.2027" in text


def text_of_paragraphs(content):
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
