"""Closed lists of words of the log: votes, attendance, texts that gave way."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VoteKind(TextChoices):
    """How a committee voted."""

    CONSENSUS = "consensus", _("by consensus")
    COUNTED = "counted", _("counted")


class AttendeeKind(TextChoices):
    """As what somebody takes part in a meeting."""

    MEMBER = "member", _("member")
    GUEST = "guest", _("guest")
    EXPERT = "expert", _("expert")


class AttendanceState(TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", _("present")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class KeptBecause(TextChoices):
    """Why a text of the log was kept beside the one that stands."""

    CONFLICT = "conflict", _("typed at the same time")
    REPLACED = "replaced", _("replaced by another writer")


class OpenMeasures(TextChoices):
    """What becomes of the open measures of a decision that is replaced or cancelled."""

    KEEP = "keep", _("they go on")
    WITHDRAW = "withdraw", _("they are withdrawn")


class LogField(TextChoices):
    """What can be typed or chosen for an agenda item while the log is written."""

    MINUTES = "minutes", _("Minutes")
    RESULT = "result", _("Result")
    DEFERRED_TO = "deferred_to", _("Deferred to")
    REFERRED_TO = "referred_to", _("Referred to")
    WORDING = "wording", _("Decision")
    VOTE = "vote", _("Vote")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    ABSTAIN = "abstain", _("Abstentions")
    BIASED = "biased", _("Biased")
    EARLIER = "earlier", _("Earlier decision")
    LINK = "link", _("What it does to the earlier one")
    OPEN_MEASURES = "open_measures", _("Open measures of the earlier decision")
    LEAD_UNIT = "lead_unit", _("Lead unit")
    CONTRIBUTING = "contributing", _("Contributing units")
    DUE = "due", _("Due date")
    AREAS = "areas", _("Areas")
    SIDE = "side", _("Side of the work")


# Texts that people type; a change of anything else is one choice, which the other writer sees at once.
TYPED = (LogField.MINUTES, LogField.WORDING, LogField.DUE)
