"""Closed lists of words of the minutes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from steering.enums import SeatRole


class MinutesState(TextChoices):
    """The life of minutes, in this order. A refused signature counts as given, with its reason noted."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    SIGNED = "signed", _("waiting for the chair")
    COUNTERSIGNED = "countersigned", _("ready to be sealed")
    SEALED = "sealed", _("sealed")


class VersionCause(TextChoices):
    """Why a version of minutes was made."""

    ASSEMBLED = "assembled", _("assembled from the log")
    EDITED = "edited", _("edited")
    LOG_CHANGED = "log_changed", _("taken over from the log again")
    RETURNED = "returned", _("returned for revision")


class PartKind(TextChoices):
    """What a part of minutes records."""

    ITEM = "item", _("agenda item")
    OBJECTION = "objection", _("objection or correction")


class ObjectionKind(TextChoices):
    """What somebody wants of sealed minutes."""

    OBJECTION = "objection", _("objection")
    CORRECTION = "correction", _("correction")


class Ruling(TextChoices):
    """What became of an objection."""

    UPHELD = "upheld", _("upheld")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


# The two who sign (VwVfG § 93).
SIGNERS = (SeatRole.MINUTE_TAKER, SeatRole.CHAIR)
EDITABLE = (MinutesState.DRAFT, MinutesState.REVIEW)
