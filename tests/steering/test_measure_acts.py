"""The acts on a measure: what changes, what stays, who is asked, and what is refused with a sentence."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.models import OutgoingMail
from steering.domain.extensions import grant_extension, refuse_extension, request_extension
from steering.domain.followups import acknowledge_follow_up
from steering.domain.handovers import hand_over
from steering.domain.measures import (
    block_measure,
    change_measure_date,
    confirm_measure,
    edit_measure,
    make_permanent,
    report_status,
    set_resubmission,
    unblock_measure,
)
from steering.domain.measures_together import ask_for_status, confirm_together
from steering.domain.setbacks import declare_not_executable, order_again, send_back, settle_measure
from steering.domain.steps import add_step, change_step, drop_step
from steering.enums import ExtensionState, MeasureState, NoteKind, Progress, StepState
from steering.models import Decision, ExtensionRequest, Measure, MeasureStep
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.measure_builders import after, ordered, reported_done

pytestmark = pytest.mark.django_db
M = MeasureState


@pytest.fixture
def office():
    return UserFactory()


@pytest.fixture
def measure():
    return ordered()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- Handing over -------------------------------------------------------------------------------------


def test_the_new_lead_is_asked_to_acknowledge_and_the_old_one_is_left_alone(measure, office):
    before, to = measure.lead_unit, OrganisationFactory()
    row = hand_over(measure, user=office, to=to, reason="Zuständigkeit geklärt.")
    assert (row.state, row.lead_unit, row.number, row.due_on) == (M.HANDED_OVER, to, measure.number, measure.due_on)
    owed = row.follow_ups.open().get()
    assert (owed.unit, owed.due_on) == (to, measure.due_on)
    note = row.notes.get(kind=NoteKind.HANDED_OVER)
    assert (note.from_unit, note.to_unit, note.text) == (before, to, "Zuständigkeit geklärt.")
    acknowledge_follow_up(owed, user=office)
    assert fresh(row).state == M.ACKNOWLEDGED


def test_a_unit_that_takes_the_lead_no_longer_owes_its_step(office):
    helper = OrganisationFactory()
    row = hand_over(ordered(contributing=(helper,)), user=office, to=helper, reason="Führt es ohnehin aus.")
    assert row.steps.get().state == StepState.DROPPED
    assert row.follow_ups.open().get().step is None


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_handed_over(measure, office, reason):
    with pytest.raises(ValidationError):
        hand_over(measure, user=office, to=OrganisationFactory(), reason=reason)
    assert fresh(measure).lead_unit == measure.lead_unit


def test_a_unit_that_no_longer_exists_cannot_take_the_lead(measure, office):
    gone = OrganisationFactory(valid_to=date(2020, 1, 1))
    with pytest.raises(ValidationError, match=gone.short_name):
        hand_over(measure, user=office, to=gone, reason="R.")
    assert not measure.notes.exists()


# --- Dates --------------------------------------------------------------------------------------------


def test_an_extension_moves_the_date_only_once_it_is_granted(measure, office):
    request = request_extension(
        measure, user=office, unit=measure.lead_unit, new_due_on=after(40), reason="Ware fehlt."
    )
    assert fresh(measure).due_on == after(20)
    grant_extension(request, user=office)
    row = fresh(measure)
    assert (row.original_due_on, row.due_on, row.due_date_changes.get().reason) == (after(20), after(40), "Ware fehlt.")
    assert row.follow_ups.get().due_on == after(40)
    assert fresh(request).state == ExtensionState.GRANTED


def test_a_refused_extension_keeps_the_date_and_says_why(measure, office):
    request = request_extension(measure, user=office, unit=measure.lead_unit, new_due_on=after(40), reason="R.")
    with pytest.raises(ValidationError):
        refuse_extension(request, user=office, answer="")
    refuse_extension(request, user=office, answer="Der Ausschuss tagt vorher.")
    assert fresh(measure).due_on == after(20)
    with pytest.raises(ValidationError):
        grant_extension(request, user=office)


def test_one_request_waits_at_a_time_and_only_for_a_later_day(measure, office):
    ask = {"user": office, "unit": measure.lead_unit, "reason": "R."}
    with pytest.raises(ValidationError):
        request_extension(measure, new_due_on=after(20), **ask)
    request_extension(measure, new_due_on=after(30), **ask)
    with pytest.raises(ValidationError):
        request_extension(measure, new_due_on=after(40), **ask)
    assert ExtensionRequest.objects.count() == 1


def test_a_request_is_void_once_the_measure_is_done(measure, office):
    request = request_extension(measure, user=office, unit=measure.lead_unit, new_due_on=after(30), reason="R.")
    reported_done(measure)
    assert fresh(request).state == ExtensionState.WITHDRAWN


def test_a_step_can_be_extended_for_itself(office):
    row = ordered(contributing=(OrganisationFactory(),))
    step = row.steps.get()
    request = request_extension(row, user=office, unit=step.unit, step=step, new_due_on=after(50), reason="R.")
    grant_extension(request, user=office)
    assert (fresh(step).due_on, fresh(step).original_due_on, fresh(row).due_on) == (after(50), after(20), after(20))
    assert step.follow_ups.get().due_on == after(50)


def test_the_next_date_is_the_earliest_and_always_one(measure, office):
    set_resubmission(measure, user=office, on=after(5), reason="Liegt die Zusage vor?")
    assert fresh(measure).next_on == after(5)
    set_resubmission(measure, user=office, on=None)
    assert fresh(measure).next_on == after(20)


def test_a_resubmission_says_what_to_look_at(measure, office):
    with pytest.raises(ValidationError):
        set_resubmission(measure, user=office, on=after(5), reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(resubmit_on=after(5))


def test_a_permanent_measure_reports_by_rhythm_and_has_no_end(measure, office):
    make_permanent(measure, user=office, months=3, first_report_on=after(10), reason="Daueraufgabe.")
    row = fresh(measure)
    assert (row.due_on, row.next_on, row.follow_ups.get().due_on) == (None, after(10), after(10))
    report_status(row, user=office, unit=row.lead_unit, text="Läuft.")
    once = fresh(measure).next_report_on
    assert once > clock.today() + timedelta(days=80)
    report_status(row, user=office, unit=row.lead_unit, text="Läuft weiter.")
    assert fresh(measure).next_report_on == once == row.follow_ups.get().due_on


def test_a_permanent_measure_with_a_due_date_ends(measure, office):
    make_permanent(measure, user=office, months=3, first_report_on=after(10), reason="R.")
    change_measure_date(measure, user=office, due_on=after(60), reason="Läuft aus.")
    row = fresh(measure)
    assert (row.due_on, row.report_every_months, row.original_due_on) == (after(60), None, after(20))


def test_a_measure_without_any_date_is_found_for_the_office(measure):
    Measure.objects.filter(pk=measure.pk).update(due_on=None)
    assert list(Measure.objects.without_date()) == [measure]


# --- Blocked and late are axes of their own -----------------------------------------------------------


def test_an_obstacle_changes_neither_state_nor_dates(measure, office):
    block_measure(measure, user=office, reason="Der Vermieter antwortet nicht.")
    row = fresh(measure)
    assert (row.state, row.due_on, row.blocked_since) == (M.ORDERED, after(20), clock.today())
    unblock_measure(row, user=office)
    assert fresh(measure).blocked_reason == ""
    assert [note.kind for note in measure.notes.all()] == [NoteKind.UNBLOCKED, NoteKind.BLOCKED]


def test_an_obstacle_lies_not_in_the_future(measure, office):
    with pytest.raises(ValidationError):
        block_measure(measure, user=office, reason="R.", since=after(1))


def test_being_late_rewrites_nothing(office):
    row = ordered(due_on=after(-3))
    assert list(Measure.objects.overdue(clock.today())) == [row]
    assert (fresh(row).state, fresh(row).due_on) == (M.ORDERED, after(-3))


# --- Steps --------------------------------------------------------------------------------------------


def test_a_measure_is_not_done_as_long_as_a_step_is_open(office):
    row = reported_done(ordered(contributing=(OrganisationFactory(),)))
    with pytest.raises(ValidationError, match=r"offen|open"):
        confirm_measure(row, user=office)
    drop_step(row.steps.get(), user=office, reason="Nicht mehr nötig.")
    assert confirm_measure(row, user=office).state == M.CONFIRMED


def test_the_database_refuses_an_open_step_of_a_confirmed_measure(office):
    row = reported_done(ordered())
    confirm_measure(row, user=office)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureStep.objects.create(measure=row, unit=OrganisationFactory())
    other = reported_done(ordered(contributing=(OrganisationFactory(),)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=other.pk).update(state=M.CONFIRMED, confirmed_at=clock.now(), confirmed_by=office)


def test_a_step_that_fell_away_can_be_wanted_again(measure, office):
    unit = OrganisationFactory()
    step = add_step(measure, user=office, unit=unit, due_on=after(10), task="Räume")
    drop_step(step, user=office, reason="R.")
    again = add_step(measure, user=office, unit=unit, due_on=after(15))
    assert (again.pk, again.state, again.follow_ups.open().count()) == (step.pk, StepState.ORDERED, 1)


def test_no_step_is_added_to_what_is_reported_done_or_for_the_lead(measure, office):
    with pytest.raises(ValidationError):
        add_step(measure, user=office, unit=measure.lead_unit, due_on=after(10))
    reported_done(measure)
    with pytest.raises(ValidationError):
        add_step(measure, user=office, unit=OrganisationFactory(), due_on=after(10))


def test_a_new_date_of_a_step_needs_a_reason(office):
    step = ordered(contributing=(OrganisationFactory(),)).steps.get()
    with pytest.raises(ValidationError):
        change_step(step, user=office, task="Räume", due_on=after(40))
    change_step(step, user=office, task="Räume", due_on=after(20))
    assert fresh(step).task == "Räume"


# --- Setbacks -----------------------------------------------------------------------------------------


def test_what_is_sent_back_is_asked_for_anew(measure, office):
    reported_done(measure)
    send_back(measure, user=office, reason="Es fehlt der zweite Termin.", due_on=after(30))
    row = fresh(measure)
    assert (row.state, row.reported_done_at, row.completion_note, row.due_on) == (M.IN_PROGRESS, None, "", after(30))
    assert row.follow_ups.open().get().due_on == after(30)
    reported_done(row)
    assert confirm_measure(row, user=office).state == M.CONFIRMED


def test_what_cannot_be_done_waits_for_the_committee(measure, office):
    row = declare_not_executable(measure, user=office, reason="Kein Grundstück.")
    assert (row.state, row.reason) == (M.NOT_EXECUTABLE, "Kein Grundstück.")
    assert list(Measure.objects.refused()) == [row]
    assert not row.follow_ups.open().exists()
    settle_measure(row, user=office)
    assert not Measure.objects.refused().exists()
    with pytest.raises(ValidationError):
        settle_measure(row, user=office)


def test_what_is_ordered_again_asks_lead_and_contributors(office):
    row = ordered(contributing=(OrganisationFactory(),))
    declare_not_executable(row, user=office, reason="R.")
    to = OrganisationFactory()
    order_again(row, user=office, lead_unit=to, due_on=after(60), reason="Beschluss der nächsten Sitzung.")
    row = fresh(row)
    assert (row.state, row.lead_unit, row.due_on, row.reason) == (M.ORDERED, to, after(60), "")
    assert set(row.follow_ups.open().values_list("unit", flat=True)) == {to.pk, row.steps.get().unit_id}


def test_a_decision_whose_only_measure_cannot_be_done_is_not_called_done(measure, office):
    declare_not_executable(measure, user=office, reason="R.")
    assert Decision.objects.with_progress().get().progress == Progress.NOT_EXECUTABLE


# --- Several at once, and the rest --------------------------------------------------------------------


def test_one_that_cannot_be_confirmed_stops_no_other(office):
    ready, open_one = reported_done(ordered()), ordered()
    result = confirm_together([open_one, ready], user=office)
    assert result.done == [ready]
    assert [row for row, _reason in result.refused] == [open_one]
    assert (fresh(ready).state, fresh(open_one).state) == (M.CONFIRMED, M.ORDERED)


def test_a_unit_gets_one_mail_for_all_its_measures_and_no_words_of_them(office):
    unit = OrganisationFactory()
    rows = [ordered(lead_unit=unit, title="Geheimwort"), ordered(lead_unit=unit, title="Geheimwort")]
    assert len(ask_for_status(rows, user=office).done) == 2
    mail = OutgoingMail.objects.get()
    assert all(row.number in mail.text for row in rows)
    assert "Geheimwort" not in mail.text + mail.subject + mail.html


def test_a_unit_nobody_can_be_reached_for_is_told_back(office):
    row = ordered(lead_unit=OrganisationFactory(inbox_email=""))
    result = ask_for_status([row], user=office)
    assert result.done == []
    assert not row.notes.exists()


def test_a_new_title_reaches_the_open_follow_ups(measure, office):
    edit_measure(measure, user=office, title="Neuer Titel", side="order", areas=[])
    row = fresh(measure)
    assert (row.title, row.side) == ("Neuer Titel", "order")
    assert row.follow_ups.get().subject == f"{measure.number} Neuer Titel"


@pytest.mark.parametrize(
    "act",
    [
        lambda row, user: block_measure(row, user=user, reason="R."),
        lambda row, user: set_resubmission(row, user=user, on=after(3), reason="R."),
        lambda row, user: make_permanent(row, user=user, months=3, first_report_on=after(3), reason="R."),
        lambda row, user: edit_measure(row, user=user, title="T", side="help", areas=[]),
        lambda row, user: hand_over(row, user=user, to=OrganisationFactory(), reason="R."),
        lambda row, user: change_measure_date(row, user=user, due_on=after(3), reason="R."),
        lambda row, user: send_back(row, user=user, reason="R."),
    ],
)
def test_a_confirmed_measure_stays_as_it_is(measure, office, act):
    confirm_measure(reported_done(measure), user=office)
    before = Measure.objects.filter(pk=measure.pk).values().get()
    with pytest.raises(ValidationError):
        act(measure, office)
    assert Measure.objects.filter(pk=measure.pk).values().get() == before
