"""Times of presence typed the way minutes write them: "ab 15:20", "bis 16:15", "14:10-15:00, 15:30-"."""

import re
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from steering.queries.times_in_words import Times

_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*uhr)?"
_FROM = re.compile(rf"(?:ab|seit|from)\s+{_CLOCK}")
_UNTIL = re.compile(rf"(?:bis|until|to)\s+{_CLOCK}")
_RANGE = re.compile(rf"(?:von\s+)?(?:{_CLOCK})?\s*(?:-|–|bis|to)\s*(?:{_CLOCK})?")


def times_from(text: str, day: date) -> tuple[Times, ...]:
    """Return the times a text means on a day; an empty text means from the start to the end.

    Raises ValidationError for what cannot be read and for a time that does not exist.
    """
    parts = [part.strip().lower() for part in re.split(r"[,;\n]", text) if part.strip()]
    return tuple(_times(part, day) for part in parts) or ((None, None),)


def _times(part: str, day: date) -> Times:
    if match := _FROM.fullmatch(part):
        return _at(day, *match.groups()), None
    if match := _UNTIL.fullmatch(part):
        return None, _at(day, *match.groups())
    if (match := _RANGE.fullmatch(part)) and any(match.groups()):
        first, second = match.groups()[:2], match.groups()[2:]
        return _at(day, *first), _at(day, *second)
    raise ValidationError(
        _('"%(text)s" cannot be read as a time. For example: from 15:20, until 16:15, 14:10-15:00.')
        % {"text": part[:60]}
    )


def _at(day: date, hour: str | None, minute: str | None) -> datetime | None:
    if hour is None:
        return None
    try:
        return timezone.make_aware(datetime.combine(day, time(int(hour), int(minute or 0))))
    except ValueError as error:
        raise ValidationError(_("This time does not exist. Please check it.")) from error
