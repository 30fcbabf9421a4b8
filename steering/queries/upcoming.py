"""What comes next for a person: matters falling due, the next meeting, what was decided lately."""

from datetime import date

from django.db.models import QuerySet

from core.enums import COMMITTEE_ROLES, UNIT_ROLES, Role
from steering.enums import MEASURE_CLOSED, RESULTS_OUT, MeasureState
from steering.models import Decision, FollowUp, Measure, Meeting

OVERSEERS = (Role.COMMITTEE_OFFICE, Role.CHAIR)


def measures_falling_due(user, today: date, until: date) -> QuerySet[Measure]:
    """Return the running measures that fall due from today until a day, for those who oversee them."""
    if not user.has_role(*COMMITTEE_ROLES):
        return Measure.objects.none()
    done = (*MEASURE_CLOSED, MeasureState.REPORTED_DONE)
    rows = Measure.objects.visible_to(user).exclude(state__in=done).filter(due_on__range=(today, until))
    return rows.select_related("lead_unit").order_by("due_on", "pk")


def next_meeting(user, today: date) -> Meeting | None:
    """Return the next meeting that has not ended and that the person may see."""
    rows = Meeting.objects.visible_to(user).taking_place().filter(held_on__gte=today).exclude(state__in=RESULTS_OUT)
    return rows.select_related("committee").order_by("held_on", "starts_at").first()


def latest_decisions(user, most: int = 5) -> QuerySet[Decision]:
    """Return the newest decisions the person may see."""
    return Decision.objects.visible_to(user).with_origin()[:most]


def open_matters(user) -> QuerySet[FollowUp]:
    """Return the open follow-ups a person answers for, the most urgent first: of all units for those who oversee them."""
    rows = FollowUp.objects.visible_to(user).open()
    if not user.has_role(*OVERSEERS):
        rows = rows.filter(unit__in=user.organisation_ids_for(*UNIT_ROLES))
    return rows.select_related("unit").order_by("due_on", "pk")
