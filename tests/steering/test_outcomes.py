"""From the outcome of an item to the confirmed measure."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core import clock
from core.enums import Role
from steering.domain.agendas import add_agenda_item, add_section, change_agenda_item
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.domain.measures import assign_measure, change_measure_date, confirm_measure, report_status
from steering.domain.meetings import begin_meeting, end_meeting, plan_meeting
from steering.domain.outcomes import ChangedMeanwhileError, ItemOutcome, Order, record_outcome
from steering.enums import FollowUpState, ItemResult, MeasureState, Outcome, Progress, Side, StepState
from steering.models import Decision, Measure
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.factories import CommitteeFactory, MeetingFactory

pytestmark = pytest.mark.django_db
WORDING = "Eine Sprechstunde wird eingerichtet."


def running(**fields):
    return begin_meeting(MeetingFactory(**fields))


def order(**fields) -> Order:
    return Order(
        **(
            {"lead_unit": OrganisationFactory(), "due_on": clock.today() + timedelta(days=14), "side": Side.HELP}
            | fields
        )
    )


def decide(item=None, **fields) -> Measure:
    item = item or add_agenda_item(running(), title="Sprechstunde")
    record_outcome(
        item, user=UserFactory(), outcome=ItemOutcome(ItemResult.DECIDED, wording=WORDING, order=order(**fields))
    )
    return Measure.objects.get(decision__agenda_item=item)


def progress(measure: Measure) -> str:
    return Decision.objects.with_progress().get(pk=measure.decision_id).progress


def finish(follow_up):
    return answer_follow_up(follow_up, user=UserFactory(), outcome=Outcome.DONE, text="Erledigt.")


def test_meetings_are_numbered_by_committee_and_year():
    committee, other = CommitteeFactory(), CommitteeFactory()
    january = clock.today().replace(month=1, day=10)

    def plan(body, days):
        return plan_meeting(body, held_on=january + timedelta(days=days), starts_at="14:00")

    assert [plan(committee, 0).number, plan(committee, 1).number, plan(other, 0).number] == [1, 2, 1]


def test_a_decision_gets_its_number_when_it_is_taken():
    meeting = running(number=7, year=2026, committee=CommitteeFactory(number_prefix=""))
    items = [add_agenda_item(meeting, title=title) for title in ("Eins", "Zwei")]
    for item in items:
        record_outcome(item, user=UserFactory(), outcome=ItemOutcome(ItemResult.DECIDED, wording=WORDING))
    assert [item.decisions.get().number for item in items] == ["2026/07-01", "2026/07-02"]


def test_an_order_becomes_a_measure_with_a_follow_up_for_each_unit():
    lead, other = OrganisationFactory(), OrganisationFactory()
    measure = decide(lead_unit=lead, contributing=(other, lead))
    assert measure.number.startswith(f"M-{clock.today().year}-")
    assert (measure.title, measure.original_due_on) == ("Sprechstunde", measure.due_on)
    assert {(row.unit, row.step and row.step.unit) for row in measure.follow_ups.all()} == {
        (lead, None),
        (other, other),
    }


def test_an_item_saved_by_somebody_else_is_not_overwritten():
    item = add_agenda_item(running(), title="Punkt")
    record_outcome(item, user=UserFactory(), outcome=ItemOutcome(ItemResult.NOTED, minutes="Erster Text"))
    with pytest.raises(ChangedMeanwhileError) as caught:
        record_outcome(item, user=UserFactory(), outcome=ItemOutcome(ItemResult.NOTED, minutes="Zweiter Text"))
    assert caught.value.theirs.minutes == "Erster Text"


@pytest.mark.parametrize(
    "outcome",
    [
        ItemOutcome(ItemResult.DECIDED),
        ItemOutcome(ItemResult.NOTED, wording=WORDING),
        ItemOutcome(ItemResult.DECIDED, wording="   "),
    ],
)
def test_outcomes_that_contradict_themselves_are_refused(outcome):
    with pytest.raises(ValidationError):
        record_outcome(add_agenda_item(running(), title="Punkt"), user=UserFactory(), outcome=outcome)


def test_a_decision_cannot_be_undone_by_another_result():
    measure = decide()
    item = measure.decision.agenda_item
    with pytest.raises(ValidationError):
        record_outcome(item, user=UserFactory(), outcome=ItemOutcome(ItemResult.NOTED, version=item.version))


def test_nothing_is_recorded_before_the_meeting_begins_and_something_after_it_ended():
    meeting = MeetingFactory()
    item = add_agenda_item(meeting, title="Punkt")
    with pytest.raises(ValidationError):
        record_outcome(item, user=UserFactory(), outcome=ItemOutcome(ItemResult.NOTED))
    end_meeting(begin_meeting(meeting))
    assert record_outcome(item, user=UserFactory(), outcome=ItemOutcome(ItemResult.NOTED)).result == ItemResult.NOTED


def test_a_measure_goes_from_ordered_to_confirmed():
    measure = decide()
    follow_up, office = measure.follow_ups.get(), person(Role.COMMITTEE_OFFICE)
    acknowledge_follow_up(follow_up, user=UserFactory())
    measure.refresh_from_db()
    assert (measure.state, progress(measure)) == (MeasureState.ACKNOWLEDGED, Progress.RUNNING)
    finish(follow_up)
    measure.refresh_from_db()
    assert (measure.state, measure.completion_note) == (MeasureState.REPORTED_DONE, "Erledigt.")
    assert progress(measure) == Progress.REPORTED_DONE
    measure = confirm_measure(measure, user=office)
    assert (measure.state, measure.confirmed_by, progress(measure)) == (MeasureState.CONFIRMED, office, Progress.DONE)
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.outcome) == (FollowUpState.CLOSED, Outcome.DONE)


def test_a_measure_with_an_open_step_cannot_be_confirmed():
    measure = decide(contributing=(OrganisationFactory(short_name="Gesundheit"),))
    finish(measure.follow_ups.get(step=None))
    with pytest.raises(ValidationError, match="Gesundheit"):
        confirm_measure(measure, user=UserFactory())
    finish(measure.follow_ups.exclude(step=None).get())
    assert measure.steps.get().state == StepState.REPORTED_DONE
    assert confirm_measure(measure, user=UserFactory()).state == MeasureState.CONFIRMED


def test_what_the_lead_unit_cannot_do_is_asked_of_nobody_else():
    measure = decide(contributing=(OrganisationFactory(),))
    lead = measure.follow_ups.get(step=None)
    answer_follow_up(lead, user=UserFactory(), outcome=Outcome.NOT_POSSIBLE, text="Es fehlt ein Raum.")
    measure.refresh_from_db()
    assert (measure.state, measure.reason) == (MeasureState.NOT_EXECUTABLE, "Es fehlt ein Raum.")
    assert not measure.follow_ups.open().exists()


def test_a_report_of_the_lead_unit_acknowledges_and_starts_the_work():
    measure = decide()
    report_status(measure, user=UserFactory(), unit=measure.lead_unit, text="Der Raum ist gefunden.")
    measure.refresh_from_db()
    assert measure.state == MeasureState.IN_PROGRESS
    assert measure.follow_ups.get().state == FollowUpState.ACKNOWLEDGED


@pytest.mark.parametrize("text", ["", "  ", "Eins. Zwei. Drei. Vier."])
def test_a_report_has_one_to_three_sentences(text):
    measure = decide()
    with pytest.raises(ValidationError):
        report_status(measure, user=UserFactory(), unit=measure.lead_unit, text=text)
    assert not measure.status_reports.exists()


def test_a_new_date_needs_a_reason_and_keeps_the_original():
    measure = decide()
    first, later = measure.due_on, measure.due_on + timedelta(days=10)
    with pytest.raises(ValidationError):
        change_measure_date(measure, user=UserFactory(), due_on=later, reason=" ")
    measure = change_measure_date(measure, user=UserFactory(), due_on=later, reason="Der Raum ist erst dann frei.")
    assert (measure.original_due_on, measure.due_on) == (first, later)
    assert (measure.follow_ups.get().due_on, measure.follow_ups.get().date_version) == (later, 2)


def test_the_subject_for_a_confidential_measure_is_its_number():
    item = add_agenda_item(running(), title="GEHEIMWORT", confidentiality="confidential")
    measure = decide(item)
    assert measure.follow_ups.get().subject == measure.number


def test_a_measure_needs_a_unit_that_exists():
    measure = decide()
    gone = OrganisationFactory(valid_to=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError):
        assign_measure(
            measure.decision, title="x", lead_unit=gone, side=Side.HELP, due_on=clock.today(), user=UserFactory()
        )
    assert Measure.objects.count() == 1


def test_the_subject_loses_the_title_when_the_section_of_a_decided_item_becomes_confidential():
    meeting = running()
    section = add_section(meeting, title="Berichte")
    measure = decide(add_agenda_item(meeting, title="Geheimwort", parent=section))
    follow_up = measure.follow_ups.get()
    assert "Geheimwort" in follow_up.subject
    change_agenda_item(section, version=section.version, title=section.title, confidentiality="confidential")
    follow_up.refresh_from_db()
    assert follow_up.subject == measure.number
