"""Topics: proposed, accepted or returned, put on an agenda, dealt with; the proposer is told of every step.

Each step is written as a `TopicChange`, and its mail in the same transaction: neither is ever there without the other.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from quarters.models import Area
from steering import notifications_committee as notifications
from steering.domain import states
from steering.enums import Confidentiality, ItemResult, TopicState, Urgency
from steering.models import AgendaItem, Committee, Topic, TopicChange

# What becomes of a topic by the result of its agenda item; an item without a result is still to be dealt with.
AFTER_RESULT = {
    "": TopicState.SCHEDULED,
    ItemResult.DECIDED: TopicState.SETTLED,
    ItemResult.NOTED: TopicState.SETTLED,
    ItemResult.REFERRED: TopicState.SETTLED,
    ItemResult.DEFERRED: TopicState.SCHEDULED,
    ItemResult.REMOVED: TopicState.ACCEPTED,
    ItemResult.WITHDRAWN: TopicState.WITHDRAWN,
}


@dataclass(frozen=True)
class Proposal:
    """What somebody asks a committee to look at."""

    title: str
    side: str
    unit: Organisation
    description: str = ""
    urgency: str = Urgency.NORMAL
    confidentiality: str = Confidentiality.INTERNAL
    areas: tuple[Area, ...] = ()


@transaction.atomic
def propose_topic(
    committee: Committee, *, proposal: Proposal, user: User, raised_from: AgendaItem | None = None
) -> Topic:
    """Propose a topic to a committee. Raises ValidationError for a blank title and a unit that no longer exists."""
    topic = Topic(committee=committee, proposed_by=user, proposed_at=clock.now(), raised_from=raised_from)
    _write(topic, proposal)
    _note(topic, user=user)
    return topic


@transaction.atomic
def change_topic(topic: Topic, *, proposal: Proposal, user: User) -> Topic:
    """Correct a topic; one that was returned is proposed again with it.

    Raises ValidationError once it stands on an agenda or nothing more is to become of it.
    """
    row = _locked(topic)
    if row.state not in (TopicState.PROPOSED, TopicState.ACCEPTED, TopicState.RETURNED):
        raise ValidationError(_("The topic is on an agenda or closed; it can no longer be changed."))
    _write(row, proposal)
    if row.state == TopicState.RETURNED:
        _move(row, TopicState.PROPOSED, user=user)
    return row


@transaction.atomic
def accept_topic(topic: Topic, *, user: User, reason: str = "") -> Topic:
    """Take a topic into the backlog. Raises ValidationError unless it is proposed."""
    return _move(_locked(topic), TopicState.ACCEPTED, user=user, reason=reason)


@transaction.atomic
def return_topic(topic: Topic, *, user: User, reason: str) -> Topic:
    """Give a topic back, with the reason. Raises ValidationError without one, and once it is on an agenda or closed."""
    if not reason.strip():
        raise ValidationError({"reason": _("Please give the reason in a sentence.")})
    return _move(_locked(topic), TopicState.RETURNED, user=user, reason=reason)


@transaction.atomic
def withdraw_topic(topic: Topic, *, user: User, reason: str = "") -> Topic:
    """Take a topic back. Raises ValidationError once it is on an agenda or closed."""
    row = _locked(topic)
    if row.state == TopicState.SCHEDULED:
        raise ValidationError(_("The topic stands on an agenda. The committee can withdraw it there."))
    return _move(row, TopicState.WITHDRAWN, user=user, reason=reason)


@transaction.atomic
def schedule_topic(topic: Topic, *, item: AgendaItem, user: User) -> Topic:
    """Note that a topic stands on an agenda, also a second time after it was deferred.

    Raises ValidationError if it stands on an agenda already, was returned, or is closed.
    """
    row = _locked(topic)
    last = row.changes.last()
    if row.state == TopicState.SCHEDULED and last is not None and last.result != ItemResult.DEFERRED:
        raise ValidationError(_("The topic stands on an agenda already."))
    return _move(row, TopicState.SCHEDULED, user=user, item=item)


@transaction.atomic
def unschedule_topic(topic: Topic, *, item: AgendaItem, user: User) -> Topic:
    """Note that a topic was taken off an agenda before it was dealt with: it is back in the backlog.

    Nothing happens if it does not stand there.
    """
    row = _locked(topic)
    last = row.changes.last()
    if row.state != TopicState.SCHEDULED or last is None or last.item_id != item.pk:
        return row
    return _move(row, TopicState.ACCEPTED, user=user, machine=states.TOPIC_BY_ITEM)


@transaction.atomic
def settle_topic(topic: Topic, *, item: AgendaItem, user: User) -> Topic:
    """Note what became of a topic by the result of its agenda item; a result corrected later is noted again.

    Nothing happens if this result is noted already, or if anything else has happened to the topic since.
    """
    row = _locked(topic)
    last = row.changes.last()
    if last is None or last.item_id != item.pk or last.result == item.result:
        return row
    return _move(row, AFTER_RESULT[item.result], user=user, item=item, machine=states.TOPIC_BY_ITEM)


def settle_topic_of(item: AgendaItem, *, user: User) -> None:
    """Carry the result of an item to the topic it deals with; called in the transaction that records the result.

    What is referred to another committee stands in that committee's backlog at once.
    """
    topic = item.topic
    if topic is None:
        return
    settle_topic(topic, item=item, user=user)
    goes_on = item.result == ItemResult.REFERRED and item.referred_to is not None
    if goes_on and not item.raised_topics.filter(committee=item.referred_to).exists():
        raise_item(item, user=user, side=topic.side, to=item.referred_to)


# --- Raising ------------------------------------------------------------------------------------------


@transaction.atomic
def raise_item(item: AgendaItem, *, user: User, side: str, to: Committee | None = None) -> Topic:
    """Put an item before the parent committee, or another one: a topic in its backlog that comes back with the decision.

    The proposal is that of the item; confidentiality goes with it. Raises ValidationError if there is no such committee
    or the item has been raised there already.
    """
    row = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting__committee__parent", "topic")
        .get(pk=item.pk)
    )
    own = row.meeting.committee
    target = to or own.parent
    if target is None or target == own:
        raise ValidationError(_("There is no committee above this one."))
    proposal = Proposal(
        title=row.title,
        description=row.proposed_text,
        side=side,
        unit=row.lead_unit or _unit_of(user),
        confidentiality=row.confidentiality,
    )
    topic = propose_topic(target, proposal=proposal, user=user, raised_from=row)
    if row.topic is not None:
        topic.areas.set(row.topic.areas.all())
    return topic


def _unit_of(user: User) -> Organisation:
    """Return the unit for which somebody acts: the one of the first membership."""
    return Organisation.objects.filter(pk__in=user.organisation_ids).order_by("pk")[0]


# --- Inside -------------------------------------------------------------------------------------------


def _write(topic: Topic, proposal: Proposal) -> None:
    if not proposal.unit.is_valid_on(clock.today()):
        refusal = _("%(unit)s no longer exists. Please choose another unit.")
        raise ValidationError({"unit": refusal % {"unit": proposal.unit}})
    topic.title, topic.description = proposal.title.strip(), proposal.description.strip()
    topic.unit, topic.side, topic.urgency = proposal.unit, proposal.side, proposal.urgency
    topic.confidentiality = proposal.confidentiality
    topic.full_clean()
    topic.save()
    topic.areas.set(proposal.areas)


def _move(
    row: Topic,
    to: str,
    *,
    user: User,
    reason: str = "",
    item: AgendaItem | None = None,
    machine: states.Moves = states.TOPIC,
) -> Topic:
    states.move(row, machine, to)
    row.save(update_fields=["state"])
    _tell(_note(row, user=user, reason=reason, item=item))
    return row


def _note(row: Topic, *, user: User, reason: str = "", item: AgendaItem | None = None) -> TopicChange:
    return TopicChange.objects.create(
        topic=row,
        state=row.state,
        reason=reason.strip(),
        item=item,
        result=item.result if item else "",
        changed_at=clock.now(),
        changed_by=user,
    )


def _tell(change: TopicChange) -> None:
    """Tell whoever proposed the topic, and whoever proposed the one from which it was raised, each by their own topic.

    Nobody hears what they did themselves; whose account is closed hears nothing.
    """
    topics = [change.topic, *_origins(change.topic)]
    for person, own in {topic.proposed_by: topic for topic in reversed(topics)}.items():
        if person.pk != change.changed_by_id:
            notifications.tell_of_topic(person, change, own)


def _origins(topic: Topic) -> QuerySet[Topic]:
    if topic.raised_from_id is None:
        return Topic.objects.none()
    return Topic.objects.filter(agenda_items=topic.raised_from_id).select_related("proposed_by")


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=topic.pk)
