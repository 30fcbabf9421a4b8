"""What was changed on a decision or a measure, as far as its reader may see what it said before.

An item may have been confidential once and not be so any more. Its former words are told only to those who could read
them in any case: the office, and whoever holds a seat in the committee.
"""

from core.audit import HistoryEntry, history
from core.enums import COMMITTEE_ROLES, Role
from core.models import User
from steering.models import Decision, Measure
from steering.models.committees import seats_held_by

# Fields that hold no words of the item; what is not named here is told as changed, without old and new.
OPEN_ON_DECISION = frozenset({"taken_on", "earlier", "link"})
OPEN_ON_MEASURE = frozenset(
    {
        "lead_unit",
        "side",
        "original_due_on",
        "due_on",
        "resubmit_on",
        "report_every_months",
        "next_report_on",
        "blocked_since",
        "settled_at",
        "settled_by",
        "state",
        "acknowledged_at",
        "reported_done_at",
        "confirmed_at",
        "confirmed_by",
        "confirmed_in",
    }
)


def decision_history(decision: Decision, user: User) -> list[HistoryEntry]:
    """Return what was changed on a decision."""
    values = None if _reads_former_words(user, decision) else OPEN_ON_DECISION
    return history(decision, user, values=values)


def measure_history(measure: Measure, user: User) -> list[HistoryEntry]:
    """Return what was changed on a measure; one without a decision has never been confidential."""
    decision = measure.decision
    is_open = decision is None or _reads_former_words(user, decision)
    return history(measure, user, values=None if is_open else OPEN_ON_MEASURE)


def _reads_former_words(user: User, decision: Decision) -> bool:
    if user.has_role(Role.COMMITTEE_OFFICE):
        return True
    return user.has_role(*COMMITTEE_ROLES) and seats_held_by(user).filter(committee=decision.committee_id).exists()
