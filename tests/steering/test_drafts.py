"""The log while it is being written: nothing typed is lost, whoever types at the same time."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.identity import acting_as
from steering.domain.agendas import add_agenda_item
from steering.domain.drafts import Change, merge, note_presence, save_draft
from steering.domain.meetings import begin_meeting, end_meeting
from steering.domain.outcomes import ChangedMeanwhileError, ItemOutcome, record_outcome
from steering.enums_log import KeptBecause
from steering.models import AgendaItem, LogDraft, LogPresence, LogRevision
from tests.factories import UserFactory
from tests.steering.factories import MeetingFactory

pytestmark = pytest.mark.django_db
MANY = settings(
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WORDS = st.text("abc ", min_size=1, max_size=6)


@pytest.fixture
def item():
    return add_agenda_item(begin_meeting(MeetingFactory()), title="Punkt")


@pytest.fixture
def anna():
    return UserFactory(name="Anna")


@pytest.fixture
def bert():
    return UserFactory(name="Bert")


def type_minutes(item, user, base, value, settle=()):
    return save_draft(item, user=user, changes={"minutes": Change(base, value)}, settle=settle)


def stands(item) -> str:
    return LogDraft.objects.get(pk=item.pk).values.get("minutes", "")


def kept(item) -> list[str]:
    return list(LogRevision.objects.filter(item=item).values_list("text", flat=True))


def test_what_is_typed_stands_in_the_draft_and_not_yet_in_the_item(item, anna):
    assert type_minutes(item, anna, "", "Erster Satz").draft.version == 1
    item.refresh_from_db()
    assert (stands(item), item.minutes) == ("Erster Satz", "")


def test_two_writers_in_two_fields_do_not_meet(item, anna, bert):
    type_minutes(item, anna, "", "Protokoll")
    saved = save_draft(item, user=bert, changes={"due": Change("", "in 2 Wochen")})
    assert saved.refused == frozenset()
    assert saved.draft.values == {"minutes": "Protokoll", "due": "in 2 Wochen"}


def test_the_later_of_two_texts_is_kept_aside_and_the_first_stands(item, anna, bert):
    type_minutes(item, anna, "", "Annas Text")
    saved = type_minutes(item, bert, "", "Berts Text")
    assert saved.refused == {"minutes"}
    assert stands(item) == "Annas Text"
    revision = LogRevision.objects.get()
    assert (revision.text, revision.written_by, revision.because) == ("Berts Text", bert, KeptBecause.CONFLICT)


def test_whoever_goes_on_typing_in_a_conflict_has_the_newest_text_kept(item, anna, bert):
    type_minutes(item, anna, "", "Annas Text")
    for text in ("Bert", "Berts Te", "Berts Te", "Berts Text"):
        type_minutes(item, bert, "", text)
    draft = LogDraft.objects.get()
    assert list(LogRevision.objects.exclude(pk__in=draft.settled).values_list("text", flat=True)) == ["Berts Text"]


def test_coming_to_terms_settles_what_was_kept_and_keeps_what_gives_way(item, anna, bert):
    type_minutes(item, anna, "", "Annas Text")
    type_minutes(item, bert, "", "Berts Text")
    late = LogRevision.objects.get()
    saved = type_minutes(item, bert, "Annas Text", "Berts Text", settle=(late.pk,))
    assert (saved.refused, saved.draft.settled) == (frozenset(), [late.pk])
    assert stands(item) == "Berts Text"
    assert sorted(kept(item)) == ["Annas Text", "Berts Text"]


def test_nobody_settles_the_texts_of_another_item(item, anna, bert):
    other = add_agenda_item(item.meeting, title="Anderer")
    type_minutes(other, anna, "", "Annas Text")
    type_minutes(other, bert, "", "Berts Text")
    saved = type_minutes(item, anna, "", "x", settle=(LogRevision.objects.get().pk,))
    assert saved.draft.settled == []


def test_recording_ends_the_draft_and_keeps_a_text_that_was_not_taken_over(item, anna, bert):
    type_minutes(item, anna, "", "Annas Text")
    record_outcome(item, user=bert, outcome=ItemOutcome("noted", minutes="Berts Text"))
    assert LogDraft.objects.get().fields == {}
    assert kept(item) == ["Annas Text"]


def test_recording_refuses_while_somebody_has_typed_what_the_writer_has_not_seen(item, anna, bert):
    seen = type_minutes(item, anna, "", "Annas").draft.version
    type_minutes(item, anna, "Annas", "Annas Text")
    with pytest.raises(ChangedMeanwhileError) as caught:
        record_outcome(item, user=bert, outcome=ItemOutcome("noted", minutes="B", draft_version=seen))
    assert caught.value.draft.values["minutes"] == "Annas Text"


def test_minutes_that_nobody_recorded_are_taken_over_when_the_meeting_ends(item, anna):
    save_draft(item, user=anna, changes={"minutes": Change("", "Nur getippt"), "result": Change("", "noted")})
    end_meeting(item.meeting)
    item.refresh_from_db()
    assert (item.minutes, item.result) == ("Nur getippt", "")
    assert LogDraft.objects.get().values == {"result": "noted"}


def test_nothing_is_typed_into_a_meeting_that_does_not_run(anna):
    item = add_agenda_item(MeetingFactory(), title="Punkt")
    with pytest.raises(ValidationError):
        type_minutes(item, anna, "", "Zu früh")
    assert not LogDraft.objects.exists()


def test_the_application_cannot_change_a_text_that_was_kept(item, anna, bert):
    type_minutes(item, anna, "", "Annas Text")
    type_minutes(item, bert, "", "Berts Text")
    with acting_as(anna):
        for statement in ("UPDATE steering_logrevision SET text = 'x'", "DELETE FROM steering_logrevision"):
            with connection.cursor() as cursor:
                cursor.execute("SAVEPOINT before")
                with pytest.raises(Exception, match="permission denied"):
                    cursor.execute(statement)
                cursor.execute("ROLLBACK TO before")
    assert kept(item) == ["Berts Text"]


def test_a_writer_is_in_one_place_at_a_time(item, anna):
    other = add_agenda_item(item.meeting, title="Anderer")
    for place in (item, other):
        note_presence(place, user=anna)
    assert LogPresence.objects.get().item == other


@given(st.dictionaries(st.sampled_from("xyz"), WORDS), st.dictionaries(st.sampled_from("xyz"), st.tuples(WORDS, WORDS)))
def test_a_field_is_set_only_by_a_writer_who_has_seen_what_it_holds(current, sent):
    merged = merge(current, {name: Change(*pair) for name, pair in sent.items()})
    for name, (base, value) in sent.items():
        held = current.get(name, "").strip()
        if value.strip() == held:
            assert name not in merged.accepted | dict.fromkeys(merged.refused)
        else:
            assert (name in merged.accepted) == (base.strip() == held)
            assert (name in merged.refused) == (base.strip() != held)


@MANY
@given(st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.booleans(), WORDS), max_size=8))
def test_every_text_that_was_ever_sent_last_is_found_again(item, anna, bert, acts):
    """Three pages of two people type into one field; a page reads what stands only now and then."""
    LogDraft.objects.all().delete()
    LogRevision.objects.all().delete()
    people, seen, last = (anna, bert, bert), ["", "", ""], {}
    for number, (page, reads, text) in enumerate(acts):
        if reads:
            seen[page] = LogDraft.objects.get(pk=item.pk).values.get("minutes", "") if last else ""
        words = f"{text.strip()}{number}"
        if "minutes" not in type_minutes(item, people[page], seen[page], words).refused:
            seen[page] = words
        last[page] = words
    everything = [stands(item) if last else "", *kept(item)]
    for words in last.values():
        assert any(words in text for text in everything), (words, everything)


@pytest.mark.django_db(transaction=True)
def test_two_connections_at_once_lose_neither_text():
    item = add_agenda_item(begin_meeting(MeetingFactory()), title="Punkt")
    writers, barrier = [UserFactory() for _each in range(4)], Barrier(4)

    def write(user):
        try:
            barrier.wait()
            return type_minutes(AgendaItem.objects.get(pk=item.pk), user, "", f"Text von {user.pk}").refused
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        refused = list(pool.map(write, writers))
    assert sorted(map(len, refused)) == [0, 1, 1, 1]
    assert {stands(item), *kept(item)} == {f"Text von {user.pk}" for user in writers}
