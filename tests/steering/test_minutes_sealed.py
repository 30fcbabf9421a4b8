"""What is sealed stays: whoever tries over SQL, in whatever role, the database refuses."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from core.models import StoredFileContent
from steering.enums import SeatRole
from steering.models import (
    AgendaItem,
    Meeting,
    MinutesSignature,
    Vote,
)
from steering.queries.minutes import current_version

CHANGES = {
    "minutes": "UPDATE steering_minutes SET opening = 'anders' WHERE id = {minutes}",
    "state of the minutes": "UPDATE steering_minutes SET state = 'review' WHERE id = {minutes}",
    "minutes gone": "DELETE FROM steering_minutes WHERE id = {minutes}",
    "version": "UPDATE steering_minutesversion SET head = '{{}}' WHERE minutes_id = {minutes}",
    "version gone": "DELETE FROM steering_minutesversion WHERE minutes_id = {minutes}",
    "a further version": "INSERT INTO steering_minutesversion (minutes_id, number, cause, head, inside, made_at, made_by_id)"
    " VALUES ({minutes}, 99, 'edited', '{{}}', '{{}}', now(), {user})",
    "part": "UPDATE steering_minutespart SET content = '{{}}' WHERE version_id = {version}",
    "part gone": "DELETE FROM steering_minutespart WHERE version_id = {version}",
    "unit of a part": "DELETE FROM steering_minutespart_units",
    "signature": "UPDATE steering_minutessignature SET user_id = {user} WHERE version_id = {version}",
    "signature gone": "DELETE FROM steering_minutessignature WHERE version_id = {version}",
    "text of an item": "UPDATE steering_agendaitem SET minutes = 'anders' WHERE id = {item}",
    "result of an item": "UPDATE steering_agendaitem SET result = 'noted' WHERE id = {item}",
    "item moved away": "UPDATE steering_agendaitem SET meeting_id = {other} WHERE id = {item}",
    "item gone": "DELETE FROM steering_agendaitem WHERE id = {item}",
    "wording": "UPDATE steering_decision SET wording = 'anders' WHERE agenda_item_id = {item}",
    "number": "UPDATE steering_decision SET number = '2026/99-99' WHERE agenda_item_id = {item}",
    "decision gone": "DELETE FROM steering_decision WHERE agenda_item_id = {item}",
    "attendance": "UPDATE steering_attendance SET body = 'anders' WHERE meeting_id = {meeting}",
    "attendance gone": "DELETE FROM steering_attendance WHERE meeting_id = {meeting}",
    "time of presence": "UPDATE steering_attendancespan SET left_at = now()",
    "interruption": "INSERT INTO steering_interruption (meeting_id, began_at) VALUES ({meeting}, now())",
    "meeting": "UPDATE steering_meeting SET place = 'anderswo' WHERE id = {meeting}",
    "state of the meeting": "UPDATE steering_meeting SET state = 'held' WHERE id = {meeting}",
    "sealed file": "DELETE FROM core_storedfilecontent",
}


@pytest.fixture
def known(sealed):
    """The keys of what is sealed, for statements."""
    held, minutes = sealed
    fields = {"year": 2030, "number": 1, "held_on": "2030-01-07", "starts_at": "09:00"}
    return {
        "minutes": minutes.pk,
        "version": current_version(minutes).pk,
        "meeting": held.meeting.pk,
        "item": held.public.pk,
        "user": held.member.pk,
        "other": Meeting.objects.create(committee=held.committee, **fields).pk,
    }


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("role", ["owner", "lk_web"])
def test_the_database_refuses_every_change_of_what_is_sealed(known, role):
    with connection.cursor() as cursor:
        if role != "owner":
            cursor.execute(f"SET LOCAL ROLE {role}")
    possible = [name for name, statement in CHANGES.items() if not refused(statement.format(**known))]
    assert possible == []


def test_the_same_changes_are_possible_before_the_seal(held):
    held.signed()
    statements = ("text of an item", "wording", "attendance", "interruption", "meeting")
    known = {"item": held.public.pk, "meeting": held.meeting.pk}
    assert [name for name in statements if refused(CHANGES[name].format(**known))] == []


def test_the_owner_cannot_empty_the_tables(known):
    for table in ("minutes", "minutesversion", "minutespart", "minutespart_units", "minutessignature"):
        assert refused(f"TRUNCATE steering_{table} CASCADE"), table


def test_no_seal_without_signatures(held):
    minutes = held.assembled()
    statement = "UPDATE steering_minutes SET state = 'sealed' WHERE id = %s"
    with pytest.raises(IntegrityError, match="signed or refused"), connection.cursor() as cursor:
        cursor.execute(statement, [minutes.pk])


def test_nothing_is_added_to_a_sealed_meeting(known):
    item = AgendaItem.objects.get(pk=known["item"])
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(meeting=item.meeting, position=99, label="99", title="Nachgeschoben")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(agenda_item=item, kind="consensus")
    with pytest.raises(IntegrityError), transaction.atomic():
        MinutesSignature.objects.create(
            version_id=known["version"], role=SeatRole.CHAIR, user_id=known["user"], signed_at="2026-01-01T00:00Z"
        )


def test_verify_minutes_finds_a_changed_word(known):
    call_command("verify_minutes")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE steering_minutespart DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE steering_minutespart SET content = jsonb_set(content, '{title}', '\"anders\"') WHERE version_id = %s",
            [known["version"]],
        )
    with pytest.raises(CommandError):
        call_command("verify_minutes")


def test_verify_minutes_finds_a_changed_file(known):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_storedfilecontent DISABLE TRIGGER USER")
    StoredFileContent.objects.update(data=b"%PDF-1.7 anders")
    with pytest.raises(CommandError):
        call_command("verify_minutes")
