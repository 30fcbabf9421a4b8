"""A ladder as its reader looks at it, and what it means for a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from steering.enums_reminders import Trigger
from steering.models import Ladder, LadderStep

ORDER = {trigger: place for place, trigger in enumerate(Trigger.values)}


@dataclass(frozen=True)
class Group:
    """The steps that count from the same thing."""

    trigger: str
    steps: tuple[LadderStep, ...]


def ladders_with_steps() -> QuerySet[Ladder]:
    """Return the ladders, the default first, each with `steps_in_force`; two queries."""
    steps = LadderStep.objects.in_force().order_by("working_days", "pk")
    return Ladder.objects.select_related("committee").prefetch_related(
        Prefetch("steps", queryset=steps, to_attr="steps_in_force")
    )


def groups_of(steps: Iterable[LadderStep]) -> list[Group]:
    """Return the steps by what they count from, in the order of a follow-up's life."""
    rows = list(steps)
    found = [Group(trigger, tuple(step for step in rows if step.trigger == trigger)) for trigger in ORDER]
    return [group for group in found if group.steps]


@dataclass(frozen=True)
class Heard:
    """One line of the preview: on this day this audience hears, and why on this day."""

    day: date
    step: LadderStep
    reason: str
