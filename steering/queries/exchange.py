"""Experiences of others: found by their words, and those that matter for a measure."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Value

from core.audit import HistoryEntry, history
from core.enums import COMMITTEE_ROLES, Role
from core.models import User
from steering.models import Exchange, Measure
from steering.models.committees import seats_held_by
from steering.models.exchange import SEARCH_CONFIG

# Shorter words say little about a subject.
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words of nearly every title here; what shares no other word is no similar subject.
COMMON = frozenset({"quartier", "quartiere", "quartieren", "stadtteil", "stadt", "maßnahme", "maßnahmen", "einrichten"})
MOST_WORDS = 20
MOST_HINTS = 5
# Fields that hold no words; an experience may have been confidential once.
OPEN_FIELDS = frozenset({"kind", "happened_on", "organisation", "confidentiality"})


def exchanges_with_words(rows: QuerySet[Exchange], text: str) -> QuerySet[Exchange]:
    """Return the rows that hold all these words in any inflection, or the text as part of the title."""
    query = SearchQuery(text, config=SEARCH_CONFIG, search_type="websearch")
    return rows.filter(Q(words=query) | Q(title__icontains=text))


def search_exchanges(user, text: str) -> QuerySet[Exchange]:
    """Return the experiences whose title or lessons hold a text, newest first."""
    return exchanges_with_words(Exchange.objects.visible_to(user), text).order_by("-happened_on", "-pk")


def experiences_for(user, text: str, measure: Measure | None = None) -> list[Exchange]:
    """Return the experiences linked to a measure and those that share words with a text, best first; one query."""
    found = (word.lower() for word in _WORD.findall(text))
    words = list(dict.fromkeys(word for word in found if word not in COMMON))[:MOST_WORDS]
    if not words and measure is None:
        return []
    query = SearchQuery(" or ".join(words), config=SEARCH_CONFIG, search_type="websearch")
    linked = _is_linked(measure)
    rows = Exchange.objects.visible_to(user).annotate(is_linked=linked, rank=SearchRank(F("words"), query))
    rows = rows.filter(Q(is_linked=True) | Q(words=query)).select_related("organisation", "meeting")
    return list(rows.order_by("-is_linked", "-rank", "-happened_on")[:MOST_HINTS])


def _is_linked(measure: Measure | None) -> Exists | Value:
    if measure is None:
        return Value(value=False, output_field=BooleanField())
    return Exists(Exchange.measures.through.objects.filter(exchange=OuterRef("pk"), measure=measure.pk))


def exchange_history(exchange: Exchange, user: User) -> list[HistoryEntry]:
    """Return what was changed; former words only to those who could read them in any case."""
    seated = user.has_role(*COMMITTEE_ROLES) and seats_held_by(user).filter(committee=exchange.committee_id).exists()
    is_open = seated or user.has_role(Role.COMMITTEE_OFFICE)
    return history(exchange, user, values=None if is_open else OPEN_FIELDS)
