"""Topics for reading: where each stands, what waits for somebody, what became of one's own."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.enums import Role
from steering.enums import ItemResult, TopicState
from steering.models import AgendaItem, Decision, Meeting, Topic, TopicChange
from steering.models.committees import seats_held_by
from steering.queries.timelines import Entry

# How long the start page goes on showing what has become of a topic.
SHOWN_FOR = timedelta(days=14)

ICONS = {
    TopicState.PROPOSED: "topic",
    TopicState.ACCEPTED: "folder",
    TopicState.RETURNED: "undo",
    TopicState.SCHEDULED: "calendar",
    TopicState.SETTLED: "check",
    TopicState.WITHDRAWN: "minus",
}
WORDS = {
    TopicState.PROPOSED: _("Proposed"),
    TopicState.ACCEPTED: _("Taken into the backlog"),
    TopicState.RETURNED: _("Returned"),
    TopicState.SCHEDULED: _("Put on the agenda"),
    TopicState.SETTLED: _("Dealt with"),
    TopicState.WITHDRAWN: _("Withdrawn"),
}


def topic_list(user) -> QuerySet[Topic]:
    """Return the topics this person may see, as the list shows them."""
    return Topic.objects.visible_to(user).select_related("committee", "unit")


def topics_of(user, today: date) -> QuerySet[Topic]:
    """Return the own topics of which something is still to become, or became in the last two weeks; newest step first."""
    lately = TopicChange.objects.filter(topic=OuterRef("pk"), changed_at__date__gte=today - SHOWN_FOR)
    own = Topic.objects.filter(proposed_by=user, raised_from=None).select_related("committee")
    return (own.open() | own.filter(Exists(lately))).order_by("-proposed_at", "-pk")


def topics_waiting(user) -> QuerySet[Topic]:
    """Return what needs this person's action: proposals to look at, own topics that were returned; oldest first."""
    returned = Topic.objects.filter(proposed_by=user, state=TopicState.RETURNED)
    return (topics_to_accept(user) | returned).order_by("proposed_at", "pk")


def topics_to_accept(user) -> QuerySet[Topic]:
    """Return the proposals that wait for the office, or for the chair of the committee."""
    rows = Topic.objects.visible_to(user).filter(state=TopicState.PROPOSED).order_by("proposed_at", "pk")
    if user.has_role(Role.COMMITTEE_OFFICE):
        return rows
    if user.has_role(Role.CHAIR):
        return rows.filter(committee__in=seats_held_by(user).values("committee"))
    return rows.none()


def decisions_on(topic: Topic, user) -> QuerySet[Decision]:
    """Return what was decided on a topic, also where it was raised to, as far as this person may see it."""
    items = AgendaItem.objects.filter(topic=topic)
    raised = AgendaItem.objects.filter(topic__raised_from__in=items)
    return Decision.objects.visible_to(user).filter(agenda_item__in=items | raised).with_origin().order_by("pk")


def topics_behind(items: Sequence[AgendaItem], user) -> dict[int, list[tuple[str, str]]]:
    """Return by item, as words and address, from whom its topic comes, where it was raised to and what was decided
    there; what this person may not see is left out. Two queries, however many items there are."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Topic.objects.visible_to(user).select_related("committee", "unit").order_by("pk")
    own = {item.topic_id: item.pk for item in items if item.topic_id}
    raised = {}
    for topic in rows.filter(Q(pk__in=own) | Q(raised_from__in=items)).distinct():
        if topic.pk in own:
            words = _("Proposed by %(unit)s") % {"unit": topic.unit}
            found[own[topic.pk]].append((words, topic.get_absolute_url()))
        if topic.raised_from_id is not None and topic.pk not in own:
            raised[topic.pk] = topic.raised_from_id
            words = f"{topic.committee}: {topic.get_state_display()}"
            found[topic.raised_from_id].append((words, topic.get_absolute_url()))
    decisions = Decision.objects.visible_to(user).filter(agenda_item__topic__in=raised)
    for decision in decisions.select_related("committee", "agenda_item").order_by("pk"):
        words = f"{decision.committee}: {decision.number}"
        found[raised[decision.agenda_item.topic_id]].append((words, decision.get_absolute_url()))
    return found


def topic_timeline(topic: Topic, user) -> list[Entry]:
    """Return the life of a topic, newest first, and that of what was raised from it; the latter without reasons."""
    entries = [*_own_steps(topic, user), *_raised_steps(topic)]
    # Sorted forwards and turned round, so that steps of one moment stay in their order.
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def _own_steps(topic: Topic, user) -> Iterator[Entry]:
    seen = set(Meeting.objects.visible_to(user).filter(agenda_items__topic_changes__topic=topic).values_list("pk"))
    for change in topic.changes.select_related("changed_by", "item__meeting"):
        text = _said(change)
        if change.reason:
            text = format_lazy("{text}: {reason}", text=text, reason=change.reason)
        url = change.item.meeting.get_absolute_url() if change.item and (change.item.meeting_id,) in seen else ""
        yield Entry(change.changed_at, text, change.changed_by.name, ICONS[TopicState(change.state)], url=url)


def _raised_steps(topic: Topic) -> Iterator[Entry]:
    items = AgendaItem.objects.filter(topic=topic)
    changes = TopicChange.objects.filter(topic__raised_from__in=items).select_related(
        "topic__committee", "item__meeting"
    )
    for change in changes:
        words = _("Raised") if change.state == TopicState.PROPOSED else _said(change)
        text = format_lazy("{committee}: {text}", committee=change.topic.committee, text=words)
        yield Entry(change.changed_at, text, icon=ICONS[TopicState(change.state)])


def _said(change: TopicChange) -> str | Promise:
    if change.item is None:
        return WORDS[TopicState(change.state)]
    words = ItemResult(change.result).label if change.result else WORDS[TopicState(change.state)]
    return format_lazy("{words}, {meeting}", words=words, meeting=change.item.meeting)
