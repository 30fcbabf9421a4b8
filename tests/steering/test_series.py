"""Meetings and series: planned once, never on top of each other, moved and cancelled with their numbers."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from core.dates import Calendar
from core.models import OfficeClosure
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting, cancel_meeting, change_meeting, plan_meeting
from steering.domain.recurrence import LAST, occurrences, rule_in_words, rule_text
from steering.domain.series import cancel_following, change_following, plan_series
from steering.enums import MeetingState
from steering.enums_agenda import Rhythm
from steering.models import Meeting, MeetingSeries
from tests.factories import UserFactory
from tests.steering.factories import CommitteeFactory, MeetingFactory

NRW = Calendar("NW", {date(2026, 5, 26): "Betriebsausflug"})
TUESDAYS = rule_text(rhythm=Rhythm.WEEKLY, interval=2, weekday=1)
MONDAY = date(2026, 5, 4)


def days(rule, starts_on, ends_on):
    return [
        each.day for each in occurrences(rule, starts_on=starts_on, ends_on=ends_on, calendar=NRW) if not each.skipped
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"rhythm": "weekly", "interval": 2, "weekday": 1}, [date(2026, 5, 5), date(2026, 5, 19), date(2026, 6, 2)]),
        ({"rhythm": "monthly", "interval": 1, "weekday": 2, "ordinal": 1}, [date(2026, 5, 6), date(2026, 6, 3)]),
        ({"rhythm": "monthly", "interval": 1, "weekday": 4, "ordinal": LAST}, [date(2026, 5, 29)]),
    ],
)
def test_a_rule_names_its_days(fields, expected):
    assert days(rule_text(**fields), MONDAY, date(2026, 6, 10)) == expected


def test_a_holiday_and_a_closed_office_are_skipped_and_the_reason_is_said():
    rule = rule_text(rhythm=Rhythm.WEEKLY, interval=1, weekday=1)
    found = occurrences(rule, starts_on=date(2026, 5, 26), ends_on=date(2026, 6, 2), calendar=NRW)
    assert [bool(each.skipped) for each in found] == [True, False]
    assert "Betriebsausflug" in found[0].skipped
    thursdays = rule_text(rhythm=Rhythm.WEEKLY, interval=1, weekday=3)
    skipped = [
        each.day
        for each in occurrences(thursdays, starts_on=MONDAY, ends_on=date(2026, 6, 11), calendar=NRW)
        if each.skipped
    ]
    assert skipped == [date(2026, 5, 14), date(2026, 6, 4)]  # Christi Himmelfahrt, Fronleichnam


def test_a_rule_without_end_is_cut_off():
    assert len(days(rule_text(rhythm=Rhythm.WEEKLY, interval=1, weekday=1), MONDAY, date(2099, 1, 1))) < 161


def test_rules_are_said_in_words():
    assert "Dienstag" in rule_in_words(TUESDAYS)
    assert "Freitag" in rule_in_words(rule_text(rhythm=Rhythm.MONTHLY, interval=1, weekday=4, ordinal=LAST))


def plan(committee, **fields):
    return plan_meeting(committee, **{"held_on": MONDAY, "starts_at": time(14), "ends_at": time(16)} | fields)


def series(committee, **fields) -> MeetingSeries:
    values = {"rule": TUESDAYS, "starts_on": MONDAY, "ends_on": date(2026, 6, 30), "starts_at": time(9)}
    return plan_series(committee, **values | fields)


@pytest.mark.django_db
def test_a_meeting_on_top_of_another_one_of_the_committee_is_refused():
    committee = CommitteeFactory()
    plan(committee)
    for fields in ({}, {"starts_at": time(15)}, {"starts_at": time(13), "ends_at": time(14, 1)}):
        with pytest.raises(ValidationError, match="bereits"):
            plan(committee, **fields)
    plan(committee, starts_at=time(16), ends_at=None)
    plan(CommitteeFactory())
    assert Meeting.objects.count() == 3


@pytest.mark.django_db
def test_a_cancelled_meeting_keeps_its_number_and_frees_its_day():
    committee, user = CommitteeFactory(), UserFactory()
    first = cancel_meeting(plan(committee), reason="Kein Anlass.", user=user)
    second = plan(committee)
    assert (first.state, first.number, second.number) == (MeetingState.CANCELLED, 1, 2)
    for act in (lambda: begin_meeting(first), lambda: cancel_meeting(first, reason="Nochmals.", user=user)):
        with pytest.raises(ValidationError):
            act()


@pytest.mark.django_db
def test_a_cancellation_needs_a_reason():
    with pytest.raises(ValidationError) as refusal:
        cancel_meeting(MeetingFactory(), reason=" ", user=UserFactory())
    assert "reason" in refusal.value.error_dict


@pytest.mark.django_db
def test_a_meeting_that_has_begun_can_no_longer_be_moved():
    meeting = begin_meeting(MeetingFactory())
    with pytest.raises(ValidationError):
        change_meeting(meeting, held_on=MONDAY, starts_at=time(9), user=UserFactory())


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"ends_at": time(13)}, {"online_link": "http://konferenz.example/raum"}])
def test_an_end_before_the_beginning_and_an_open_link_are_refused(fields):
    with pytest.raises(ValidationError):
        plan(CommitteeFactory(), **fields)


@pytest.mark.django_db
def test_a_series_plans_its_meetings_with_numbers_in_order_and_skips_closed_days():
    OfficeClosure.objects.create(day=date(2026, 5, 19), name="Betriebsausflug")
    rows = series(CommitteeFactory()).meetings.order_by("held_on")
    assert [row.held_on for row in rows] == [MONDAY + timedelta(days=n) for n in (1, 29, 43, 57)]
    assert [row.number for row in rows] == [1, 2, 3, 4]


@pytest.mark.django_db
def test_a_series_that_meets_a_planned_meeting_plans_nothing_and_names_the_day():
    committee = CommitteeFactory()
    plan(committee, held_on=date(2026, 6, 2), starts_at=time(9), ends_at=None)
    with pytest.raises(ValidationError, match=r"02\.06\.2026"):
        series(committee)
    assert (Meeting.objects.count(), MeetingSeries.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_one_meeting_is_moved_alone_and_keeps_its_place_in_the_series():
    rows = list(series(CommitteeFactory()).meetings.order_by("held_on"))
    moved = change_meeting(rows[1], held_on=date(2026, 5, 20), starts_at=time(10), user=UserFactory())
    assert (moved.held_on, moved.series_day) == (date(2026, 5, 20), date(2026, 5, 19))
    rows[2].refresh_from_db()
    assert rows[2].starts_at == time(9)


@pytest.mark.django_db
def test_all_that_follow_change_and_what_is_past_stays():
    rows = list(series(CommitteeFactory()).meetings.order_by("held_on"))
    begin_meeting(rows[0])
    say = {"starts_at": time(11), "ends_at": None, "place": "Raum 1", "online_link": "", "user": UserFactory()}
    assert change_following(rows[2], **say) == len(rows) - 2
    assert [row.starts_at.hour for row in Meeting.objects.order_by("held_on")] == [9, 9] + [11] * (len(rows) - 2)
    assert cancel_following(rows[1], reason="Pause.", user=UserFactory()) == len(rows) - 1
    assert set(Meeting.objects.exclude(pk=rows[0].pk).values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.django_db
def test_the_agenda_of_a_cancelled_meeting_stays():
    meeting = MeetingFactory()
    add_agenda_item(meeting, title="Punkt")
    cancel_meeting(meeting, reason="Krank.", user=UserFactory())
    assert meeting.agenda_items.count() == 1
