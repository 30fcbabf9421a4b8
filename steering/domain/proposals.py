"""Take proposed lines onto an agenda, or leave them off it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from core import clock
from core.models import User
from steering.domain.agendas import append
from steering.domain.topics import schedule_topic
from steering.models import AgendaItem, AgendaLink, DroppedProposal, Meeting
from steering.queries.proposals import proposals_for
from steering.queries.proposed_lines import ProposedLine


@transaction.atomic
def accept_proposals(
    meeting: Meeting, *, keys: Collection[str], user: User, today: date, section: AgendaItem | None = None
) -> list[AgendaItem]:
    """Make items of proposed lines; what they are about is linked and stays where it is. Return the new items.

    A line that is no longer proposed, because somebody else accepted or dropped it or its matter is settled, is passed
    over. A topic is told that it stands on the agenda. Raises ValidationError once the agenda is closed.
    """
    row = _locked(meeting)
    chosen = [line for line in proposals_for(row, user, today).open if line.key in keys]
    sections = {each.proposal_key: each for each in row.agenda_items.exclude(proposal_key="") if each.is_section}
    items = []
    for line in chosen:
        parent = sections.get(line.section_key) or (None if _stands_alone(line) else section)
        item = _accept(row, line, parent=parent, user=user)
        items.append(item)
        if item.is_section:
            sections[line.key] = item
    return items


@transaction.atomic
def drop_proposals(meeting: Meeting, *, keys: Collection[str], user: User, today: date) -> int:
    """Leave lines off this agenda; they are not proposed for this meeting again. Return how many."""
    row = _locked(meeting)
    lines = [line for line in proposals_for(row, user, today).open if line.key in keys]
    now = clock.now()
    DroppedProposal.objects.bulk_create(
        DroppedProposal(meeting=row, key=line.key, dropped_at=now, dropped_by=user) for line in lines
    )
    return len(lines)


@transaction.atomic
def restore_proposals(meeting: Meeting, *, keys: Collection[str]) -> int:
    """Propose dropped lines again. Return how many."""
    deleted, _by_model = _locked(meeting).dropped_proposals.filter(key__in=keys).delete()
    return deleted


def _accept(meeting: Meeting, line: ProposedLine, *, parent: AgendaItem | None, user: User) -> AgendaItem:
    item = append(
        meeting,
        AgendaItem(
            kind=line.item_kind,
            parent=parent,
            title=line.title,
            confidentiality=line.confidentiality,
            lead_unit=line.lead_unit,
            proposed_text=line.proposed_text,
            speaker=line.speaker,
            minutes_planned=line.minutes_planned,
            stays_last=line.stays_last,
            topic=line.topic,
            proposal_key=line.key,
        ),
    )
    for name, target in line.links.items():
        AgendaLink.objects.create(item=item, **{name: target})
    if line.topic is not None:
        schedule_topic(line.topic, item=item, user=user)
    return item


def _stands_alone(line: ProposedLine) -> bool:
    return line.is_section or line.stays_last


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("committee").get(pk=meeting.pk)
