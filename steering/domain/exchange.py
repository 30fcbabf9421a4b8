"""Experiences of others: write down what was learned, and correct it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import Organisation, User
from core.models.organisations import INTERNAL_KINDS
from quarters.models import Area
from steering.enums import Confidentiality
from steering.models import Committee, Exchange, Measure, Meeting


@dataclass(frozen=True)
class Lesson:
    """What the form hands over."""

    committee: Committee
    kind: str
    happened_on: date
    title: str
    lessons: str
    organisation: Organisation | None = None
    meeting: Meeting | None = None
    contact: str = ""
    confidentiality: str = Confidentiality.INTERNAL
    measures: Iterable[Measure] = ()
    areas: Iterable[Area] = ()


class ChangedLessonError(ValidationError):
    """Somebody else saved it first; carries their text so that neither is lost."""

    def __init__(self, theirs: Exchange) -> None:
        self.theirs = theirs
        words = _("Somebody else has saved this in the meantime: “%(title)s: %(lessons)s” Saving again replaces it.")
        super().__init__(words % {"title": theirs.title, "lessons": theirs.lessons}, code="changed")


@transaction.atomic
def record_exchange(lesson: Lesson, *, user: User) -> Exchange:
    """Write down what was learned. Raises ValidationError if it was learned from a unit of the own city, or lies ahead."""
    exchange = Exchange(recorded_at=clock.now(), recorded_by=user)
    return _fill(exchange, lesson, kept=())


@transaction.atomic
def change_exchange(exchange: Exchange, *, lesson: Lesson, version: int, kept: Iterable[Measure] = ()) -> Exchange:
    """Correct what was written down. `kept` are links the writer cannot see; they stay.

    Raises `ChangedLessonError` if it is no longer the one the writer saw.
    """
    row = Exchange.objects.select_for_update(of=("self",)).get(pk=exchange.pk)
    if row.version != version:
        raise ChangedLessonError(row)
    row.version += 1
    return _fill(row, lesson, kept=kept)


def _fill(exchange: Exchange, lesson: Lesson, *, kept: Iterable[Measure]) -> Exchange:
    _check(lesson)
    exchange.committee, exchange.meeting, exchange.organisation = lesson.committee, lesson.meeting, lesson.organisation
    exchange.kind, exchange.happened_on = lesson.kind, lesson.happened_on
    exchange.title, exchange.lessons = lesson.title.strip(), lesson.lessons.strip()
    exchange.contact, exchange.confidentiality = lesson.contact.strip(), lesson.confidentiality
    exchange.full_clean(exclude=("words",))
    exchange.save()
    exchange.measures.set({*lesson.measures, *kept})
    exchange.areas.set(lesson.areas)
    return exchange


def _check(lesson: Lesson) -> None:
    if lesson.happened_on > clock.today():
        raise ValidationError(
            {"happened_on": _("This day lies in the future. Please enter it once it has taken place.")}
        )
    if lesson.organisation and lesson.organisation.kind in INTERNAL_KINDS:
        raise ValidationError({"organisation": _("This is a unit of the own city. Please choose somebody else.")})
    if lesson.meeting and lesson.meeting.committee_id != lesson.committee.pk:
        raise ValidationError({"meeting": _("This is a meeting of another committee.")})
