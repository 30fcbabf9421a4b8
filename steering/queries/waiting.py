"""What waits in steering for a person, for the start page, the dashboard and the navigation."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import COMMITTEE_ROLES, UNIT_ROLES, Role
from core.queries.waiting import Waiting
from steering.enums import FollowUpState, MeetingState, TopicState
from steering.models import CircularRecipient, FollowUp, Meeting, Topic
from steering.models.followups import is_silent
from steering.queries.circulars import circulars_to_answer
from steering.queries.invitations import invitation_lines
from steering.queries.measures_waiting import measure_line, measures_waiting
from steering.queries.minutes_waiting import minutes_lines
from steering.queries.topics import topics_to_accept, topics_waiting

MOST_LINES = 50


@dataclass(frozen=True)
class Overview:
    """How open follow-ups stand."""

    open: int
    overdue: int
    silent: int


def waiting_for(user, today: date) -> list[Waiting]:
    """Return what needs this person's action, most urgent first; at most seven queries."""
    lines = [
        *(_meeting_line(row) for row in _running_meetings(user)[:MOST_LINES]),
        *(_follow_up_line(row) for row in follow_ups_to_answer(user)[:MOST_LINES]),
        *(measure_line(row) for row in measures_waiting(user)[:MOST_LINES]),
        *(_circular_line(row) for row in circulars_to_answer(user)[:MOST_LINES]),
        *(_topic_line(row) for row in topics_waiting(user)[:MOST_LINES]),
        *minutes_lines(user),
        *invitation_lines(user),
    ]
    return sorted(lines, key=lambda line: line.due_on or line.since or today)


def overview_of(open_follow_ups: QuerySet[FollowUp], today: date) -> Overview:
    """Return how many of these are open, overdue and silent; one query."""
    counts = open_follow_ups.aggregate(
        open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)), silent=Count("pk", filter=is_silent(today))
    )
    return Overview(**counts)


def counts_for(user) -> dict[str, int]:
    """Return the numbers beside the navigation; one query, none for those who have nothing to count."""
    parts = []
    if user.organisation_ids_for(*UNIT_ROLES):
        parts.append(_counted(follow_ups_to_answer(user), "follow_ups"))
    if user.has_role(Role.COMMITTEE_OFFICE, Role.CHAIR):
        parts.append(_counted(measures_waiting(user), "measures"))
        parts.append(_counted(topics_to_accept(user), "topics"))
    if user.has_role(*COMMITTEE_ROLES):
        parts.append(_counted(circulars_to_answer(user), "circulars"))
    if not parts:
        return {}
    first, *rest = parts
    return dict(first.union(*rest, all=True) if rest else first)


def follow_ups_to_answer(user) -> QuerySet[FollowUp]:
    """Return the open follow-ups addressed to the units this person works for."""
    units = user.organisation_ids_for(*UNIT_ROLES)
    return FollowUp.objects.visible_to(user).open().filter(unit__in=units) if units else FollowUp.objects.none()


def _running_meetings(user) -> QuerySet[Meeting]:
    if not user.has_role(*COMMITTEE_ROLES):
        return Meeting.objects.none()
    rows = Meeting.objects.visible_to(user).seated_for(user).filter(state=MeetingState.RUNNING)
    return rows.filter(is_seated=True).select_related("committee")


def _counted(rows: QuerySet, key: str) -> QuerySet:
    return rows.order_by().annotate(key=Value(key)).values("key").annotate(n=Count("pk")).values_list("key", "n")


def _follow_up_line(row: FollowUp) -> Waiting:
    is_new = row.state == FollowUpState.OPEN
    url = row.get_absolute_url() if is_new else reverse("steering:followup_answer", args=[row.code])
    button = _("Acknowledge") if is_new else _("Give answer") if row.is_referral else _("Report done")
    return Waiting(row.subject, url, button, due_on=row.due_on, since=timezone.localdate(row.opened_at))


def _meeting_line(row: Meeting) -> Waiting:
    url = reverse("steering:outcome_next", args=[row.pk])
    return Waiting(row.name, url, _("Log outcomes"), due_on=row.held_on)


def _circular_line(row: CircularRecipient) -> Waiting:
    url = reverse("steering:circular_reply", args=[row.pk])
    return Waiting(row.circular.title, url, _("Reply"), due_on=timezone.localdate(row.circular.deadline_at))


def _topic_line(row: Topic) -> Waiting:
    button = _("Look at the reason") if row.state == TopicState.RETURNED else _("Look at the proposal")
    return Waiting(row.title, row.get_absolute_url(), button, since=timezone.localdate(row.proposed_at))
