"""Decisions by circular: drafted, sent to the seats with a vote, closed by replies, an objection or the deadline.

After VwVfG § 90 Abs. 1 S. 2 a matter may be decided in writing if no member objects; so one objection stops it, and it
goes to the next meeting. Every act locks the circular's row first: replies and the deadline come one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.dates import Calendar
from core.identity import acting_as
from core.models import User
from core.models.functions import AppNow
from core.queries.calendar import city_calendar
from steering import notifications_committee as notifications
from steering.domain import states
from steering.domain.numbers import next_number
from steering.enums import CircularState, PeriodUnit, QuorumRule, Reply, Silence
from steering.models import CircularDecision, CircularRecipient, Committee, Decision, Seat
from steering.queries.circulars import stand_ins

# Fewer cannot decide (VwVfG § 90 Abs. 1 S. 1).
FEWEST_VOTES = 3
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Deadline:
    """An instant and, in words, how it came about."""

    at: datetime
    reason: str


def deadline_from(now: datetime, *, period: int, unit: str, calendar: Calendar) -> Deadline:
    """Return until when replies count: hours run through nights and weekends; working days end with the last minute.

    The day of sending does not count (BGB § 187 Abs. 1); working days skip holidays and office closures.
    """
    if unit == PeriodUnit.HOURS:
        words = ngettext("%(n)s hour after sending; nights and weekends count.",
                         "%(n)s hours after sending; nights and weekends count.", period)  # fmt: skip
        return Deadline(now + timedelta(hours=period), words % {"n": period})
    sent_on = timezone.localdate(now)
    answer = calendar.working_days_after(sent_on, period)
    words = ngettext("%(n)s working day after %(day)s, to the end of the day.",
                     "%(n)s working days after %(day)s, to the end of the day.", period)  # fmt: skip
    said = words % {"n": period, "day": date_format(sent_on, "SHORT_DATE_FORMAT")}
    end = datetime.combine(answer.day, LAST_MINUTE, tzinfo=timezone.get_default_timezone())
    return Deadline(end, " ".join((said, *answer.explanation)))


def outcome_of(votes: Sequence[str], *, quorum: str) -> CircularState:
    """Return what the votes amount to once no more are awaited; an empty one is no vote.

    Adopted means: nobody objects, somebody agrees, and, where the committee has a quorum, more than half of those asked
    and at least three have taken part. Abstentions take part and decide nothing (VwVfG §§ 90, 91).
    """
    if Reply.OBJECT in votes:
        return CircularState.STOPPED
    taking_part = sum(vote in (Reply.AGREE, Reply.ABSTAIN) for vote in votes)
    enough = quorum == QuorumRule.OFF or (taking_part >= FEWEST_VOTES and 2 * taking_part > len(votes))
    return CircularState.ADOPTED if enough and Reply.AGREE in votes else CircularState.FAILED


@transaction.atomic
def draft_circular(circular: CircularDecision, *, fields: dict[str, Any], user: User) -> CircularDecision:
    """Write a new circular, or change one that has not been sent. Raises ValidationError once it has been."""
    row = circular if circular.pk is None else _locked(circular)
    if row.state != CircularState.DRAFT:
        raise ValidationError(_("The circular has been sent; its text can no longer be changed."))
    for name, value in fields.items():
        setattr(row, name, value)
    if row.pk is None:
        row.created_at, row.created_by = clock.now(), user
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def send_circular(circular: CircularDecision, *, user: User) -> CircularDecision:
    """Put it to every seat that has a vote and somebody in it; the deadline is counted from now.

    Raises ValidationError if it has been sent already, or if the committee has too few votes to decide at all.
    """
    row = _locked(circular)
    states.move(row, states.CIRCULAR, CircularState.RUNNING)
    now = clock.now()
    seats = list(_voting_seats(row.committee, timezone.localdate(now)))
    with translation.override(settings.LANGUAGE_CODE):
        deadline = deadline_from(now, period=row.period, unit=row.period_unit, calendar=city_calendar())
    row.sent_at, row.sent_by = now, user
    row.deadline_at, row.deadline_reason = deadline.at, deadline.reason[:500]
    row.save()
    CircularRecipient.objects.bulk_create(
        CircularRecipient(circular=row, seat=seat, person=seat.person) for seat in seats
    )
    notifications.ask_for_reply(row, _readers([seat.person for seat in seats if seat.person], now))
    return row


@transaction.atomic
def reply_to_circular(recipient: CircularRecipient, *, user: User, reply: str, remark: str = "") -> CircularRecipient:
    """Take a reply, by the person asked or whoever stands in; it may be changed as long as replies are awaited.

    An objection stops the circular; the last reply closes it. Raises ValidationError after the deadline, once it is
    closed, and for an objection without a reason.
    """
    circular = _locked(recipient.circular)
    now = clock.now()
    is_late = circular.deadline_at is not None and now > circular.deadline_at
    if is_late or not circular.is_running:
        raise ValidationError(_("Replies are no longer awaited. Nothing was changed."))
    if reply == Reply.OBJECT and not remark.strip():
        raise ValidationError({"remark": _("Please give the reason in a sentence.")})
    row = CircularRecipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
    row.reply, row.remark = Reply(reply), remark.strip()
    row.replied_at, row.replied_by = now, user
    row.save()
    if row.reply == Reply.OBJECT or not circular.recipients.silent().exists():
        _close(circular, at=now)
    return row


@transaction.atomic
def withdraw_circular(circular: CircularDecision, *, user: User, reason: str = "") -> CircularDecision:
    """Take it back; once it was sent, with a reason, and those asked are told.

    Raises ValidationError without the reason, and if it is closed already.
    """
    row = _locked(circular)
    if row.is_running and not reason.strip():
        raise ValidationError({"reason": _("Please give the reason in a sentence.")})
    states.move(row, states.CIRCULAR, CircularState.WITHDRAWN)
    now = clock.now()
    row.reason, row.closed_at = reason.strip(), now
    row.save()
    if row.sent_at is not None:
        _tell_result(row, at=now, none_of=user)
    return row


def close_due_circulars() -> int:
    """Close every circular whose deadline has passed; return how many. Each is a transaction of its own, and closed by
    whoever locks it first: several runs at once, a lost or a doubled one change nothing."""
    closed = 0
    while True:
        with acting_as(None, reason="circulars"):
            due = CircularDecision.objects.running().filter(deadline_at__lt=AppNow()).order_by("deadline_at", "pk")
            row = due.select_for_update(of=("self",), skip_locked=True).select_related("committee").first()
            if row is None:
                return closed
            _close(row, at=clock.now())
        closed += 1


def _close(row: CircularDecision, *, at: datetime) -> None:
    """Count, and on success take the decision at this moment."""
    votes = [_vote(each, silence=row.silence) for each in row.recipients.select_related("person")]
    states.move(row, states.CIRCULAR, outcome_of(votes, quorum=row.committee.quorum_rule))
    row.closed_at = at
    row.save()
    if row.state == CircularState.ADOPTED:
        _take_decision(row, at=at)
    _tell_result(row, at=at)


def _vote(recipient: CircularRecipient, *, silence: str) -> str:
    """Return the reply, or what silence means; the silence of somebody whose account was closed is never consent."""
    consents = silence == Silence.CONSENT and recipient.person.is_active
    return recipient.reply or (Reply.AGREE if consents else "")


def _take_decision(row: CircularDecision, *, at: datetime) -> Decision:
    """Give it its number at this moment ("2026/U-03"); the office that sent it stands for the record."""
    day = timezone.localdate(at)
    prefix = f"{row.committee.number_prefix}-" if row.committee.number_prefix else ""
    return Decision.objects.create(
        committee=row.committee,
        circular=row,
        confidentiality=row.confidentiality,
        number=f"{prefix}{day.year}/U-{next_number(f'circular:{row.committee_id}:{day.year}'):02}",
        wording=row.wording,
        taken_on=day,
        recorded_at=at,
        recorded_by=row.sent_by or row.created_by,
    )


def _tell_result(row: CircularDecision, *, at: datetime, none_of: User | None = None) -> None:
    people = [each.person for each in row.recipients.select_related("person")]
    told = [person for person in (*people, row.sent_by) if person is not None and person != none_of]
    notifications.tell_of_circular(row, _readers(told, at))


def _readers(people: Sequence[User], at: datetime) -> list[User]:
    """Return each once, or who stands in for them today."""
    instead = stand_ins(people, timezone.localdate(at))
    return list(dict.fromkeys(instead.get(person.pk, person) for person in people))


def _voting_seats(committee: Committee, day: Any) -> list[Seat]:
    seats = list(committee.seats.voting_on(day).select_related("person").order_by("pk"))
    if not seats:
        raise ValidationError(_("Nobody in this committee has a vote. Please fill the seats first."))
    if committee.quorum_rule == QuorumRule.MAJORITY and len(seats) < FEWEST_VOTES:
        refusal = _("The committee needs at least %(n)s votes to decide. Please fill the seats or change its quorum.")
        raise ValidationError(refusal % {"n": FEWEST_VOTES})
    return seats


def _locked(circular: CircularDecision) -> CircularDecision:
    rows = CircularDecision.objects.select_for_update(of=("self",)).select_related("committee", "sent_by")
    return rows.get(pk=circular.pk)
