"""Agendas and papers for reading and for those who prepare them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from core.models import User
from steering.models import (
    AgendaItem,
    AgendaLink,
    CircularDecision,
    Committee,
    Decision,
    Measure,
    Meeting,
    Paper,
    PaperAttachment,
    StandingItem,
)
from steering.models.committees import seats_held_by
from steering.queries.topics import topics_behind


@dataclass(frozen=True)
class OutlineRow:
    """One line of an agenda with its depth: 0 for what belongs to nothing, 1 below it, and so on."""

    item: AgendaItem
    depth: int
    papers: tuple[Paper, ...] = ()
    # Text and address of what the item is about, as far as the reader may see it.
    subjects: tuple[tuple[str, str], ...] = ()


def outline_of(items: Sequence[AgendaItem], user: User) -> list[OutlineRow]:
    """Return the lines of an agenda with depth, papers and subjects; the number of queries does not depend on them."""
    depths: dict[int, int] = {}
    papers = _by_item(papers_of(items, user))
    subjects = subjects_of(items, user)
    rows = []
    for item in items:
        depths[item.pk] = depths[item.parent_id] + 1 if item.parent_id in depths else 0
        rows.append(OutlineRow(item, depths[item.pk], tuple(papers.get(item.pk, ())), subjects.get(item.pk, ())))
    return rows


def lines_of(meeting: Meeting, user: User) -> QuerySet[AgendaItem]:
    """Return the lines of an agenda this person may see, in order."""
    return AgendaItem.objects.visible_to(user).filter(meeting=meeting).select_related("lead_unit").order_by("position")


def papers_of(items: Sequence[AgendaItem], user: User) -> QuerySet[Paper]:
    """Return the papers for these items with their files, as far as this person may see both."""
    files = PaperAttachment.objects.visible_to(user).select_related("file").order_by("pk")
    rows = Paper.objects.visible_to(user).filter(item__in=items).select_related("lead_unit")
    return rows.prefetch_related(Prefetch("attachments", files)).order_by("item", "pk")


def subjects_of(items: Sequence[AgendaItem], user: User) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return what items are about, by item; what the person may not see is left out."""
    links = AgendaLink.objects.filter(item__in=items).order_by("pk")
    visible = {
        "measure": Measure.objects.visible_to(user),
        "decision": Decision.objects.visible_to(user),
        "earlier_item": AgendaItem.objects.visible_to(user).select_related("meeting"),
        "past_meeting": Meeting.objects.visible_to(user),
        "circular": CircularDecision.objects.visible_to(user),
    }
    links = links.prefetch_related(*(Prefetch(name, rows) for name, rows in visible.items()))
    found = topics_behind(items, user)
    for link in links:
        target = link.target
        if target is not None:
            found[link.item_id].append((str(target), target.get_absolute_url()))
    return {key: tuple(value) for key, value in found.items()}


def items_to_change(user: User) -> QuerySet[AgendaItem]:
    """Return agenda items with their meeting, and whether the person has a seat there (`is_seated`)."""
    seats = seats_held_by(user).filter(committee=OuterRef("meeting__committee"))
    return AgendaItem.objects.select_related("meeting__committee", "parent", "lead_unit").annotate(
        is_seated=Exists(seats)
    )


def papers_to_change(user: User) -> QuerySet[Paper]:
    """Return papers with item and meeting, and whether the person has a seat there (`is_seated`)."""
    seats = seats_held_by(user).filter(committee=OuterRef("item__meeting__committee"))
    rows = Paper.objects.select_related("item__meeting__committee", "lead_unit", "created_by")
    return rows.annotate(is_seated=Exists(seats))


def attachments_to_change(user: User) -> QuerySet[PaperAttachment]:
    """Return attachments with paper, item and meeting, and whether the person has a seat there (`is_seated`)."""
    seats = seats_held_by(user).filter(committee=OuterRef("paper__item__meeting__committee"))
    return PaperAttachment.objects.select_related("paper__item__meeting__committee", "file").annotate(
        is_seated=Exists(seats)
    )


def papers_with_counts(user: User) -> QuerySet:
    """Return the papers this person may see, each with the number of files the person may see."""
    own = PaperAttachment.objects.visible_to(user)
    files = Count("attachments", filter=Exists(own.filter(pk=OuterRef("attachments__pk"))))
    rows = Paper.objects.visible_to(user).select_related("item__meeting__committee", "lead_unit")
    return rows.annotate(file_count=files).order_by("-item__meeting__held_on", "item__position", "pk")


def standing_items_of(committee: Committee, user: User) -> QuerySet[StandingItem]:
    """Return the template of a committee, in order."""
    return (
        StandingItem.objects.visible_to(user)
        .filter(committee=committee)
        .select_related("lead_unit", "series")
        .order_by("position")
    )


def standing_items_to_change(user: User) -> QuerySet[StandingItem]:
    """Return standing items with their committee, and whether the person has a seat there (`is_seated`)."""
    seats = seats_held_by(user).filter(committee=OuterRef("committee"))
    return StandingItem.objects.select_related("committee").annotate(is_seated=Exists(seats))


def committees_to_keep(user: User) -> QuerySet[Committee]:
    """Return committees, and whether the person has a seat there (`is_seated`)."""
    return Committee.objects.annotate(is_seated=Exists(seats_held_by(user).filter(committee=OuterRef("pk"))))


def _by_item(papers: QuerySet[Paper]) -> dict[int, list[Paper]]:
    found: dict[int, list[Paper]] = {}
    for paper in papers:
        found.setdefault(paper.item_id, []).append(paper)
    return found
