"""Agendas: numbers, order, levels of confidentiality, and that an old agenda never changes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from steering.domain.agendas import (
    add_agenda_item,
    add_section,
    arrange_agenda,
    change_agenda_item,
    move_agenda_item,
    remove_agenda_item,
)
from steering.domain.levels import ORDER, is_looser, strictest
from steering.domain.meetings import begin_meeting, cancel_meeting
from steering.domain.numbering import Line, letter, next_label, numbered
from steering.domain.outline import MAX_DEPTH, arranged, moved
from steering.enums import MeetingState
from steering.models import AgendaItem
from tests.factories import UserFactory
from tests.steering.factories import MeetingFactory


@pytest.fixture
def meeting(db):
    return MeetingFactory()


def invited(meeting):
    meeting.state = MeetingState.INVITED
    meeting.save()
    return meeting


def agenda(meeting) -> list[tuple[str, str]]:
    return list(meeting.agenda_items.order_by("position").values_list("label", "title"))


def change(item, **fields):
    return change_agenda_item(
        item, **{"version": item.version, "title": item.title, "confidentiality": item.confidentiality} | fields
    )


def refused(act) -> str:
    """Return why the domain refuses the act."""
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.code


def branch(lines, key) -> set[int]:
    """Return the key of a line and of all below it."""
    keys = {key}
    for line in lines:
        keys |= {line.key} if line.parent in keys else set()
    return keys


# --- Numbers ------------------------------------------------------------------------------------------


def test_items_are_numbered_through_all_sections_and_sub_items_below_their_item():
    lines = [
        Line(1, is_section=True),
        Line(2, 1),
        Line(3, 2),
        Line(4, 2),
        Line(5, 4),
        Line(6),
        Line(7, is_section=True),
    ]
    lines += [Line(8, 7)]
    assert numbered(lines) == {1: "A", 2: "1", 3: "1.1", 4: "1.2", 5: "1.2.1", 6: "2", 7: "B", 8: "3"}


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")])
def test_sections_beyond_z_go_on_like_columns_of_a_table(number, letters):
    assert letter(number) == letters


@pytest.mark.parametrize(
    ("taken", "fields", "expected"),
    [
        ([], {}, "1"),
        (["A", "1", "2", "2.1", "10"], {}, "11"),
        (["A", "1", "2", "2.1", "2.2.1"], {"above": "2"}, "2.2"),
        (["1", "2"], {"above": "2"}, "2.1"),
        (["A", "C", "1"], {"is_section": True}, "B"),
    ],
)
def test_a_late_line_gets_the_next_number(taken, fields, expected):
    assert next_label(taken, **fields) == expected


@st.composite
def outlines(draw):
    """Draw a well-formed agenda: sections on top, items below them or on top, sub-items below items."""
    lines, parents = [], [None]
    for key in range(1, draw(st.integers(1, 12)) + 1):
        if draw(st.booleans()) and draw(st.booleans()):
            lines.append(Line(key, is_section=True))
            parents = [None, key]
            continue
        parent = draw(st.sampled_from(parents))
        lines.append(Line(key, parent))
        path = parents[: parents.index(parent) + 1]
        items = [each for each in path if each is not None and not lines[each - 1].is_section]
        parents = [*path, key] if len(items) + 1 < MAX_DEPTH else path
    return lines


@given(outlines())
def test_every_line_has_a_number_of_its_own(lines):
    labels = numbered(lines)
    assert len(set(labels.values())) == len(lines)


@given(outlines(), st.data())
def test_moving_a_line_loses_nothing_and_leaves_an_agenda(lines, data):
    key, up = data.draw(st.sampled_from([line.key for line in lines])), data.draw(st.booleans())
    wanted = moved(lines, key, up=up)
    assert sorted(each for each, _parent in wanted) == sorted(line.key for line in lines)
    after = arranged(lines, wanted)
    assert [line for line in after if line.key not in branch(lines, key)] == [
        line for line in lines if line.key not in branch(lines, key)
    ]


@given(outlines(), st.data())
def test_an_arrangement_that_is_no_agenda_is_refused(lines, data):
    keys = data.draw(st.permutations([line.key for line in lines]))
    wanted = [(key, data.draw(st.sampled_from([None, *keys]))) for key in keys]
    try:
        found = arranged(lines, wanted)
    except ValidationError:
        return
    assert [(line.key, line.parent) for line in found] == wanted
    places = {line.key: place for place, line in enumerate(found)}
    assert all(line.parent is None or places[line.parent] < places[line.key] for line in found)
    assert not any(line.is_section and line.parent for line in found)


def test_an_arrangement_deeper_than_three_levels_of_items_is_refused():
    lines = [Line(0, is_section=True), *(Line(key) for key in (1, 2, 3, 4))]
    chain = [(0, None), (1, 0), (2, 1), (3, 2)]
    assert arranged(lines, [*chain, (4, 2)])
    assert refused(lambda: arranged(lines, [*chain, (4, 3)])) == "place"


# --- Adding, moving, removing -------------------------------------------------------------------------


def test_numbers_follow_the_order_until_the_invitation(meeting):
    first, second = add_agenda_item(meeting, title="Eins"), add_agenda_item(meeting, title="Zwei")
    move_agenda_item(second, up=True)
    assert agenda(meeting) == [("1", "Zwei"), ("2", "Eins")]
    add_agenda_item(meeting, title="Unterpunkt", parent=second)
    assert agenda(meeting) == [("1", "Zwei"), ("1.1", "Unterpunkt"), ("2", "Eins")]
    remove_agenda_item(second, user=UserFactory())
    assert agenda(meeting) == [("1", "Eins")]
    assert AgendaItem.objects.get() == first


def test_after_the_invitation_numbers_stay_and_a_late_item_gets_the_next(meeting):
    section = add_section(meeting, title="Teil")
    first = add_agenda_item(meeting, title="Eins", parent=section)
    add_agenda_item(meeting, title="Zwei")
    invited(meeting)
    late = add_agenda_item(meeting, title="Nachtrag", parent=section)
    sub = add_agenda_item(meeting, title="Nachtrag dazu", parent=first)
    assert agenda(meeting) == [("A", "Teil"), ("1", "Eins"), ("1.1", "Nachtrag dazu"), ("3", "Nachtrag"), ("2", "Zwei")]
    assert (late.is_late, sub.is_late, first.is_late) == (True, True, False)
    for act in (lambda: move_agenda_item(late, up=True), lambda: remove_agenda_item(late, user=UserFactory())):
        assert refused(act) == "fixed"


def test_what_stays_last_stays_behind_new_items_until_the_invitation(meeting):
    add_agenda_item(meeting, title="Eins")
    AgendaItem.objects.filter(pk=add_agenda_item(meeting, title="Verschiedenes").pk).update(stays_last=True)
    add_agenda_item(meeting, title="Zwei")
    assert agenda(meeting) == [("1", "Eins"), ("2", "Zwei"), ("3", "Verschiedenes")]


def test_the_items_of_a_removed_section_stay(meeting):
    section = add_section(meeting, title="Teil")
    add_agenda_item(meeting, title="Eins", parent=section)
    remove_agenda_item(section, user=UserFactory())
    assert agenda(meeting) == [("1", "Eins")]


def test_an_agenda_has_three_levels_of_items_and_no_more(meeting):
    section = add_section(meeting, title="Teil")
    item = add_agenda_item(meeting, title="Punkt", parent=section)
    sub = add_agenda_item(meeting, title="Unterpunkt", parent=item)
    lowest = add_agenda_item(meeting, title="Unter-Unterpunkt", parent=sub)
    assert lowest.label == "1.1.1"
    assert refused(lambda: add_agenda_item(meeting, title="Zu tief", parent=lowest)) == "place"


def test_an_arrangement_of_an_agenda_that_changed_meanwhile_is_refused(meeting):
    seen = [add_agenda_item(meeting, title=title).pk for title in ("Eins", "Zwei")]
    add_agenda_item(meeting, title="Drei")
    assert refused(lambda: arrange_agenda(meeting, wanted=[(key, None) for key in reversed(seen)])) == "changed"
    assert [label for label, _title in agenda(meeting)] == ["1", "2", "3"]


def test_nothing_is_added_to_a_cancelled_meeting(meeting):
    cancel_meeting(meeting, reason="Kein Anlass.", user=UserFactory())
    assert refused(lambda: add_agenda_item(meeting, title="Punkt")) == "closed"


def test_a_change_that_crosses_another_one_is_refused(meeting):
    item = add_agenda_item(meeting, title="Punkt")
    change(item, title="Neuer Titel")
    assert refused(lambda: change(item, title="Anderer Titel")) == "changed"
    item.refresh_from_db()
    assert item.title == "Neuer Titel"


def test_a_recorded_item_can_no_longer_be_changed(meeting):
    item = add_agenda_item(meeting, title="Punkt")
    begin_meeting(meeting)
    AgendaItem.objects.filter(pk=item.pk).update(
        result="noted", recorded_at="2026-01-05T12:00Z", recorded_by=UserFactory()
    )
    assert refused(lambda: change(item, title="Anders")) == "closed"


# --- Confidentiality ----------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(ORDER), min_size=1))
def test_the_strictest_level_is_looser_than_none_of_them(levels):
    assert not any(is_looser(strictest(*levels), level) for level in levels)


def test_a_sub_item_inherits_confidentiality(meeting):
    item = add_agenda_item(meeting, title="Punkt", confidentiality="confidential")
    assert add_agenda_item(meeting, title="Unterpunkt", parent=item).confidentiality == "confidential"


def test_raising_an_item_raises_all_below_it(meeting):
    section = add_section(meeting, title="Teil")
    item = add_agenda_item(meeting, title="Punkt", parent=section, confidentiality="public")
    sub = add_agenda_item(meeting, title="Unterpunkt", parent=item, confidentiality="internal")
    change(section, confidentiality="confidential")
    assert set(AgendaItem.objects.filter(pk__in=[item.pk, sub.pk]).values_list("confidentiality", flat=True)) == {
        "confidential"
    }


def test_an_item_cannot_become_less_confidential_than_what_it_belongs_to(meeting):
    item = add_agenda_item(meeting, title="Punkt", confidentiality="confidential")
    sub = add_agenda_item(meeting, title="Unterpunkt", parent=item)
    with pytest.raises(ValidationError) as refusal:
        change(sub, confidentiality="public")
    assert "confidentiality" in refusal.value.error_dict


def test_moving_an_item_into_a_confidential_section_makes_it_confidential(meeting):
    item = add_agenda_item(meeting, title="Punkt")
    add_section(meeting, title="Nichtöffentlich", confidentiality="confidential")
    move_agenda_item(item, up=False)
    item.refresh_from_db()
    assert (item.parent.title, item.confidentiality) == ("Nichtöffentlich", "confidential")
    assert agenda(meeting) == [("A", "Nichtöffentlich"), ("1", "Punkt")]


@pytest.mark.parametrize(
    "fields",
    [{"confidentiality": "public"}, {"position": 0}, {"meeting": "other"}, {"kind": "section"}, {"parent": "self"}],
)
def test_the_database_itself_refuses_a_tree_that_is_none(meeting, fields):
    item = add_agenda_item(meeting, title="Punkt", confidentiality="confidential")
    sub = add_agenda_item(meeting, title="Unterpunkt", parent=item)
    values = {"other": MeetingFactory(), "self": sub}

    def write():
        with transaction.atomic():
            AgendaItem.objects.filter(pk=sub.pk).update(**{name: values.get(to, to) for name, to in fields.items()})
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError):
        write()


def test_a_new_agenda_never_changes_an_old_one(meeting):
    item = add_agenda_item(meeting, title="Punkt")
    old = agenda(meeting), AgendaItem.objects.values().get(pk=item.pk)
    following = MeetingFactory(committee=meeting.committee)
    copy = add_agenda_item(following, title="Punkt")
    change(copy, title="Neu")
    remove_agenda_item(copy, user=UserFactory())
    assert (agenda(meeting), AgendaItem.objects.values().get(pk=item.pk)) == old
