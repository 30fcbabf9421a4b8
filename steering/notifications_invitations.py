"""Mails about meetings: committee, number, day, place, link; no title of any item, so nothing confidential travels."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core import calendars, clock, links
from core.mail import Attachment, UndeliverableError, enqueue
from core.models import User
from steering.enums import SendingKind
from steering.models import Invitation, InvitationSending
from steering.queries.calendar_entries import meeting_entry
from steering.queries.invitations import organiser_of

PURPOSE = "steering.invitation"
TEMPLATE = "emails/steering/invitation"
WITHDRAWN, REMINDER = "withdrawn", "reminder"


def send(invitation: Invitation, sending: InvitationSending) -> bool:
    """Write the mail of a sending to one invited, with the calendar entry; return False where it reaches nobody."""
    method = calendars.CANCEL if sending.kind == SendingKind.CANCELLATION else calendars.REQUEST
    return _write(invitation, sending, kind=sending.kind, key=key_of(invitation, sending.sequence), method=method)


def take_back(invitation: Invitation, sending: InvitationSending) -> bool:
    """Tell one invited that the invitation is withdrawn, and take the entry out of the calendar."""
    key = f"invitation-withdrawn:{invitation.pk}"
    return _write(invitation, sending, kind=WITHDRAWN, key=key, method=calendars.CANCEL)


def remind(invitation: Invitation, sending: InvitationSending) -> bool:
    """Ask for an answer, once a day at most."""
    key = f"invitation-reminder:{invitation.pk}:{clock.today()}"
    return _write(invitation, sending, kind=REMINDER, key=key)


def key_of(invitation: Invitation, sequence: int) -> str:
    """Return the cause of a mail: one for each invited and each sending."""
    return f"invitation:{invitation.pk}:{sequence}"


def answer_url(invitation: Invitation) -> str:
    """Return the address under which this invitation is answered without signing in."""
    token = links.sign(PURPOSE, invitation=invitation.pk)
    return settings.BASE_URL + reverse("steering:invitation_open", args=[token])


def _write(invitation: Invitation, sending: InvitationSending, *, kind: str, key: str, method: str = "") -> bool:
    target = invitation.target
    language = target.language if isinstance(target, User) else settings.LANGUAGE_CODE
    context = {
        "kind": kind,
        "invitation": invitation,
        "meeting": invitation.meeting,
        "sending": sending,
        "answer_url": answer_url(invitation),
        # Whether there is still something to come to and to answer.
        "is_on": kind not in (SendingKind.CANCELLATION, WITHDRAWN),
        "has_account": isinstance(target, User),
    }
    attachments = [_attachment(invitation, sending, method, language)] if method else []
    try:
        # The link in it answers for somebody: once sent, the text is erased.
        mail = enqueue(
            to=target,
            template=TEMPLATE,
            context=context,
            key=key,
            language=language,
            secret=True,
            attachments=attachments,
        )
    except UndeliverableError:
        return False
    return mail is not None


def _attachment(invitation: Invitation, sending: InvitationSending, method: str, language: str) -> Attachment:
    meeting = invitation.meeting
    with translation.override(language):
        written = meeting_entry(
            meeting,
            sending,
            sequence=sending.sequence,
            stamp=clock.now(),
            organiser=organiser_of(meeting.committee, sending.held_on),
            attendee=calendars.Party(invitation.name, invitation.address),
            cancelled=method == calendars.CANCEL,
        )
        return Attachment("meeting.ics", f"text/calendar; method={method}", calendars.write([written], method=method))
