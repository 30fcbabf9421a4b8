"""Mails about meetings: committee, number, day, place, link; no title of any item, so nothing confidential travels.

The agenda goes along as a file without what is confidential; see `AgendaFiles`.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core import calendars, clock, links
from core.documents import Document, pdf
from core.mail import Attachment, UndeliverableError, enqueue
from core.models import User
from steering.enums import Confidentiality, SendingKind
from steering.models import Invitation, InvitationSending, Meeting
from steering.models.visibility import OPEN_LEVELS
from steering.queries.agenda_document import agenda_document_for_mail, agenda_file_name, public_agenda_document
from steering.queries.calendar_entries import meeting_entry
from steering.queries.invitations import organiser_of

PURPOSE = "steering.invitation"
TEMPLATE = "emails/steering/invitation"
WITHDRAWN, REMINDER = "withdrawn", "reminder"


class AgendaFiles:
    """The agenda as PDF for the mails of one meeting, set once for all who receive the same.

    A mail may be read by others on its way and at its end: nothing confidential goes along, whatever the receiver may
    read after signing in. A guest gets the public part.
    """

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting

    def for_invitation(self, invitation: Invitation) -> list[Attachment]:
        """Return the file for one invited; none where the agenda has nothing for them yet."""
        return self._for_guests if invitation.seat_id is None else self._for_seats

    @cached_property
    def _for_seats(self) -> list[Attachment]:
        return self._file(OPEN_LEVELS, agenda_document_for_mail)

    @cached_property
    def _for_guests(self) -> list[Attachment]:
        return self._file((Confidentiality.PUBLIC,), public_agenda_document)

    def _file(self, levels: Iterable[str], describe: Callable[..., Document]) -> list[Attachment]:
        if not self.meeting.agenda_items.filter(confidentiality__in=levels).exists():
            return []
        content = pdf(describe(self.meeting, made_at=clock.now()))
        return [Attachment(f"{agenda_file_name(self.meeting)}.pdf", "application/pdf", content)]


def send(invitation: Invitation, sending: InvitationSending, agenda: AgendaFiles) -> bool:
    """Write the mail of a sending to one invited, with calendar entry and agenda; False where it reaches nobody."""
    is_off = sending.kind == SendingKind.CANCELLATION
    return _write(
        invitation,
        sending,
        kind=sending.kind,
        key=key_of(invitation, sending.sequence),
        method=calendars.CANCEL if is_off else calendars.REQUEST,
        files=[] if is_off else agenda.for_invitation(invitation),
    )


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


def _write(
    invitation: Invitation,
    sending: InvitationSending,
    *,
    kind: str,
    key: str,
    method: str = "",
    files: Sequence[Attachment] = (),
) -> bool:
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
    attachments = [_attachment(invitation, sending, method, language), *files] if method else []
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
