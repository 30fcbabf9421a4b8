"""Outcomes: what became of an agenda item, the decision taken and the measure that follows, in one transaction."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from quarters.models import Area
from steering.domain.measures import assign_measure
from steering.domain.numbers import next_number
from steering.enums import ItemResult, MeetingState
from steering.models import AgendaItem, Committee, Decision, Meeting


@dataclass(frozen=True)
class Order:
    """What a unit is to do because of a decision."""

    lead_unit: Organisation
    due_on: date
    side: str
    title: str = ""
    contributing: tuple[Organisation, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class ItemOutcome:
    """What the log page hands over for one item."""

    result: str
    minutes: str = ""
    wording: str = ""
    order: Order | None = None
    deferred_to: Meeting | None = None
    referred_to: Committee | None = None
    version: int = field(default=1)


class ChangedMeanwhileError(ValidationError):
    """Somebody else saved the item first; carries their text so that neither is lost."""

    def __init__(self, theirs: AgendaItem) -> None:
        self.theirs = theirs
        super().__init__(_("Somebody else has saved this item in the meantime."), code="changed")


@transaction.atomic
def record_outcome(item: AgendaItem, *, user: User, outcome: ItemOutcome) -> AgendaItem:
    """Write down what became of an item; with a wording also the decision, with an order also the measure.

    Raises `ChangedMeanwhileError` if the item is no longer the one the writer saw, and ValidationError if the meeting
    does not run or the outcome contradicts what is recorded already.
    """
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__committee").get(pk=item.pk)
    _check(row, outcome)
    row.minutes = outcome.minutes.strip()
    row.result = outcome.result
    row.deferred_to = outcome.deferred_to
    row.referred_to = outcome.referred_to
    row.lead_unit = outcome.order.lead_unit if outcome.order else row.lead_unit
    row.recorded_at, row.recorded_by = clock.now(), user
    row.version += 1
    row.save()
    if outcome.wording.strip():
        decision = record_decision(row, user=user, wording=outcome.wording)
        if outcome.order:
            _order(decision, outcome.order, user)
    return row


@transaction.atomic
def record_decision(item: AgendaItem, *, user: User, wording: str) -> Decision:
    """Take a decision: its number is given at this moment ("2026/07-03") and never again."""
    meeting = item.meeting
    prefix = f"{meeting.committee.number_prefix}-" if meeting.committee.number_prefix else ""
    now = clock.now()
    return Decision.objects.create(
        agenda_item=item,
        committee=meeting.committee,
        confidentiality=item.confidentiality,
        number=f"{prefix}{meeting.year}/{meeting.number:02}-{next_number(f'decision:{meeting.pk}'):02}",
        wording=wording.strip(),
        taken_on=timezone.localdate(meeting.started_at or now),
        recorded_at=now,
        recorded_by=user,
    )


def _order(decision: Decision, order: Order, user: User) -> None:
    assign_measure(
        decision,
        title=order.title or decision.title,
        lead_unit=order.lead_unit,
        contributing=order.contributing,
        areas=order.areas,
        side=order.side,
        due_on=order.due_on,
        user=user,
    )


def _check(row: AgendaItem, outcome: ItemOutcome) -> None:
    if row.version != outcome.version:
        raise ChangedMeanwhileError(row)
    if row.meeting.state not in (MeetingState.RUNNING, MeetingState.HELD):
        raise ValidationError(_("The meeting is not running, so no outcome can be recorded."))
    decided = row.decisions.exists()
    if outcome.result == ItemResult.DECIDED and not (decided or outcome.wording.strip()):
        raise ValidationError({"wording": _("Please give the wording of the decision.")})
    if outcome.result != ItemResult.DECIDED and (decided or outcome.wording.strip()):
        raise ValidationError({"result": _('With a decision, the result is "decided".')})
    if outcome.order and not outcome.wording.strip():
        raise ValidationError({"wording": _("A measure needs a decision. Please give its wording.")})
