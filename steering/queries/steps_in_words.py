"""A step of the ladder as a sentence says it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from steering.enums_reminders import Trigger
from steering.models import LadderStep

BEFORE = ngettext_lazy("%(n)s working day before the due date", "%(n)s working days before the due date", "n")
AFTER = ngettext_lazy("%(n)s working day after the due date", "%(n)s working days after the due date", "n")
SILENT = ngettext_lazy("%(n)s working day without acknowledgement", "%(n)s working days without acknowledgement", "n")
STALE = ngettext_lazy("%(n)s working day without a status report", "%(n)s working days without a status report", "n")
RESUBMITTED = ngettext_lazy(
    "%(n)s working day after the resubmission", "%(n)s working days after the resubmission", "n"
)


def step_in_words(step: LadderStep) -> str | Promise:
    """Return when the step speaks: "5 working days before the due date"."""
    n = abs(step.working_days)
    match step.trigger:
        case Trigger.NOT_ACKNOWLEDGED:
            words = SILENT
        case Trigger.STATUS_STALE:
            words = STALE
        case Trigger.RESUBMISSION:
            words = RESUBMITTED if n else _("on the day of the resubmission")
        case _ if n == 0:
            words = _("on the due date")
        case _:
            words = AFTER if step.working_days > 0 else BEFORE
    return words % {"n": n} if n else words
