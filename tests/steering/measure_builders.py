"""Measures for tests, ordered by a meeting through the domain."""

from datetime import date, timedelta

from core import clock
from core.models import Organisation, User
from steering.domain.followups import answer_follow_up
from steering.domain.measures import assign_measure
from steering.domain.outcomes import record_decision
from steering.enums import Confidentiality, MeetingState, Outcome, Side
from steering.models import Committee, Measure, Meeting
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.factories import AgendaItemFactory, CommitteeFactory, MeetingFactory


def meeting_held(committee: Committee | None = None, *, ended_days_ago: int = 1) -> Meeting:
    """Make a meeting that has ended."""
    ended = clock.now() - timedelta(days=ended_days_ago)
    return MeetingFactory(
        committee=committee or CommitteeFactory(),
        state=MeetingState.HELD,
        started_at=ended - timedelta(hours=2),
        ended_at=ended,
    )


def ordered(
    *,
    lead_unit: Organisation | None = None,
    contributing: tuple[Organisation, ...] = (),
    due_on: date | None = None,
    title: str = "Sprechstunde",
    wording: str = "Es wird eine Sprechstunde eingerichtet.",
    level: str = Confidentiality.INTERNAL,
    meeting: Meeting | None = None,
    user: User | None = None,
    side: str = Side.HELP,
) -> Measure:
    """Order a measure by a decision; due in twenty days unless told otherwise."""
    user = user or UserFactory()
    item = AgendaItemFactory(meeting=meeting or meeting_held(), confidentiality=level, title=title)
    decision = record_decision(item, user=user, wording=wording)
    return assign_measure(
        decision,
        title=title,
        lead_unit=lead_unit or OrganisationFactory(),
        contributing=contributing,
        side=side,
        due_on=due_on or clock.today() + timedelta(days=20),
        user=user,
    )


def reported_done(measure: Measure, *, user: User | None = None, note: str = "Erledigt.") -> Measure:
    """Let the lead unit report it done."""
    owed = measure.follow_ups.open().get(step=None)
    answer_follow_up(owed, user=user or UserFactory(), outcome=Outcome.DONE, text=note)
    measure.refresh_from_db()
    return measure


def after(days: int) -> date:
    """Return the day so many days from today."""
    return clock.today() + timedelta(days=days)
