"""The week of a head of unit in figures: what is due, what is overdue, what was confirmed, how long answers took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone

from core.dates import Calendar
from core.enums import Role
from core.models import Membership, User
from steering.models import FollowUp, Measure, ReminderSettings

ONE_WEEK = timedelta(days=7)
# Long enough for a median that says something, short enough to feel a change.
FOUR_WEEKS = timedelta(days=28)


@dataclass(frozen=True)
class Week:
    """`answer_days` is the median of working days from opening to answer in four weeks; None without any answer."""

    due: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...]
    confirmed: int
    answered: int
    answer_days: float | None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return not (self.due or self.overdue or self.confirmed or self.answered)


def heads(today: date) -> dict[User, set[int]]:
    """Return everybody who heads a unit today and wants the weekly overview, with the keys of their units."""
    refused = ReminderSettings.objects.filter(weekly=False).values("user")
    rows = Membership.objects.valid_on(today).filter(role=Role.DEPARTMENT_HEAD, user__is_active=True)
    found: dict[User, set[int]] = {}
    for row in rows.exclude(user__in=refused).select_related("user").order_by("user", "organisation"):
        found.setdefault(row.user, set()).add(row.organisation_id)
    return found


def week_of(units: Iterable[int], today: date, calendar: Calendar) -> Week:
    """Return the week of these units; three queries."""
    mine = FollowUp.objects.filter(unit__in=list(units))
    ahead = tuple(mine.open().filter(due_on__lte=today + ONE_WEEK).order_by("due_on", "pk"))
    spans = _answers(mine, today, calendar)
    confirmed = Measure.objects.filter(lead_unit__in=list(units), confirmed_at__date__gt=today - ONE_WEEK)
    return Week(
        due=tuple(row for row in ahead if row.due_on >= today),
        overdue=tuple(row for row in ahead if row.due_on < today),
        confirmed=confirmed.count(),
        answered=len(spans),
        answer_days=median(spans) if spans else None,
    )


def _answers(rows: QuerySet[FollowUp], today: date, calendar: Calendar) -> list[int]:
    answered = rows.filter(answered_at__date__gt=today - FOUR_WEEKS).values_list("opened_at", "answered_at")
    return [
        calendar.working_days_between(timezone.localdate(opened), timezone.localdate(answer))
        for opened, answer in answered
    ]
