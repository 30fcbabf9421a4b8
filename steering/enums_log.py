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
