"""Times of presence as minutes write them: "from 15:20", "until 16:15", "14:10-15:00"."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

Times = tuple[datetime | None, datetime | None]


def times_in_words(times: Iterable[Times]) -> str:
    """Return times as minutes write them; empty for somebody who was there from the start to the end."""
    return ", ".join(filter(None, (_in_words(begin, end) for begin, end in times)))


def _in_words(begin: datetime | None, end: datetime | None) -> str:
    words = {"begin": _clock(begin), "end": _clock(end)}
    if begin and end:
        return f"{words['begin']}–{words['end']}"
    if begin:
        return _("from %(begin)s") % words
    return _("until %(end)s") % words if end else ""


def _clock(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "H:i") if at else ""
