"""Proposals for the agenda that come from measures: refused, escalated, overdue, due, to be looked at again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from steering.enums import Confidentiality, MeasureState
from steering.enums_agenda import ProposalKind
from steering.enums_reminders import Chosen
from steering.models import FollowUp, Measure, ReminderOccurrence
from steering.queries.control import is_overdue
from steering.queries.proposed_lines import Frame, ProposedLine, spoken

# More are better gone through on the page of the decision control.
MOST_LINES = 60


def control_line(frame: Frame) -> Iterator[ProposedLine]:
    """Yield the decision control, as long as there is something to look at."""
    overdue = Measure.objects.overdue(frame.today).values("pk")
    counts = _measures(frame).open().aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(pk__in=overdue)))
    if not counts["open"]:
        return
    reason = ngettext("%(n)s open measure", "%(n)s open measures", counts["open"]) % {"n": counts["open"]}
    if counts["overdue"]:
        reason = _("%(open)s, %(n)s of them overdue") % {"open": reason, "n": counts["overdue"]}
    yield ProposedLine("control", ProposalKind.CONTROL, _("Decision control"), f"{reason}.")


def measure_lines(frame: Frame) -> Iterator[ProposedLine]:
    """Yield every measure the meeting should look at by itself, once, for its gravest reason."""
    until = frame.meeting.held_on
    asked_in_vain = ReminderOccurrence.objects.filter(
        follow_up__in=FollowUp.objects.open().filter(measure=OuterRef(OuterRef("pk"))), chosen=Chosen.AGENDA
    )
    owed = ~Q(state__in=(MeasureState.CONFIRMED, MeasureState.NOT_EXECUTABLE, MeasureState.REPORTED_DONE))
    refused = Q(state=MeasureState.NOT_EXECUTABLE, settled_at__isnull=True)
    rows = (
        _measures(frame)
        .annotate(is_escalated=Exists(asked_in_vain))
        .filter(refused | (owed & Q(next_on__lte=until)) | (owed & Q(is_escalated=True)))
        .select_related("lead_unit", "decision")
        .order_by("next_on", "pk")
    )
    for row in rows[:MOST_LINES]:
        kind, reason = _why(row, frame)
        yield ProposedLine(
            key=f"measure:{row.pk}",
            kind=kind,
            title=f"{row.number} {row.title}"[:200],
            reason=reason,
            confidentiality=row.decision.confidentiality if row.decision else Confidentiality.INTERNAL,
            lead_unit=row.lead_unit,
            links={"measure": row},
        )


def _measures(frame: Frame) -> Any:
    """Return the measures of the committee; those without a decision belong to the one above which there is none."""
    own = Q(decision__committee=frame.meeting.committee_id)
    if frame.committee.parent_id is None:
        own |= Q(decision__isnull=True)
    return Measure.objects.visible_to(frame.user).filter(own)


def _why(row: Any, frame: Frame) -> tuple[ProposalKind, str]:
    if row.state == MeasureState.NOT_EXECUTABLE:
        return ProposalKind.NOT_EXECUTABLE, _("Not executable: %(reason)s") % {"reason": row.reason}
    due_on = row.due_on or row.next_report_on
    if row.is_escalated:
        since = _("The reminders were not answered.")
        return ProposalKind.ESCALATED, since if due_on is None else f"{since} {_due(due_on)}"
    if due_on is not None and is_overdue(row, frame.today):
        return ProposalKind.OVERDUE, _("Overdue since %(day)s.") % {"day": spoken(due_on)}
    if due_on is not None and due_on <= frame.meeting.held_on:
        return ProposalKind.DUE, _due(due_on)
    words = _("Resubmission on %(day)s: %(reason)s") if row.resubmit_reason else _("Resubmission on %(day)s.")
    return ProposalKind.RESUBMISSION, words % {"day": spoken(row.resubmit_on), "reason": row.resubmit_reason}


def _due(day: date) -> str:
    return _("Due on %(day)s.") % {"day": spoken(day)}
