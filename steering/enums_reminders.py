"""Closed lists of words of the reminders."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trigger(TextChoices):
    """What a step of the ladder counts from."""

    DUE = "due", _("due date")
    NOT_ACKNOWLEDGED = "not_acknowledged", _("not acknowledged")
    STATUS_STALE = "status_stale", _("no status report")
    RESUBMISSION = "resubmission", _("resubmission")


class Audience(TextChoices):
    """Who hears a reminder."""

    PERSON = "person", _("responsible person")
    INBOX = "inbox", _("unit inbox")
    HEAD = "head", _("head of unit")
    OFFICE = "office", _("committee office")
    CHAIR = "chair", _("chair")
    AGENDA = "agenda", _("next agenda")


class Channel(TextChoices):
    """How a reminder speaks. The entry in the product is always there; the mail only points to it."""

    MAIL = "mail", _("mail and entry")
    ENTRY = "entry", _("entry only")


class Delivery(TextChoices):
    """How a person wants the mails."""

    DIGEST = "digest", _("one mail with everything")
    SINGLE = "single", _("one mail for each follow-up")


class OccurrenceState(TextChoices):
    """The life of one reminder.

    `reached`: it stands in the recipient's inbox and its mail waits for the hour. `undeliverable`: nobody could be found
    to receive it, and the office sees it.
    """

    PLANNED = "planned", _("planned")
    REACHED = "reached", _("mail waits for its hour")
    ENTERED = "entered", _("entered")
    QUEUED = "queued", _("handed to the outbox")
    CANCELLED = "cancelled", _("cancelled")
    UNDELIVERABLE = "undeliverable", _("nobody to receive it")


class Chosen(TextChoices):
    """Why this person or inbox received a reminder."""

    RESPONSIBLE = "responsible", _("acknowledged the follow-up")
    HEAD = "head", _("heads the unit")
    OFFICE = "office", _("runs the committee office")
    CHAIR = "chair", _("chairs the committee")
    INBOX = "inbox", _("inbox of the unit")
    OPENER = "opener", _("opened the follow-up; nobody in the unit could be reached")
    SUBSTITUTE = "substitute", _("stands in for somebody absent")
    AGENDA = "agenda", _("goes onto the next agenda")


class Cancelled(TextChoices):
    """Why a planned reminder will not be sent."""

    PASSED = "passed", _("its day had passed when it was planned")
    ENDED = "ended", _("the follow-up has been answered or closed")
    MOVED = "moved", _("the date has changed")
    ACKNOWLEDGED = "acknowledged", _("the unit has acknowledged")
    REPORTED = "reported", _("a status has been reported")
    LADDER = "ladder", _("the ladder has changed")
