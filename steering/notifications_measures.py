"""Mails about measures: number, date and path; never free text, never a name."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core import clock
from core.mail import UndeliverableError, enqueue
from core.models import OutgoingMail
from steering.enums_reminders import Audience
from steering.models import Measure, MeasureNote
from steering.queries.recipients import Ask, directory_of


def ask_for_status(measures: Sequence[Measure], notes: Sequence[MeasureNote]) -> OutgoingMail | None:
    """Ask one lead unit how these measures stand; the first of the notes is the cause.

    Raises `UndeliverableError` if nobody can be reached.
    """
    first = measures[0]
    ask = Ask(Audience.INBOX, first.lead_unit_id, first.decision.committee_id if first.decision else None)
    recipient = directory_of([ask], clock.today()).recipient_of(ask)
    if recipient is None:
        raise UndeliverableError(_("Nobody can be reached for %(unit)s.") % {"unit": first.lead_unit})
    lines = [{"number": row.number, "deadline": row.deadline, "path": row.get_absolute_url()} for row in measures]
    return enqueue(
        to=recipient.target,
        template="emails/steering/status_request",
        context={"lines": lines, "count": len(lines)},
        key=f"status-request:{notes[0].pk}",
    )
