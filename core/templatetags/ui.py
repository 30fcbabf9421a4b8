"""Template tags for the components that KERN lacks: icons, badges, dates as people say them, tiles, filter chips."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.db.models import QuerySet
from django.forms import BoundField, Form
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.dates import Calendar

register = template.Library()

TONE_ICONS = {
    "neutral": "circle",
    "info": "progress",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
}
# Days for which a weekday says more than a date, and working days that are still worth counting.
NEAR = 6
SOON = 10


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of `static/img/icons.svg`. It is decoration: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


@register.inclusion_tag("components/badge.html")
def state_badge(text: str | Promise, tone: str = "neutral", symbol: str = "") -> dict[str, Any]:
    """Show a state as word, shape and colour. `tone` is a key of TONE_ICONS; `symbol` replaces its icon."""
    return {"text": text, "tone": tone, "symbol": symbol or TONE_ICONS[tone]}


@register.inclusion_tag("components/alert.html")
def alert(tone: str, title: str | Promise, text: str | Promise = "") -> dict[str, Any]:
    """Show a notice in the flow of the page; `tone` is a key of TONE_ICONS."""
    return {"tone": tone, "title": title, "text": text, "symbol": "info" if tone == "info" else TONE_ICONS[tone]}


@register.inclusion_tag("components/figure_tile.html")
def figure_tile(
    label: str | Promise, value: Any, *, unit: str = "", comparison: str = "", dated: str = "", url: str = ""
) -> dict[str, Any]:
    """Show one figure with unit, comparison in words and date of data; it opens the list it stands for.

    `value` None means that there is no figure, which is not the same as zero.
    """
    return {
        "label": label,
        "value": value if isinstance(value, str | None) else grouped(value),
        "unit": unit,
        "comparison": comparison,
        "dated": dated,
        "url": url,
    }


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """Show entries, newest first: `.at`, `.who`, `.text`, and where wanted `.icon`, `.url`, `.is_system`.

    Entries of the system in a row are folded into one line that opens.
    """
    runs: list[dict[str, Any]] = []
    for entry in entries:
        system = bool(getattr(entry, "is_system", False))
        if runs and system and runs[-1]["system"]:
            runs[-1]["entries"].append(entry)
        else:
            runs.append({"system": system, "entries": [entry]})
    return {"runs": runs}


# --- Dates ------------------------------------------------------------------------------------------


@register.filter
def spoken_date(value: date | datetime | None, today: date) -> SafeString | str:
    """Say a date the way people do ("tomorrow", "on Friday"), with the exact date in tooltip and accessible name."""
    if value is None:
        return ""
    day = _day(value)
    return _time_element(day, _spoken(day, today))


@register.filter
def exact_date(value: date | datetime | None) -> str:
    """Write a date with its weekday: "Friday, 5 June 2026"."""
    return formats.date_format(_day(value), "l, j. F Y" if _is_german() else "l, j F Y") if value else ""


@register.simple_tag(takes_context=True)
def due_date(context: template.Context, value: date | None, calendar: Calendar) -> SafeString | str:
    """Say how a due date stands on the day of the request: "due tomorrow", "3 working days overdue"."""
    return due_words(value, context["today"], calendar)


def due_words(value: date | None, today: date, calendar: Calendar) -> SafeString | str:
    """Say how a due date stands; working days are the city's, so closures and holidays do not count."""
    if value is None:
        return ""
    distance = calendar.working_days_between(today, value)
    if value < today and distance == 0:
        words, tone = _("was due %(day)s") % {"day": _spoken(value, today)}, "soon"
    elif value < today:
        words, tone = ngettext("%(n)s working day overdue", "%(n)s working days overdue", -distance), "late"
    elif distance <= 1:
        words, tone = _("due %(day)s") % {"day": _spoken(value, today)}, "soon"
    elif distance <= SOON:
        words, tone = ngettext("due in %(n)s working day", "due in %(n)s working days", distance), "later"
    else:
        words, tone = _("due on %(day)s") % {"day": _short(value)}, "later"
    element = _time_element(value, words.replace("%(n)s", str(abs(distance))))
    return format_html('<span class="lk-due lk-due--{}">{}</span>', tone, element)


def _spoken(day: date, today: date) -> str:
    distance = (day - today).days
    words = {0: _("today"), 1: _("tomorrow"), 2: _("the day after tomorrow"), -1: _("yesterday")}
    if distance in words:
        return words[distance]
    if 0 < distance <= NEAR:
        return _("on %(weekday)s") % {"weekday": formats.date_format(day, "l")}
    if -NEAR <= distance < 0:
        return ngettext("%(n)s day ago", "%(n)s days ago", -distance) % {"n": -distance}
    return _short(day)


def _time_element(day: date, words: str) -> SafeString:
    exact = exact_date(day)
    short = _short(day)
    spoken = format_html('<span class="kern-sr-only"> ({})</span>', exact) if words != short else ""
    return format_html('<time datetime="{}" title="{}">{}{}</time>', day.isoformat(), exact, words, spoken)


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _short(day: date) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def _is_german() -> bool:
    return (get_language() or "de").startswith("de")


# --- Lists ------------------------------------------------------------------------------------------


class Chip(NamedTuple):
    """An active filter: what it says, and the query string of the list without it."""

    label: str
    value: str
    query: str


@register.simple_tag
def filter_chips(form: Form, params: QueryDict) -> list[Chip]:
    """Return the active filters of a bound filter form."""
    if not form.is_bound or not form.is_valid():
        return []
    chosen = ((form[name], form.cleaned_data.get(name)) for name in form.fields)
    return [_chip(field, value, params) for field, value in chosen if not _is_empty(value)]


def _is_empty(value: Any) -> bool:
    if isinstance(value, QuerySet):
        return not value.exists() if value._result_cache is None else not value  # noqa: SLF001
    return value in (None, "", False) or (isinstance(value, list | tuple) and not any(value))


def _chip(field: BoundField, value: Any, params: QueryDict) -> Chip:
    rest = params.copy()
    for key in list(rest):
        if key in {field.html_name, "page"} or key.startswith(f"{field.html_name}_"):
            del rest[key]
    return Chip(str(field.label), _in_words(field, value), f"?{rest.urlencode()}")


def _in_words(field: BoundField, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes")
    if isinstance(value, slice):
        return " – ".join(_in_words(field, part) if part else "…" for part in (value.start, value.stop))
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(_in_words(field, part) for part in value)
    if isinstance(value, date):
        return _short(_day(value))
    labels = {str(key): str(label) for key, label in _plain_choices(field)}
    return labels.get(str(value), str(value))


def _plain_choices(field: BoundField) -> Iterable[tuple[Any, Any]]:
    if getattr(field.field, "queryset", None) is not None:
        return  # str() of the chosen object is its label; the other rows are not loaded again
    for key, label in getattr(field.field, "choices", ()):
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class SplitFields(NamedTuple):
    """The fields of a filter form that stand open and those that are folded away."""

    first: list[BoundField]
    rest: list[BoundField]
    rest_active: bool


@register.simple_tag
def split_fields(form: Form, number: int = 3) -> SplitFields:
    """Split the visible fields after `number`; the rest opens by itself when one of them is in use."""
    fields = form.visible_fields()
    rest = fields[number:]
    return SplitFields(fields[:number], rest, any(field.data for field in rest))


@register.simple_tag
def counted(number: int, rows: QuerySet | Iterable[Any]) -> str:
    """Say how many there are: "12 measures", with the names from the model."""
    model = getattr(rows, "model", None)
    if model is None:
        return ngettext("%(n)s entry", "%(n)s entries", number) % {"n": number}
    names = model._meta  # noqa: SLF001
    name = names.verbose_name if number == 1 else names.verbose_name_plural
    return f"{grouped(number)} {name}"


def grouped(number: float | Decimal) -> str:
    """Write a number in the format of the language, with separated thousands."""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    """Return the page numbers to draw, with an ellipsis for the gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
