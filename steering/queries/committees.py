"""Committees for reading: who sits where, how the seats are filled."""

from datetime import date

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from steering.models import Committee, Seat, SeatSubstitute, Topic


def committees_with_counts(user, today: date) -> QuerySet:
    """Return the committees with their seats of today, how many are vacant, and the topics this person may see."""
    seats = Seat.objects.valid_on(today)
    vacant = seats.exclude(pk__in=Seat.objects.filled())
    topics = Topic.objects.visible_to(user).backlog()
    rows = Committee.objects.visible_to(user).select_related("parent")
    return rows.annotate(seat_count=_number(seats), vacant_count=_number(vacant), topic_count=_number(topics)).order_by(
        "name"
    )


def seats_of(committee: Committee, today: date) -> QuerySet[Seat]:
    """Return the seats of today and those to come, with who stands in; the chair first."""
    standing_in = SeatSubstitute.objects.exclude(valid_to__lt=today).select_related("person").order_by("rank")
    rows = committee.seats.exclude(valid_to__lt=today).select_related("organisation", "person")
    return rows.prefetch_related(Prefetch("substitutes", standing_in)).order_by(
        "role", "organisation__number", "organisation__name", "valid_from", "pk"
    )


def former_seats(committee: Committee, today: date) -> QuerySet[Seat]:
    """Return the seats that have ended and had somebody in them, the last first."""
    rows = committee.seats.filter(valid_to__lt=today, person__isnull=False)
    return rows.select_related("organisation", "person").order_by("-valid_to", "pk")


def _number(rows: QuerySet) -> Coalesce:
    """Count rows of a committee in a subquery of its own, so that counts do not multiply each other."""
    counted = rows.filter(committee=OuterRef("pk")).order_by().values("committee").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)
