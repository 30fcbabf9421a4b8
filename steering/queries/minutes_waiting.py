"""Minutes that wait for a person: to be assembled, put up, signed or sealed."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.enums import COMMITTEE_ROLES
from core.queries.waiting import Waiting
from steering.enums import MeetingState
from steering.enums_minutes import MinutesState
from steering.models import Meeting, Minutes
from steering.queries.minutes import meetings_to_record

# The next step of each state: its page and the words on the button.
STEPS = {
    MinutesState.DRAFT: ("steering:minutes_review", _("Put up for review")),
    MinutesState.REVIEW: ("steering:minutes_sign", _("Sign minutes")),
    MinutesState.SIGNED: ("steering:minutes_sign", _("Sign minutes")),
    MinutesState.COUNTERSIGNED: ("steering:minutes_seal", _("Seal minutes")),
}
MOST_LINES = 50


def minutes_lines(user) -> list[Waiting]:
    """Return a line per step this person is next for; two queries, none for those outside the committees."""
    if not user.has_role(*COMMITTEE_ROLES):
        return []
    return [
        *(_meeting_line(row) for row in meetings_without_minutes(user)[:MOST_LINES]),
        *(_minutes_line(row) for row in minutes_waiting(user)[:MOST_LINES]),
    ]


def meetings_without_minutes(user) -> QuerySet:
    """Return the meetings that have ended and whose minutes this person takes."""
    rows = meetings_to_record(user).filter(state=MeetingState.HELD, has_minutes=False, is_taker=True)
    return rows.order_by("held_on")


def minutes_waiting(user) -> QuerySet[Minutes]:
    """Return the minutes this person signs or moves on next; the chair signs after the minute taker."""
    takers = (MinutesState.DRAFT, MinutesState.REVIEW, MinutesState.COUNTERSIGNED)
    rows = Minutes.objects.visible_to(user).with_part_of(user).select_related("meeting__committee")
    mine = Q(is_taker=True, state__in=takers) | Q(is_chair=True, state=MinutesState.SIGNED)
    return rows.filter(mine).order_by("meeting__held_on")


def _meeting_line(row: Meeting) -> Waiting:
    return Waiting(
        row.name, reverse("steering:minutes_create", args=[row.pk]), _("Assemble minutes"), since=row.held_on
    )


def _minutes_line(row: Minutes) -> Waiting:
    page, button = STEPS[MinutesState(row.state)]
    label = f"{pgettext_lazy('document', 'Minutes')}: {row.meeting.name}"
    url = row.get_absolute_url() if page == "steering:minutes_sign" else reverse(page, args=[row.pk])
    return Waiting(label, url, button, since=row.meeting.held_on)
