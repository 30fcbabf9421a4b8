"""Decisions by circular for reading."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from core.models import Substitution, User
from steering.enums import CIRCULAR_CLOSED, CircularState
from steering.models import CircularDecision, CircularRecipient, Committee, Meeting
from steering.models.circulars import asked_of


def circulars_with_counts(user) -> QuerySet:
    """Return the circulars this person may see, with the number of those asked and of replies."""
    rows = CircularDecision.objects.visible_to(user).select_related("committee", "decision")
    return rows.annotate(
        asked_count=Count("recipients", distinct=True),
        reply_count=Count("recipients", distinct=True, filter=~Q(recipients__reply="")),
    ).order_by("-created_at", "-pk")


def circulars_to_answer(user) -> QuerySet[CircularRecipient]:
    """Return what this person, or somebody for whom the person stands in, has not replied to yet."""
    rows = asked_of(user).filter(reply="", circular__state=CircularState.RUNNING)
    return rows.select_related("circular", "person").order_by("circular__deadline_at", "pk")


def replies_to(circular: CircularDecision) -> QuerySet[CircularRecipient]:
    """Return who was asked and what they replied; objections first, silence last."""
    rows = circular.recipients.select_related("seat__organisation", "person", "replied_by")
    return rows.order_by("-reply", "seat__organisation__number", "seat__organisation__name", "pk")


def circulars_since(committee: Committee, meeting: Meeting | None) -> QuerySet[CircularDecision]:
    """Return what was closed since a meeting of the committee began, to be reported at the next one; oldest first.

    Without a meeting everything that was ever closed. A draft that was never sent is no matter of the committee.
    """
    rows = CircularDecision.objects.filter(committee=committee, state__in=CIRCULAR_CLOSED, sent_at__isnull=False)
    if meeting is not None and meeting.started_at is not None:
        rows = rows.filter(closed_at__gte=meeting.started_at)
    return rows.select_related("decision").order_by("closed_at", "pk")


def stand_ins(people: Iterable[User], today: date) -> dict[int, User]:
    """Return who stands in today, by the key of the absent person."""
    absent = [person.pk for person in people]
    rows = Substitution.objects.valid_on(today).filter(absent__in=absent, substitute__is_active=True)
    return {row.absent_id: row.substitute for row in rows.select_related("substitute").order_by("-pk")}
