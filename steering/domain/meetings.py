"""Meetings and their agenda: plan, begin, end."""

from datetime import date, time

from django.db import transaction
from django.db.models import Max

from core import clock
from core.models import Organisation
from steering.domain import states
from steering.domain.drafts import take_over_minutes
from steering.domain.numbers import next_number
from steering.enums import Confidentiality, MeetingState
from steering.models import AgendaItem, Committee, Meeting


@transaction.atomic
def plan_meeting(committee: Committee, *, held_on: date, starts_at: time, place: str = "") -> Meeting:
    """Plan a meeting; its number within the year is given now and stays, whatever the date becomes."""
    meeting = Meeting(
        committee=committee,
        year=held_on.year,
        number=next_number(f"meeting:{committee.pk}:{held_on.year}"),
        held_on=held_on,
        starts_at=starts_at,
        place=place.strip(),
    )
    meeting.full_clean()
    meeting.save()
    return meeting


@transaction.atomic
def add_agenda_item(
    meeting: Meeting,
    *,
    title: str,
    confidentiality: str = Confidentiality.INTERNAL,
    lead_unit: Organisation | None = None,
    proposed_text: str = "",
) -> AgendaItem:
    """Put an item at the end of the agenda, numbered on. Raises ValidationError for a blank title."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    last = meeting.agenda_items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(
        meeting=meeting,
        position=last + 1,
        label=str(last + 1),
        title=title.strip(),
        confidentiality=confidentiality,
        lead_unit=lead_unit,
        proposed_text=proposed_text.strip(),
    )
    item.full_clean()
    item.save()
    return item


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
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
