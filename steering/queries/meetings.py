"""Meetings and agendas for reading."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from steering.models import AgendaItem, Committee, Decision, Meeting
from steering.models.agenda_items import AgendaItemQuerySet
from steering.models.committees import seats_held_by


def meetings_with_counts(user) -> QuerySet:
    """Return the meetings with the number of items and of decisions this person may see."""
    items = Meeting.objects.visible_to(user).select_related("committee")
    return items.annotate(
        item_count=Count(
            "agenda_items", distinct=True, filter=Q(agenda_items__in=AgendaItem.objects.visible_to(user).items())
        ),
        decision_count=Count(
            "agenda_items__decisions",
            distinct=True,
            filter=Q(agenda_items__decisions__in=Decision.objects.visible_to(user)),
        ),
    ).order_by("-held_on", "-starts_at", "pk")


def agenda_of(meeting: Meeting, user) -> QuerySet[AgendaItem]:
    """Return the items this person may see, in order, with their decisions and measures."""
    decisions = Decision.objects.order_by("pk").with_progress().select_related("vote")
    return (
        AgendaItem.objects.visible_to(user)
        .filter(meeting=meeting)
        .select_related("lead_unit", "deferred_to__committee", "referred_to")
        .prefetch_related(Prefetch("decisions", decisions))
        .order_by("position")
    )


def items_to_log(user) -> AgendaItemQuerySet:
    """Return agenda items with their meeting, and whether the person has a seat there (`is_seated`)."""
    seats = seats_held_by(user).filter(committee=OuterRef("meeting__committee"))
    rows = AgendaItem.objects.items().select_related("meeting__committee", "lead_unit", "recorded_by")
    return rows.annotate(is_seated=Exists(seats))


def next_meeting_day(committee: Committee | int, after: date) -> date | None:
    """Return the day of the committee's next meeting."""
    rows = Meeting.objects.taking_place().filter(committee=committee, held_on__gt=after).order_by("held_on")
    return rows.values_list("held_on", flat=True).first()
