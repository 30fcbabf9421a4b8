"""Columns for django-tables2 that every list uses: numbers, states, due dates."""

from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.templatetags.ui import TONE_ICONS, due_words, grouped, spoken_date

NUMERIC = {"th": {"class": "lk-number"}, "td": {"class": "lk-number"}}


class NumberColumn(tables.Column):
    """A number: right-aligned, with tabular figures in the format of the language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=kwargs.pop("attrs", NUMERIC), **kwargs)

    def render(self, value: float | Decimal) -> str:
        """Separate the thousands."""
        return grouped(value)


class DateColumn(tables.Column):
    """A date as people say it, with the exact date in the tooltip."""

    def render(self, value: date, table: tables.Table) -> SafeString | str:
        """Say the date relative to the day of the request."""
        return spoken_date(value, table.request.today)


class DueColumn(tables.Column):
    """A due date: how many working days are left or gone. The table carries the city's `calendar`."""

    def render(self, value: date, table: tables.Table) -> SafeString | str:
        """Say how the date stands."""
        return due_words(value, table.request.today, table.calendar)


class StateColumn(tables.Column):
    """A state as a badge; `tones` maps the stored value to a tone, `symbols` to an icon where the tone's is wrong."""

    def __init__(self, *args: Any, tones: dict[str, str], symbols: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones
        self.symbols = symbols or {}

    def render(self, value: Any, record: Any, bound_column: tables.columns.BoundColumn) -> SafeString:
        """Draw the badge; `value` is what the reader sees, the record holds what is stored."""
        return self.badge(value, str(bound_column.accessor.resolve(record)))

    def badge(self, text: Any, stored: str) -> SafeString:
        """Draw a word with the tone and icon of a stored value."""
        tone = self.tones.get(stored, "neutral")
        symbol = self.symbols.get(stored, TONE_ICONS[tone])
        return render_to_string("components/badge.html", {"text": text, "tone": tone, "symbol": symbol})


class ActionsColumn(tables.TemplateColumn):
    """The acts on a row, at its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        attrs = {"th": {"class": "lk-actions"}, "td": {"class": "lk-actions"}}
        super().__init__(*args, orderable=False, attrs=attrs, empty_values=(), **{"verbose_name": "", **kwargs})
