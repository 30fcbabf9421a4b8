"""Acts on several measures at once: each for itself, so that one that cannot be done stops no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction

from core.mail import UndeliverableError
from core.models import Organisation, User
from steering.domain.handovers import hand_over
from steering.domain.measure_rows import write_note
from steering.domain.measures import confirm_measure
from steering.enums import NoteKind
from steering.models import Measure
from steering.notifications_measures import ask_for_status as send
from steering.queries.measures import running_meeting_of


@dataclass
class Together:
    """What became of each measure."""

    done: list[Measure] = field(default_factory=list)
    refused: list[tuple[Measure, str]] = field(default_factory=list)


def confirm_together(measures: Iterable[Measure], *, user: User) -> Together:
    """Confirm each measure that can be confirmed."""
    return _each(measures, lambda row: confirm_measure(row, user=user, meeting=running_meeting_of(row)))


def hand_over_together(measures: Iterable[Measure], *, user: User, to: Organisation, reason: str) -> Together:
    """Hand each measure over that can be handed over."""
    return _each(measures, lambda row: hand_over(row, user=user, to=to, reason=reason))


@transaction.atomic
def ask_for_status(measures: Iterable[Measure], *, user: User) -> Together:
    """Ask the lead units how their measures stand: one mail per unit, and a note in each history.

    A unit nobody can be reached for is told back as refused.
    """
    result = Together()
    rows = sorted(measures, key=lambda row: (row.lead_unit_id, row.pk))
    for _unit, group in groupby(rows, key=lambda row: row.lead_unit_id):
        own = list(group)
        try:
            with transaction.atomic():
                notes = [write_note(row, NoteKind.ASKED, user=user) for row in own]
                send(own, notes)
        except UndeliverableError as error:
            result.refused += [(row, str(error)) for row in own]
        else:
            result.done += own
    return result


@transaction.atomic
def _each(measures: Iterable[Measure], act: Callable[[Measure], object]) -> Together:
    """Lock in the order of the keys, so that two people with the same selection never wait for each other."""
    result = Together()
    for row in sorted(measures, key=lambda row: row.pk):
        try:
            with transaction.atomic():
                act(row)
        except ValidationError as refusal:
            result.refused.append((row, " ".join(refusal.messages)))
        else:
            result.done.append(row)
    return result
