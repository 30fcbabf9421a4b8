"""Closed lists of words of the committee's life."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeatRole(TextChoices):
    """What the holder of a seat does in the committee."""

    CHAIR = "chair", _("chair")
    OFFICE = "office", _("committee office")
    MINUTE_TAKER = "minute_taker", _("minute taker")
    MEMBER = "member", _("member")


class QuorumRule(TextChoices):
    """When a committee can decide; `MAJORITY` after VwVfG § 90 Abs. 1."""

    OFF = "off", _("no quorum")
    MAJORITY = "majority", _("more than half of the votes, at least three")


class MeetingState(TextChoices):
    """The life of a meeting, in this order; one that does not take place is cancelled and keeps its number."""

    PLANNED = "planned", _("planned")
    INVITED = "invited", _("invited")
    RUNNING = "running", _("running")
    HELD = "held", _("held")
    SEALED = "sealed", _("sealed")
    CANCELLED = "cancelled", _("cancelled")


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
    NOT_EXECUTABLE = "not_executable", _("not executable")


class TopicState(TextChoices):
    """The life of a topic: from the proposal to what became of it."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")
    SCHEDULED = "scheduled", _("on an agenda")
    SETTLED = "settled", _("dealt with")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Urgency(TextChoices):
    """How soon the committee should look at a topic."""

    NORMAL = "normal", _("normal")
    SOON = "soon", _("soon")
    URGENT = "urgent", _("urgent")


class CircularState(TextChoices):
    """The life of a decision by circular."""

    DRAFT = "draft", _("draft")
    RUNNING = "running", _("waiting for replies")
    ADOPTED = "adopted", _("adopted")
    STOPPED = "stopped", _("stopped by an objection")
    FAILED = "failed", _("not adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Silence(TextChoices):
    """What it means when somebody does not reply to a circular; always chosen, never assumed."""

    CONSENT = "consent", _("silence is consent")
    NO_VOTE = "no_vote", _("silence is no vote")


class Reply(TextChoices):
    """What a recipient replies to a circular; one objection stops it (VwVfG § 90 Abs. 1 S. 2)."""

    AGREE = "agree", _("agree")
    ABSTAIN = "abstain", _("abstain")
    OBJECT = "object", _("object")


class PeriodUnit(TextChoices):
    """In what the period for replies is counted."""

    HOURS = "hours", _("hours")
    WORKING_DAYS = "working_days", _("working days")


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
    DROPPED = "dropped", _("no longer needed")


class NoteKind(TextChoices):
    """What a note on a measure records."""

    EDITED = "edited", _("details changed")
    STEP = "step", _("step changed")
    HANDED_OVER = "handed_over", _("handed over")
    SENT_BACK = "sent_back", _("completion sent back")
    BLOCKED = "blocked", _("blocked")
    UNBLOCKED = "unblocked", _("no longer blocked")
    NOT_EXECUTABLE = "not_executable", _("reported not executable")
    ORDERED_AGAIN = "ordered_again", _("ordered again")
    SETTLED = "settled", _("noted as not executable")
    RESUBMISSION = "resubmission", _("resubmission")
    PERMANENT = "permanent", _("made a permanent task")
    ASKED = "asked", _("asked for the status")


class ExtensionState(TextChoices):
    """The life of a request for a later date."""

    REQUESTED = "requested", _("requested")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EffectDirection(TextChoices):
    """Where a figure is meant to go."""

    UP = "up", _("rise")
    DOWN = "down", _("fall")
    STEADY = "steady", _("stay as it is")


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


class Response(TextChoices):
    """What an invited person answers."""

    YES = "yes", _("takes part")
    NO = "no", _("does not take part")
    SUBSTITUTE = "substitute", _("sends somebody else")


class SendingKind(TextChoices):
    """What is sent to those invited to a meeting."""

    INVITATION = "invitation", _("invitation")
    UPDATE = "update", _("change")
    CANCELLATION = "cancellation", _("cancellation")


MEASURE_CLOSED = (MeasureState.CONFIRMED, MeasureState.NOT_EXECUTABLE)
STEP_OPEN = (StepState.ORDERED, StepState.ACKNOWLEDGED)
FOLLOW_UP_OPEN = (FollowUpState.OPEN, FollowUpState.ACKNOWLEDGED)
RESULTS_OUT = (MeetingState.HELD, MeetingState.SEALED)
TOPIC_OPEN = (TopicState.PROPOSED, TopicState.ACCEPTED, TopicState.RETURNED, TopicState.SCHEDULED)
CIRCULAR_CLOSED = (CircularState.ADOPTED, CircularState.STOPPED, CircularState.FAILED, CircularState.WITHDRAWN)
VOTING_ROLES = (SeatRole.CHAIR, SeatRole.MEMBER)
