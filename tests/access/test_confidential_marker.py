"""A marker word stands in everything a confidential item brought forth. Whoever has no right to it finds it nowhere.

Asked are all addresses of the access matrix, so a new one is covered by its row, with every export and a search, for every
role elsewhere and for the staff of the lead unit. A new model with free text has to say here whether it is marked.
"""

import io
import zipfile
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from pypdf import PdfReader

from core import clock
from core.demo import set_clock
from core.enums import Role
from core.models import Installation, OutgoingMail
from steering.domain.open_data import publish_open_data
from steering.domain.reminders import queue_due_reminders
from steering.models import ReminderOccurrence
from tests.access.matrix import MATRIX
from tests.access.world import World

# The world with the marker takes a while: one process makes it.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("marker")]
REFUSALS = (302, 403, 404)
MARKER, SOUGHT = "Zwickmuehle", "Suchbegriff"
# What belongs to sealed minutes keeps its level and stays out of this.
OF_DECISION = "decision_id IN (SELECT id FROM steering_decision WHERE confidentiality = 'confidential')"
OF_MEASURE = f"measure_id IN (SELECT id FROM steering_measure WHERE {OF_DECISION})"  # noqa: S608
OF_ITEM = "agenda_item_id IN (SELECT id FROM steering_agendaitem WHERE confidentiality = 'confidential')"
# Free text that belongs to a confidential item or record; rows without such an origin are not confidential.
MARKED: dict[str, tuple[tuple[str, ...], str]] = {
    "AgendaItem": (("title", "speaker", "proposed_text", "minutes"), ""),
    "CircularDecision": (("title", "wording", "grounds", "reason"), ""),
    "CircularRecipient": (("remark",), ""),
    "Decision": (("wording",), ""),
    "Measure": (("title", "resubmit_reason", "blocked_reason", "completion_note", "reason"), OF_DECISION),
    "MeasureStep": (("task", "note"), OF_MEASURE),
    "LogRevision": (("text",), ""),
    "Exchange": (("title", "lessons", "contact"), ""),
    "ExtensionRequest": (("reason", "answer"), OF_MEASURE),
    "FollowUp": (("answer_text",), OF_MEASURE),
    "DueDateChange": (("reason",), OF_MEASURE),
    "StatusReport": (("text",), OF_MEASURE),
    "MeasureNote": (("text",), OF_MEASURE),
    "MinutesRemark": (("text",), OF_ITEM),
    "MinutesObjection": (("text", "ruling_text"), OF_ITEM),
    "Paper": (("title", "text"), ""),
    "StandingItem": (("title", "speaker"), ""),
    "Topic": (("title", "description"), ""),
    "TopicChange": (("reason",), ""),
}
NOT_CONFIDENTIAL = {
    "Committee": "its name",
    "Meeting": "place, link and reason of a cancellation go to everybody invited",
    "MeetingSeries": "rule and place",
    "NumberCounter": "names of series",
    "DroppedProposal": "keys of proposals",
    "Attendance": "who is present at a meeting",
    "Invitation": "who is invited and stands in",
    "InvitationSending": "place, link and urgency of a meeting",
    "FollowUpLink": "an address",
    "CalendarFeed": "a label its owner chose",
    "ReminderOccurrence": "how a date came about",
    "MeasureImport": "a file of the office; seen by nobody else",
    "MeasureImportRow": "rows of that file",
    "MeasureOrigin": "rows of that file; shown nowhere",
    "PublishedObject": "public by definition; tests/steering/test_open_data.py looks for what is not",
    "LogDraft": "seen on the page of its item alone, which is marked",
    "Minutes": "statements about the meeting as a whole; parts are filtered in tests/steering/test_minutes_visibility.py",
    "MinutesVersion": "as the minutes",
    "MinutesPart": "a frozen copy the database does not let anybody change; as the minutes",
    "MinutesSignature": "why somebody did not sign",
}
LIST = ("?format=csv", "?format=xlsx", f"?q={SOUGHT}")
# What is asked besides the address itself; documents are offered where the address says so.
MORE = {"_list": LIST, "search": (f"?q={SOUGHT}",), "control": (*LIST, "?format=pdf", "?format=docx")}
ASKED = ("steering:", "portal:", "core:")
# The data protection officer reads the audit, which is evidence and holds what was written.
RIGHTFUL = {(Role.DATA_PROTECTION_OFFICER, "core:audit_list"), (Role.DATA_PROTECTION_OFFICER, "core:audit_detail")}
# Where the member of the committee finds the word; without this the test could not fail.
FOUND_BY_THE_COMMITTEE = {
    "portal:search",
    "steering:decision_control",
    "steering:decision_detail",
    "steering:decision_list",
    "steering:exchange_detail",
    "steering:exchange_list",
    "steering:measure_detail",
    "steering:measure_list",
    "steering:meeting_detail",
    "steering:outcome_log",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Build the world of the matrix and mark it; everything is taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.prepare(row.kwargs for row in MATRIX.values())
        mark()
        yield world
        transaction.set_rollback(True)


def mark() -> None:
    """Make everything confidential, and write the word into every filled field of free text that belongs to it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        steering = apps.get_app_config("steering").get_models()
        # A paper may never be less confidential than its item, so the item comes last; a decision follows by itself.
        first, last = ("PaperAttachment", "Paper"), ("AgendaItem",)
        levels = {
            model.__name__: model for model in steering if any(f.name == "confidentiality" for f in model._meta.fields)
        }
        rest = sorted(levels.keys() - {*first, *last, "Decision"})
        for name in (*first, *rest, *last):
            change(cursor, levels[name]._meta.db_table, "confidentiality = 'confidential'", "true")
        for name, (columns, condition) in MARKED.items():
            for column in columns:
                write_word(cursor, apps.get_model("steering", name)._meta.db_table, column, condition or "true")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def write_word(cursor, table: str, column: str, condition: str) -> None:
    word = f"{column} = left('{MARKER} {SOUGHT} ' || {column}, 120)"
    change(cursor, table, word, f"{column} <> '' AND {condition}")


def change(cursor, table: str, assignment: str, condition: str) -> None:
    """Change row by row: what belongs to sealed minutes stays as it is."""
    cursor.execute(f"SELECT id FROM {table} WHERE {condition} ORDER BY id DESC")  # noqa: S608  (names of our own)
    for (key,) in cursor.fetchall():
        try:
            with transaction.atomic():
                cursor.execute(f"UPDATE {table} SET {assignment} WHERE id = %s", (key,))  # noqa: S608
        except IntegrityError as refusal:
            if "sealed" not in str(refusal):
                raise


def free_text(model: type[models.Model]) -> list[str]:
    """Return the fields of a model that hold what people typed."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [field.name for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices]


def test_every_model_with_free_text_says_whether_it_is_marked():
    found = {model.__name__ for model in apps.get_app_config("steering").get_models() if free_text(model)}
    assert found == MARKED.keys() | NOT_CONFIDENTIAL.keys()


def readable(response: Any) -> str:
    """Return what a person can read in an answer: page, text, workbook, document or calendar."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if content.startswith(b"%PDF") and b"startxref" in content:  # the stand-in of a row is no whole document
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="replace")


def places_with_the_word(world: World, user: Any, role: Role | None) -> set[str]:
    """Ask every address that answers this role at all, and return the names of those in whose answer the word stands.

    What refuses the role even at home is left: the matrix shows that it does, and that a refusal tells nothing.
    """
    found = set()
    for name, row in MATRIX.items():
        if not name.startswith(ASKED) or (role, name) in RIGHTFUL or row.path or row.get.to(role) in REFUSALS:
            continue
        address = row.address(name, world.once(row.kwargs))
        more = () if row.query else next((more for end, more in MORE.items() if name.endswith(end)), ())
        for suffix in ("", *more):
            response = world.ask(user, "get", address + suffix)
            if response.status_code == 200 and MARKER in readable(response):
                found.add(name + suffix)
            if response.status_code in REFUSALS:
                break
    return found


def test_the_committee_finds_the_word(world):
    """Otherwise the other tests would look for something that is not there."""
    found = places_with_the_word(world, world.people[Role.COMMITTEE_MEMBER], Role.COMMITTEE_MEMBER)
    assert {place.split("?")[0] for place in found} >= FOUND_BY_THE_COMMITTEE
    assert {"steering:decision_list?format=csv", "steering:measure_list?format=xlsx"} <= found


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_OFFICE])
def test_a_person_elsewhere_finds_the_word_nowhere(world, role):
    assert places_with_the_word(world, world.elsewhere[role], role) == set()


@pytest.mark.parametrize("role", [Role.DEPARTMENT_STAFF, Role.EXTERNAL_PARTNER])
def test_staff_of_the_units_concerned_find_the_word_nowhere(world, role):
    assert places_with_the_word(world, world.people[role], role) == set()


def test_who_is_signed_out_finds_the_word_nowhere(world):
    assert places_with_the_word(world, None, None) == set()


def a_tuesday_at_ten() -> datetime:
    """Return a moment two months ahead at which everything is overdue and the offices work."""
    day = clock.today() + timedelta(days=60)
    return datetime.combine(day + timedelta(days=(1 - day.weekday()) % 7), time(10))


def test_no_mail_holds_the_word(world):
    with transaction.atomic():
        Installation.objects.update(is_demo=True)
        set_clock(timezone.make_aware(a_tuesday_at_ten()) - timezone.now())
        assert queue_due_reminders() > 0
        assert ReminderOccurrence.objects.filter(follow_up__measure__decision__confidentiality="confidential").exists()
        mails = [f"{mail.subject} {mail.text} {mail.html}" for mail in OutgoingMail.objects.all()]
        assert mails
        assert [mail for mail in mails if MARKER in mail] == []
        transaction.set_rollback(True)


def test_the_open_data_hold_no_word(world, settings):
    with transaction.atomic():
        publish_open_data()
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(string_agg(content::text, ' '), '') FROM steering_publishedobject")
            assert MARKER not in cursor.fetchone()[0]
        transaction.set_rollback(True)
    cache.clear()
