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
from steering.domain.drafts import locked_draft, settle_draft
from steering.domain.measures import assign_measure
from steering.domain.numbers import next_number
from steering.domain.setbacks import declare_not_executable, settle_measure
from steering.domain.topics import settle_topic_of
from steering.enums import ItemResult, Link, MeasureState
from steering.enums_log import OpenMeasures, VoteKind
from steering.models import AgendaItem, Committee, Decision, LogDraft, Meeting, Vote
from steering.queries.attendance import attendance_list, instant_of
from steering.queries.drafts import one_newline
from steering.rules import LOGGABLE


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
class VoteResult:
    """How the committee voted."""

    kind: str = VoteKind.CONSENSUS
    yes: int = 0
    no: int = 0
    abstain: int = 0
    biased: int = 0


@dataclass(frozen=True)
class Supersession:
    """Which earlier decision the new one changes, how, and what becomes of its open measures."""

    earlier: Decision
    link: str = Link.REPLACES
    open_measures: str = OpenMeasures.KEEP


@dataclass(frozen=True)
class ItemOutcome:
    """What the log page hands over for one item."""

    result: str
    minutes: str = ""
    wording: str = ""
    order: Order | None = None
    deferred_to: Meeting | None = None
    referred_to: Committee | None = None
    vote: VoteResult | None = None
    supersession: Supersession | None = None
    version: int = field(default=1)
    # The version of the draft the writer has seen; None where nobody could have typed beside them.
    draft_version: int | None = None


class ChangedMeanwhileError(ValidationError):
    """Somebody else saved the item first; carries their text so that neither is lost."""

    def __init__(self, theirs: AgendaItem, draft: LogDraft | None = None) -> None:
        self.theirs, self.draft = theirs, draft
        super().__init__(_("Somebody else has saved this item in the meantime."), code="changed")


@transaction.atomic
def record_outcome(item: AgendaItem, *, user: User, outcome: ItemOutcome) -> AgendaItem:
    """Write down what became of an item; with a wording also the decision, with an order also the measure.

    What was typed so far is done with; a text of another writer that was not taken over is kept aside. Raises `ChangedMeanwhileError` if the item is no longer the one the writer saw, and ValidationError if the meeting
    does not run or the outcome contradicts what is recorded already.
    """
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__committee").get(pk=item.pk)
    draft = locked_draft(row, user)
    _check(row, draft, outcome)
    row.minutes = one_newline(outcome.minutes).strip()
    row.result = outcome.result
    row.deferred_to = outcome.deferred_to
    row.referred_to = outcome.referred_to
    row.lead_unit = outcome.order.lead_unit if outcome.order else row.lead_unit
    row.recorded_at, row.recorded_by = clock.now(), user
    row.version += 1
    row.save()
    settle_topic_of(row, user=user)
    settle_draft(draft, recorded={"minutes": row.minutes, "wording": one_newline(outcome.wording)})
    Vote.objects.filter(agenda_item=row).delete()
    if not outcome.wording.strip():
        _count_vote(outcome.vote, row.meeting, agenda_item=row if not row.decisions.exists() else None)
        return row
    decision = record_decision(row, user=user, wording=outcome.wording, supersession=outcome.supersession)
    _count_vote(outcome.vote, row.meeting, decision=decision)
    if outcome.order:
        _order(decision, outcome.order, user)
    return row


@transaction.atomic
def reopen_item(item: AgendaItem, *, user: User) -> AgendaItem:
    """Take back a result that holds no decision; minutes stay, and what came of the item is open again.

    Raises ValidationError for an item with a decision: its number is given and stays; a new decision replaces it.
    """
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    _refuse_closed(row.meeting)
    if row.decisions.exists():
        raise ValidationError(_("A decision stays. Please record a new one that replaces or cancels it."))
    if not row.result:
        raise ValidationError(_("Nothing is recorded for this item."))
    Vote.objects.filter(agenda_item=row).delete()
    row.result, row.deferred_to, row.referred_to = "", None, None
    row.recorded_at, row.recorded_by = None, None
    row.version += 1
    row.save()
    settle_topic_of(row, user=user)
    return row


@transaction.atomic
def record_decision(
    item: AgendaItem, *, user: User, wording: str, supersession: Supersession | None = None
) -> Decision:
    """Take a decision: its number is given at this moment ("2026/07-03") and never again.

    Where it replaces or cancels an earlier one, the open measures of that one may be withdrawn with it.
    """
    meeting = item.meeting
    prefix = f"{meeting.committee.number_prefix}-" if meeting.committee.number_prefix else ""
    now = clock.now()
    decision = Decision.objects.create(
        agenda_item=item,
        committee=meeting.committee,
        confidentiality=item.confidentiality,
        number=f"{prefix}{meeting.year}/{meeting.number:02}-{next_number(f'decision:{meeting.pk}'):02}",
        wording=one_newline(wording).strip(),
        taken_on=timezone.localdate(meeting.started_at or now),
        recorded_at=now,
        recorded_by=user,
        earlier=supersession.earlier if supersession else None,
        link=supersession.link if supersession else "",
    )
    if supersession and supersession.open_measures == OpenMeasures.WITHDRAW and supersession.link != Link.AMENDS:
        _withdraw_measures(supersession.earlier, by=decision, user=user)
    return decision


def _withdraw_measures(earlier: Decision, *, by: Decision, user: User) -> None:
    """End what the earlier decision ordered; what has been reported done is left for the committee to confirm."""
    reason = _("Decision %(number)s ended it.") % {"number": by.number}
    for measure in earlier.measures.open().exclude(state=MeasureState.REPORTED_DONE):
        settle_measure(declare_not_executable(measure, user=user, reason=reason), user=user)


def _count_vote(
    result: VoteResult | None,
    meeting: Meeting,
    *,
    decision: Decision | None = None,
    agenda_item: AgendaItem | None = None,
) -> None:
    """Write down the vote beside what it was about, with the number of voting members present."""
    if result is None or (decision is None and agenda_item is None):
        return
    people = attendance_list(meeting)
    vote = Vote(
        decision=decision,
        agenda_item=agenda_item,
        kind=result.kind,
        yes=result.yes,
        no=result.no,
        abstain=result.abstain,
        biased=result.biased,
        present=people.quorum(instant_of(meeting, clock.now())).present if people.is_kept else None,
    )
    vote.full_clean(exclude=("decision", "agenda_item"))
    vote.save()


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


def _check(row: AgendaItem, draft: LogDraft, outcome: ItemOutcome) -> None:
    seen = outcome.draft_version
    if row.version != outcome.version or (seen is not None and seen != draft.version and draft.fields):
        raise ChangedMeanwhileError(row, draft)
    _refuse_closed(row.meeting)
    decided = row.decisions.exists()
    if outcome.result == ItemResult.DECIDED and not (decided or outcome.wording.strip()):
        raise ValidationError({"wording": _("Please give the wording of the decision.")})
    if outcome.result != ItemResult.DECIDED and (decided or outcome.wording.strip()):
        raise ValidationError({"result": _('With a decision, the result is "decided".')})
    if outcome.order and not outcome.wording.strip():
        raise ValidationError({"wording": _("A measure needs a decision. Please give its wording.")})


def _refuse_closed(meeting: Meeting) -> None:
    if meeting.state not in LOGGABLE:
        raise ValidationError(_("The meeting is not running, so no outcome can be recorded."))
