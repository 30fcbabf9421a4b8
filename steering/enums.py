"""Closed lists of words of the committee's life."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeatRole(TextChoices):
    """What the holder of a seat does in the committee."""

    CHAIR = "chair", _("chair")
    OFFICE = "office", _("committee office")
    MINUTE_TAKER = "minute_taker", _("minute taker")
    MEMBER = "member", _("member")


class MeetingState(TextChoices):
    """The life of a meeting, in this order."""

    PLANNED = "planned", _("planned")
    INVITED = "invited", _("invited")
    RUNNING = "running", _("running")
    HELD = "held", _("held")
    SEALED = "sealed", _("sealed")


class Confidentiality(TextChoices):
    """Who may read an agenda item and all that comes of it."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")
    CONFIDENTIAL = "confidential", _("confidential")


class ItemResult(TextChoices):
    """What became of an agenda item."""

    DECIDED = "decided", _("decided")
    NOTED = "noted", _("noted")
    DEFERRED = "deferred", _("deferred")
    REFERRED = "referred", _("referred")
    REMOVED = "removed", _("removed from the agenda")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Link(TextChoices):
    """How a later decision changes an earlier one."""

    REPLACES = "replaces", _("replaces")
    AMENDS = "amends", _("amends")
    CANCELS = "cancels", _("cancels")


class Progress(TextChoices):
    """How far a decision has been carried out, worked out from its measures."""

    NO_MEASURE = "no_measure", _("no measure")
    RUNNING = "running", _("in progress")
    REPORTED_DONE = "reported_done", _("reported done")
    DONE = "done", _("done")


class Side(TextChoices):
    """The two sides of the committee's work."""

    HELP = "help", _("help and support")
    ORDER = "order", _("safety, order, cleanliness")


class MeasureState(TextChoices):
    """The life of a measure. Late and blocked are axes of their own and never rewrite it."""

    ORDERED = "ordered", _("ordered")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED_DONE = "reported_done", _("reported done")
    CONFIRMED = "confirmed", _("confirmed")
    NOT_EXECUTABLE = "not_executable", _("not executable")
    HANDED_OVER = "handed_over", _("handed over")


class StepState(TextChoices):
    """The life of a contributing unit's step."""

    ORDERED = "ordered", _("ordered")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    REPORTED_DONE = "reported_done", _("reported done")
    NOT_EXECUTABLE = "not_executable", _("not executable")


class FollowUpState(TextChoices):
    """The life of a follow-up."""

    OPEN = "open", _("open")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    REPORTED_DONE = "reported_done", _("reported done")
    DECLINED = "declined", _("declined")
    CLOSED = "closed", _("closed")


class Outcome(TextChoices):
    """What a unit answers to a follow-up."""

    DONE = "done", _("done")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    NOT_POSSIBLE = "not_possible", _("not possible")


class Audience(TextChoices):
    """Who hears a reminder."""

    INBOX = "inbox", _("unit inbox")
    HEAD = "head", _("head of unit")


class OccurrenceState(TextChoices):
    """The life of one reminder. `undeliverable`: nobody could be found to receive it, and the office sees it."""

    PLANNED = "planned", _("planned")
    QUEUED = "queued", _("handed to the outbox")
    CANCELLED = "cancelled", _("cancelled")
    UNDELIVERABLE = "undeliverable", _("nobody to receive it")


MEASURE_CLOSED = (MeasureState.CONFIRMED, MeasureState.NOT_EXECUTABLE, MeasureState.HANDED_OVER)
FOLLOW_UP_OPEN = (FollowUpState.OPEN, FollowUpState.ACKNOWLEDGED)
RESULTS_OUT = (MeetingState.HELD, MeetingState.SEALED)
