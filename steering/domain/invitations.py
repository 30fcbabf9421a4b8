"""Inviting to a meeting, telling the invited what changes, and taking their answers.

Every sending is a row of its own, and its number is the SEQUENCE of the calendar entry. A mail's cause is its invitation
and its sending, so none goes out twice whoever presses a button twice.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import clock, links
from core.identity import give_reason
from core.mail import withdraw
from core.models import User
from core.queries.calendar import city_calendar
from steering import notifications_invitations as mails
from steering.domain import states
from steering.enums import MeetingState, Response, SendingKind
from steering.models import Invitation, InvitationSending, Meeting
from steering.queries.invitations import (
    invitations_of,
    latest_sending,
    notice_for,
    possible_substitutes,
    seats_to_invite,
)

# What the invited have to hear about when it changes; the first two make every answer void.
WHEN = ("held_on", "starts_at")
FACTS = (*WHEN, "ends_at", "place", "online_link")


@transaction.atomic
def invite(meeting: Meeting, *, user: User, urgency: str = "") -> InvitationSending:
    """Invite everybody who has a seat on the day, by mail with a calendar entry; the meeting is then invited.

    Raises ValidationError when the meeting is past planning, lies in the past, has no seats to invite, or when the
    notice period cannot be kept and `urgency` does not say why.
    """
    row = _locked(meeting)
    states.move(row, states.MEETING, MeetingState.INVITED)
    now = clock.now()
    if row.held_on < timezone.localdate(now):
        raise ValidationError(_("The date lies in the past. Please move the meeting first."))
    if notice_for(row, now=now, calendar=city_calendar()).is_late and not urgency.strip():
        raise ValidationError({"urgency": _("The notice period can no longer be kept: please say why it is urgent.")})
    row.save(update_fields=["state"])
    if not _add_seats(row):
        raise ValidationError(_("The committee has no seats on this day; there is nobody to invite."))
    sending = _new_sending(row, SendingKind.INVITATION, user=user, sequence=0, urgency=urgency.strip())
    _send_to_all(row, sending)
    return sending


@transaction.atomic
def update_invitations(meeting: Meeting, *, user: User) -> InvitationSending | None:
    """Tell the invited what has changed since the last sending; call it after every change of a meeting.

    Another day, time or place is sent to all with the next number; another day or time makes every answer void. A
    cancelled meeting is taken out of the calendars. Seats given or ended since then are invited or withdrawn. Returns the
    new sending, or None when all need not hear of it (not invited yet, begun already, nothing changed).
    """
    row = _locked(meeting)
    last = latest_sending(row)
    if last is None or last.kind == SendingKind.CANCELLATION:
        return None
    if row.state == MeetingState.CANCELLED:
        return _tell_all(row, last, SendingKind.CANCELLATION, user=user)
    if row.state != MeetingState.INVITED:
        return None
    for invitation in _without_seat(row):
        _take_back(invitation, last)
    if all(getattr(row, name) == getattr(last, name) for name in FACTS):
        agenda = mails.AgendaFiles(row)
        for invitation in _add_seats(row):
            mails.send(invitation, last, agenda)
        return None
    if any(getattr(row, name) != getattr(last, name) for name in WHEN):
        _void_answers(row, last)
    _add_seats(row)
    return _tell_all(row, last, SendingKind.UPDATE, user=user)


def invitation_behind(token: str) -> Invitation | None:
    """Return the invitation of a link, or None when the link is wrong, or the invitation can no longer be answered."""
    content = links.read(mails.PURPOSE, token)
    if content is None:
        return None
    rows = Invitation.objects.live().filter(meeting__state=MeetingState.INVITED, pk=content["invitation"])
    return rows.select_related("meeting__committee", "seat__organisation", "person", "stands_in_for__person").first()


@transaction.atomic
def answer_invitation(
    invitation: Invitation,
    *,
    response: str,
    user: User | None,
    substitute: User | None = None,
    substitute_name: str = "",
) -> Invitation:
    """Take an answer; it can be changed until the meeting begins. `user` is None for an answer through the link.

    A substitute with an account is invited at once; one who is only named is known by name. Raises ValidationError when
    the meeting has begun or fell out, the invitation was withdrawn, or a substitute is missing or not possible.
    """
    row = _locked_invitation(invitation)
    if user is None:
        give_reason(f"link of invitation {row.pk}")
    name = substitute.name if substitute else substitute_name.strip()
    if response == Response.SUBSTITUTE:
        _check_substitute(row, substitute, name)
    row.response = Response(response)
    row.substitute_name = name if response == Response.SUBSTITUTE else ""
    row.answered_at, row.answered_by = clock.now(), user
    row.full_clean()
    row.save()
    _settle_substitute(row, substitute if response == Response.SUBSTITUTE else None)
    return row


@transaction.atomic
def invite_guest(meeting: Meeting, *, name: str, email: str) -> Invitation:
    """Invite somebody without a seat. Raises ValidationError before the invitation is out, or for a known address."""
    row = _locked(meeting)
    last = latest_sending(row)
    if last is None or row.state != MeetingState.INVITED:
        raise ValidationError(_("Guests can be invited between the invitation and the beginning of the meeting."))
    invitation = Invitation(meeting=row, guest_name=name.strip(), guest_email=email.strip())
    invitation.full_clean()
    invitation.save()
    mails.send(invitation, last, mails.AgendaFiles(row))
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation) -> Invitation:
    """Take an invitation back, also out of the calendar. Raises ValidationError when the meeting has begun."""
    row = _locked_invitation(invitation)
    last = latest_sending(row.meeting)
    if last is not None:
        _take_back(row, last)
    return row


@transaction.atomic
def remind_silent(meeting: Meeting) -> int:
    """Ask those without an answer again, each once a day at most; return how many mails that made."""
    row = _locked(meeting)
    last = latest_sending(row)
    if last is None or row.state != MeetingState.INVITED:
        raise ValidationError(_("There is nobody to remind: the invitation is not out, or the meeting has begun."))
    reminded = [each for each in invitations_of(row).filter(response="") if mails.remind(each, last)]
    for each in reminded:
        each.reminders += 1
    Invitation.objects.bulk_update(reminded, ["reminders"])
    return len(reminded)


# --- Inside ---------------------------------------------------------------------------------------------


def _locked(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now; whoever sends or answers waits for whoever sends."""
    return Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("committee").get(pk=meeting.pk)


def _locked_invitation(invitation: Invitation) -> Invitation:
    """Return an invitation that still holds, behind the lock of its meeting; else raise ValidationError."""
    meeting = _locked(invitation.meeting)
    row = Invitation.objects.live().filter(pk=invitation.pk).select_related("seat__organisation", "person").first()
    if row is None or meeting.state != MeetingState.INVITED:
        raise ValidationError(
            _("This can no longer be answered: the meeting has begun, or the invitation was withdrawn.")
        )
    row.meeting = meeting
    return row


def _add_seats(meeting: Meeting) -> list[Invitation]:
    """Invite the seats that are not invited yet; return these invitations."""
    known = set(invitations_of(meeting).filter(stands_in_for__isnull=True).values_list("seat", flat=True))
    new = [
        Invitation(meeting=meeting, seat=seat, person=seat.person)
        for seat in seats_to_invite(meeting)
        if seat.pk not in known
    ]
    return Invitation.objects.bulk_create(new)


def _without_seat(meeting: Meeting) -> list[Invitation]:
    """Return the invitations of seats that no longer exist on the day of the meeting."""
    holders = seats_to_invite(meeting).values("pk")
    return list(invitations_of(meeting).filter(seat__isnull=False).exclude(seat__in=holders))


def _new_sending(
    meeting: Meeting, kind: SendingKind, *, user: User, sequence: int, urgency: str = ""
) -> InvitationSending:
    return InvitationSending.objects.create(
        meeting=meeting,
        sequence=sequence,
        kind=kind,
        urgency=urgency,
        sent_at=clock.now(),
        sent_by=user,
        **{name: getattr(meeting, name) for name in FACTS},
    )


def _tell_all(meeting: Meeting, last: InvitationSending, kind: SendingKind, *, user: User) -> InvitationSending:
    """Send the next number to everybody; what still waits in the outbox of the number before is out of date."""
    stale = [mails.key_of(invitation, last.sequence) for invitation in invitations_of(meeting)]
    withdraw(*stale)
    sending = _new_sending(meeting, kind, user=user, sequence=last.sequence + 1, urgency=last.urgency)
    _send_to_all(meeting, sending)
    return sending


def _send_to_all(meeting: Meeting, sending: InvitationSending) -> None:
    agenda = mails.AgendaFiles(meeting)
    for invitation in invitations_of(meeting):
        invitation.meeting = meeting
        mails.send(invitation, sending, agenda)


def _void_answers(meeting: Meeting, last: InvitationSending) -> None:
    """Another day is another question: nobody has answered it yet, and who stands in is open again."""
    for substitute in invitations_of(meeting).filter(stands_in_for__isnull=False):
        _take_back(substitute, last)
    Invitation.objects.live().filter(meeting=meeting).update(
        response="", substitute_name="", answered_at=None, answered_by=None
    )


def _take_back(invitation: Invitation, last: InvitationSending) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    withdraw(mails.key_of(invitation, last.sequence))
    mails.take_back(invitation, last)
    for substitute in invitation.substitutes.live().select_related(
        "seat__organisation", "person", "meeting__committee"
    ):
        _take_back(substitute, last)


def _check_substitute(invitation: Invitation, substitute: User | None, name: str) -> None:
    if invitation.seat is None or invitation.stands_in_for_id is not None:
        raise ValidationError(_("Only who holds a seat can send somebody else."))
    if not name:
        raise ValidationError({"substitute_name": _("Please say who comes instead.")})
    if substitute is not None and substitute not in possible_substitutes(invitation):
        raise ValidationError({"substitute": _("This person is not named as a substitute for the seat.")})


def _settle_substitute(invitation: Invitation, substitute: User | None) -> None:
    """Invite the substitute; withdraw the invitation of somebody named before."""
    last = latest_sending(invitation.meeting)
    current = invitation.substitutes.live().select_related("seat__organisation", "person").first()
    if last is None or (current and current.person == substitute):
        return
    if current:
        current.meeting = invitation.meeting
        _take_back(current, last)
    if substitute:
        stand_in = Invitation.objects.create(
            meeting=invitation.meeting, seat=invitation.seat, person=substitute, stands_in_for=invitation
        )
        mails.send(stand_in, last, mails.AgendaFiles(invitation.meeting))
