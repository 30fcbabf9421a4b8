"""The form of a proposed line, and what all sources of proposals are asked with."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format

from core.models import Organisation, User
from steering.enums import Confidentiality
from steering.enums_agenda import ItemKind, ProposalKind
from steering.models import Committee, Meeting, Topic


@dataclass(frozen=True)
class Frame:
    """For which meeting, for whom, on which day; `last` is the committee's meeting before, if one was held."""

    meeting: Meeting
    user: User
    today: date
    last: Meeting | None

    @property
    def committee(self) -> Committee:
        """The committee that meets."""
        return self.meeting.committee


@dataclass(frozen=True)
class ProposedLine:
    """One line with its reason. `key` names the matter, so that it is neither accepted nor dropped twice.

    `links` are the objects the item will point to, by the name of the field of `AgendaLink`.
    """

    key: str
    kind: ProposalKind
    title: str
    reason: str
    confidentiality: str = Confidentiality.INTERNAL
    item_kind: ItemKind = ItemKind.ITEM
    lead_unit: Organisation | None = None
    proposed_text: str = ""
    speaker: str = ""
    minutes_planned: int | None = None
    stays_last: bool = False
    # The key of the standing section to which a standing item belongs.
    section_key: str = ""
    topic: Topic | None = None
    links: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The page of what it is about, or nothing."""
        about = self.topic or next(iter(self.links.values()), None)
        return about.get_absolute_url() if about is not None else ""

    @property
    def is_section(self) -> bool:
        """Tell whether it is a heading only."""
        return self.item_kind == ItemKind.SECTION

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL


def spoken(day: date) -> str:
    """Write a day into a reason."""
    return date_format(day, "SHORT_DATE_FORMAT")
