"""Search over everything the reader may see outside casework."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.queries.organisations import search_organisations
from core.views.base import TextPage
from portal.forms import SearchForm
from quarters.queries.searching import search_areas
from steering.queries.exchange import search_exchanges
from steering.queries.searching import search_decisions, search_measures, search_meetings, search_papers

MOST = 20
SOURCES: tuple[tuple[str | Promise, Callable[..., QuerySet]], ...] = (
    (_("Decisions"), search_decisions),
    (_("Measures"), search_measures),
    (_("Meetings"), search_meetings),
    (_("Papers"), search_papers),
    (_("Experiences of others"), search_exchanges),
    (_("Areas"), search_areas),
    (_("Organisations"), search_organisations),
)


@dataclass(frozen=True)
class Group:
    """What one source found; `more` says that the list was cut."""

    label: str | Promise
    rows: Iterable[Any]
    more: bool


class SearchPage(TextPage):
    """From the search box of every page. Casework has no search by name across the product, on purpose."""

    template_name = "portal/search.html"
    heading = _("Search")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask every source once."""
        form = SearchForm(self.request.GET)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        groups = list(self._groups(text)) if text else []
        return super().get_context_data(form=form, text=text, groups=groups, **kwargs)

    def _groups(self, text: str) -> Iterable[Group]:
        for label, search in SOURCES:
            rows = list(search(self.request.user, text)[: MOST + 1])
            if rows:
                yield Group(label, rows[:MOST], len(rows) > MOST)
