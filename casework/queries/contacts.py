"""What the quick log presets, and what the list of contacts shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from casework.enums import ContactLanguage
from casework.models import FieldContact, Topic
from core.models import User
from quarters.models import Area

RECENT = 20


@dataclass(frozen=True)
class Habits:
    """Where a worker was last, and the languages by how lately they were spoken."""

    area_id: int | None
    languages: tuple[str, ...]

    @property
    def last_language(self) -> str:
        """Return the language of the last contact, empty before the first one."""
        return self.languages[0] if self.languages else ""

    def language_choices(self) -> list[tuple[str, Any]]:
        """Return all languages, those spoken lately first."""
        rank = {code: position for position, code in enumerate(self.languages)}
        return sorted(ContactLanguage.choices, key=lambda choice: rank.get(choice[0], len(rank)))


def habits_of(user: User) -> Habits:
    """Return the habits from the last contacts of this worker, in one query."""
    recent = list(
        FieldContact.objects.visible_to(user)
        .filter(recorded_by=user)
        .order_by("-recorded_at")
        .values_list("area_id", "language")[:RECENT]
    )
    languages = dict.fromkeys(language for _area, language in recent)
    return Habits(recent[0][0] if recent else None, tuple(languages))


def listed_contacts(user: User):
    """Return the contacts of the user's organisations with what the list shows, newest first."""
    topics = Prefetch("topics", queryset=Topic.objects.order_by("position"))
    return (
        FieldContact.objects.visible_to(user)
        .select_related("area", "recorded_by")
        .prefetch_related(topics)
        .order_by("-happened_at", "-id")
    )


def find_contact(user: User, key: str) -> FieldContact | None:
    """Return the contact with this key if the user sees it; None for anything else that stands in an address."""
    try:
        return listed_contacts(user).filter(pk=key).first()
    except ValidationError:
        return None


def quarters_of(municipality: str, today: date):
    """Return the quarters of the city; of every city where the installation names none."""
    areas = Area.objects.quarters().of(municipality) if municipality else Area.objects.quarters()
    return areas.valid_on(today).order_by("name")
