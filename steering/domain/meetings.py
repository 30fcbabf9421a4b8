"""Meetings: plan, change, cancel, begin, end.

The committee's row is locked before a day is taken, so that two planners cannot both find it free.
"""

from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import User
from steering.domain import states
from steering.domain.drafts import take_over_minutes
from steering.domain.invitations import update_invitations
from steering.domain.numbers import next_number
from steering.domain.topics import unschedule_topic
from steering.enums import MeetingState
from steering.models import Committee, Meeting
from steering.models.meetings import NOT_BEGUN


def plan_meeting(
    committee: Committee,
    *,
    held_on: date,
    starts_at: time,
    ends_at: time | None = None,
    place: str = "",
    online_link: str = "",
) -> Meeting:
    """Plan a meeting; its number within the year is given now and stays, whatever the date becomes.

    Raises ValidationError if the committee already meets at that time, if the end lies before the beginning, and for a
    link that is not https.
    """
    meeting = Meeting(
        committee=committee,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        online_link=online_link,
    )
    return number_and_save(meeting)


@transaction.atomic
def number_and_save(meeting: Meeting) -> Meeting:
    """Give a new meeting its number and save it. Raises ValidationError as `plan_meeting` does."""
    _lock_calendar(meeting.committee_id)
    meeting.year = meeting.held_on.year
    meeting.number = next_number(f"meeting:{meeting.committee_id}:{meeting.year}")
    meeting.full_clean()
    meeting.save()
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    held_on: date,
    starts_at: time,
    user: User,
    ends_at: time | None = None,
    place: str = "",
    online_link: str = "",
) -> Meeting:
    """Move a meeting, or hold it elsewhere; whoever has been invited hears of it. Its number stays.

    Raises ValidationError once it has begun or was cancelled, and as `plan_meeting` does.
    """
    _lock_calendar(meeting.committee_id)
    row = _locked(meeting)
    if row.state not in NOT_BEGUN:
        refusal = _('"%(meeting)s" is %(state)s and can no longer be moved. Nothing was changed.')
        raise ValidationError(refusal % {"meeting": row, "state": row.get_state_display()}, code="state")
    row.held_on, row.starts_at, row.ends_at = held_on, starts_at, ends_at
    row.place, row.online_link = place.strip(), online_link
    row.full_clean()
    row.save()
    update_invitations(row, user=user)
    return row


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, user: User) -> Meeting:
    """Call a meeting off: it keeps its number and its agenda, and whoever has been invited hears of it.

    The topics of its agenda go back to the backlog; what else stood there is proposed for the next meeting.

    Raises ValidationError without a reason, and once it has begun or was cancelled.
    """
    row = _locked(meeting)
    if not reason.strip():
        raise ValidationError({"reason": _("Please give the reason in a sentence.")})
    states.move(row, states.MEETING, MeetingState.CANCELLED)
    row.cancelled_at, row.cancel_reason = clock.now(), reason.strip()
    row.save()
    for item in row.agenda_items.select_related("topic"):
        if item.topic is not None:
            unschedule_topic(item.topic, item=item, user=user)
    update_invitations(row, user=user)
    return row


@transaction.atomic
def begin_meeting(meeting: Meeting) -> Meeting:
    """Open the meeting; from now on outcomes can be logged. Raises ValidationError if it has begun already."""
    row = _locked(meeting)
    states.move(row, states.MEETING, MeetingState.RUNNING)
    row.started_at = clock.now()
    row.save()
    return row


@transaction.atomic
def end_meeting(meeting: Meeting) -> Meeting:
    """Close the meeting; outcomes can still be completed until the minutes are sealed.

    Minutes that were typed and not recorded are written into their items, and an interruption ends with the meeting.
    """
    take_over_minutes(meeting)
    row = _locked(meeting)
    states.move(row, states.MEETING, MeetingState.HELD)
    row.ended_at = clock.now()
    row.save()
    row.interruptions.filter(ended_at__isnull=True).update(ended_at=row.ended_at)
    return row


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


def _lock_calendar(committee_id: int) -> None:
    """Whoever plans for this committee waits here for the others."""
    Committee.objects.select_for_update(of=("self",), no_key=True).get(pk=committee_id)
