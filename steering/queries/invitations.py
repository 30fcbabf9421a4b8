"""Invitations for reading: who is invited, who answered what, until when an invitation keeps the notice period."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.calendars import Party
from core.dates import Answer, Calendar
from core.models import Installation, User
from core.queries.waiting import Waiting
from steering.enums import MeetingState, Response, SeatRole
from steering.models import Committee, Invitation, InvitationSending, Meeting, Seat

ONE_DAY = timedelta(days=1)
MOST_LINES = 50


@dataclass(frozen=True)
class Notice:
    """Until when an invitation keeps the notice period, and why then."""

    latest: Answer
    explanation: str
    is_late: bool
    # Whether not even the shorter notice for urgent cases is left.
    is_too_short: bool


def notice_for(meeting: Meeting, *, now: datetime, calendar: Calendar) -> Notice:
    """Count the notice period of the committee backwards in full days and say so.

    Neither the day of the invitation nor the day of the meeting counts; a day on which nothing is sent moves the last
    day earlier (`core.dates.Calendar.invite_by`).
    """
    days = meeting.committee.notice_days
    latest = calendar.invite_by(meeting.held_on, days)
    begins = timezone.make_aware(datetime.combine(meeting.held_on, meeting.starts_at))
    shortest = timedelta(hours=meeting.committee.urgent_notice_hours)
    return Notice(
        latest=latest,
        explanation=_explain(meeting.held_on, days, latest),
        is_late=latest.day < timezone.localdate(now),
        is_too_short=begins - now < shortest,
    )


def _explain(held_on: date, days: int, latest: Answer) -> str:
    first, last = held_on - timedelta(days=days), held_on - ONE_DAY
    counted = ngettext(
        "%(n)d full day lies between invitation and meeting: %(first)s.",
        "%(n)d full days lie between invitation and meeting: %(first)s to %(last)s.",
        days,
    ) % {"n": days, "first": _say(first), "last": _say(last)}
    plain = _("The last day for the invitation is therefore %(day)s.") % {"day": _say(first - ONE_DAY)}
    return " ".join(filter(None, (counted if days else "", plain, str(latest))))


def _say(day: date) -> str:
    return date_format(day, _("l, j F"))


def seats_to_invite(meeting: Meeting) -> QuerySet[Seat]:
    """Return the seats of the committee on the day of the meeting, those who lead first."""
    seats = Seat.objects.valid_on(meeting.held_on).filter(committee=meeting.committee_id)
    return seats.select_related("person", "organisation").order_by("organisation__number", "organisation__name", "pk")


def invitations_of(meeting: Meeting) -> QuerySet[Invitation]:
    """Return the invitations that hold, with everything a list of them shows."""
    rows = Invitation.objects.live().filter(meeting=meeting)
    related = ("seat__organisation", "person", "stands_in_for__person", "answered_by")
    # Guests come last: nothing sorts behind every number.
    return rows.select_related(*related).order_by(
        "seat__organisation__number", "seat__organisation__name", "seat", "pk"
    )


def answers_by_seat(meeting: Meeting) -> dict[int, Invitation]:
    """Return what each seat answered, by its key; for the list of those attending."""
    rows = invitations_of(meeting).filter(seat__isnull=False, stands_in_for__isnull=True)
    return {row.seat_id: row for row in rows if row.seat_id is not None}


def answer_counts(meeting: Meeting) -> dict[str, int]:
    """Return how many seats and guests said yes, no, send somebody else, or are silent; substitutes count once."""
    rows = Invitation.objects.live().filter(meeting=meeting, stands_in_for__isnull=True)
    return rows.aggregate(
        total=Count("pk"),
        answered=Count("pk", filter=~Q(response="")),
        silent=Count("pk", filter=Q(response="")),
        **{str(value): Count("pk", filter=Q(response=value)) for value in Response.values},
    )


def own_invitation(meeting: Meeting, user) -> Invitation | None:
    """Return this person's invitation to the meeting."""
    return invitations_of(meeting).filter(person=user.pk).first()


def invitation_lines(user) -> list[Waiting]:
    """Return the invitations this person has not answered, for the start page; one query."""
    rows = Invitation.objects.silent().filter(person=user.pk, meeting__state=MeetingState.INVITED)
    return [
        Waiting(
            row.meeting.name,
            reverse("steering:invitation_answer", args=[row.pk]),
            gettext_lazy("Answer invitation"),
            due_on=row.meeting.held_on,
        )
        for row in rows.select_related("meeting__committee")[:MOST_LINES]
    ]


def latest_sending(meeting: Meeting) -> InvitationSending | None:
    """Return what was sent last."""
    return meeting.sendings.select_related("sent_by").order_by("-sequence").first()


def possible_substitutes(invitation: Invitation) -> list[User]:
    """Return who may take the seat on the day of the meeting, in the order of their rank."""
    if invitation.seat is None:
        return []
    rows = invitation.seat.substitutes.valid_on(invitation.meeting.held_on).filter(person__is_active=True)
    return [row.person for row in rows.select_related("person").order_by("rank")]


def organiser_of(committee: Committee, day: date) -> Party:
    """Return who invites: the inbox of the committee's office, which reads what calendars answer.

    Without an inbox the person of the office, without an office the sender of all mails.
    """
    seats = Seat.objects.valid_on(day).filter(committee=committee, role=SeatRole.OFFICE)
    for seat in seats.select_related("organisation", "person"):
        if seat.organisation.inbox_email:
            return Party(seat.organisation.name, seat.organisation.inbox_email)
        if seat.person and seat.person.is_active:
            return Party(seat.person.name, seat.person.email)
    installation = Installation.objects.get()
    return Party(installation.city_name, installation.sender_address or settings.DEFAULT_FROM_EMAIL)
