"""Helpers for tests of reminders: a measure with its follow-up, the steps by name, a day on which offices work."""

from datetime import date, time

from core import clock
from core.models import OutgoingMail, User
from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting
from steering.domain.outcomes import ItemOutcome, Order, record_outcome
from steering.enums import ItemResult, Side
from steering.models import FollowUp, LadderStep, Measure, ReminderOccurrence
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.factories import CommitteeFactory, MeetingFactory

# A Monday; no holiday in the weeks around it.
MONDAY = date(2027, 8, 2)
MORNING = time(5)


def order_measure(*, unit=None, due_on: date, committee=None, user: User | None = None, **order) -> Measure:
    """Let a committee order a measure, with all that follows."""
    user = user or UserFactory()
    meeting = begin_meeting(MeetingFactory(committee=committee or CommitteeFactory(), held_on=clock.today()))
    item = add_agenda_item(meeting, title="Sprechstunde")
    order = Order(lead_unit=unit or OrganisationFactory(), due_on=due_on, side=Side.HELP, **order)
    record_outcome(item, user=user, outcome=ItemOutcome(ItemResult.DECIDED, wording="W.", order=order))
    return Measure.objects.get(decision__agenda_item=item)


def lead_follow_up(measure: Measure) -> FollowUp:
    return measure.follow_ups.get(step=None)


def step(trigger: str, working_days: int, audience: str) -> LadderStep:
    """Return a step of the default ladder."""
    return LadderStep.objects.get(
        ladder__committee=None, trigger=trigger, working_days=working_days, audience=audience, retired_at=None
    )


def reminder(follow_up: FollowUp, trigger: str, working_days: int, audience: str) -> ReminderOccurrence:
    return follow_up.reminders.get(
        step=step(trigger, working_days, audience), date_version__in=(0, follow_up.date_version)
    )


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))
