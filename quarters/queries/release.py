"""The only way a figure leaves the database: page, table, tooltip, map, chart, export and preview all call `release`.

Rules: numbers of people from 1 up to the indicator's threshold are not shown to readers; a figure from whose sum a
hidden one could be computed is hidden too; a zero, a missing and a hidden figure stay three different things.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from quarters.enums import Audience, Flag, Frequency, Status
from quarters.models import Area, Indicator

SECRET = (Status.SUPPRESSED_HERE, Status.SUPPRESSED_SOURCE)
WITH_NUMBER = (Status.VALUE, Status.ZERO)
_WORDS: dict[str, str | Promise] = {
    Status.BELOW_HALF_UNIT: _("almost zero"),
    Status.UNKNOWN: _("not stated"),
    Status.SUPPRESSED_SOURCE: _("secret"),
    Status.SUPPRESSED_HERE: _("hidden"),
    Status.LATER: _("to follow"),
    Status.UNRELIABLE: _("unreliable"),
    Status.NOT_APPLICABLE: _("not applicable"),
    Status.WITHDRAWN: _("not stated"),
}


@dataclass(frozen=True)
class Released:
    """What an audience gets to know of a figure. `number` is None wherever no number may be shown or exists."""

    number: Decimal | None
    status: Status
    flags: str = ""
    decimals: int = 0

    @property
    def text(self) -> str:
        """The number in the reader's format, or the word that stands in its place."""
        if self.number is None:
            return str(_WORDS[self.status])
        return number_text(self.number, self.decimals)

    @property
    def plain(self) -> int | Decimal | None:
        """The number for a file: without the zeros that only the column's width adds."""
        if self.number is None:
            return None
        return int(self.number) if self.number == self.number.to_integral_value() else self.number.normalize()

    @property
    def percent(self) -> str:
        """The text with a per cent sign, for shares."""
        return self.text if self.number is None else percent_text(self.text)

    @property
    def note(self) -> str:
        """What the text means, in words, with the office's remarks."""
        words = [] if self.status in WITH_NUMBER else [str(self.status.label)]
        return ", ".join(words + [str(Flag(letter).label) for letter in self.flags])

    @property
    def remark(self) -> str:
        """What stands beside the number in a file: why there is none, and the office's remarks."""
        return self.note if self.number is None or self.flags else ""

    @property
    def css(self) -> str:
        """How the cell is drawn: as a number, as missing or as secret."""
        if self.number is not None:
            return "shown"
        return "secret" if self.status in SECRET else "missing"


MISSING = Released(number=None, status=Status.UNKNOWN)


def number_text(number: Decimal, decimals: int) -> str:
    """Write a number with separators of thousands, in the reader's format."""
    return number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def percent_text(number: str) -> str:
    """Write the sign of per cent the way the language does."""
    return pgettext("percentage", "%(number)s%%") % {"number": number}


def period_text(period: date, frequency: str) -> str:
    """Write a period the way people say it: 2024, 3. Quartal 2024, März 2024; other reference days as a date."""
    if frequency == Frequency.YEAR and (period.month, period.day) == (12, 31):
        return str(period.year)
    if frequency == Frequency.QUARTER and period.month % 3 == 0:
        return str(_("quarter %(number)s of %(year)s") % {"number": period.month // 3, "year": period.year})
    if frequency == Frequency.MONTH:
        return date_format(period, "F Y")
    return date_format(period, "d.m.Y")


# Value, status and flags as they stand in the database.
Cell = tuple[Decimal | None, str, str]


def release(cell: Cell, indicator: Indicator, audience: Audience, *, protects_another: bool = False) -> Released:
    """Decide what leaves. `protects_another`: the figure would allow somebody to compute a hidden one."""
    value, status, flags = cell
    if audience != Audience.STEWARD and (protects_another or is_small(value, indicator)):
        return Released(number=None, status=Status.SUPPRESSED_HERE, decimals=indicator.decimals)
    return Released(number=value, status=Status(status), flags=flags, decimals=indicator.decimals)


def is_small(value: Decimal | None, indicator: Indicator) -> bool:
    """Tell whether the number itself is too small to be shown; zero is not."""
    return value is not None and 0 < value < indicator.hidden_below


def protecting(
    values: Mapping[int, tuple[Decimal | None, str]], areas: Iterable[Area], indicator: Indicator
) -> frozenset[int]:
    """Return the areas to hide as well, because a sum with exactly one secret gives it away.

    Looks at each parent with its children: while one of these sums has a single unknown and that is a secret, the
    smallest other number that is not zero is hidden too (ties by key, so a rerun hides the same). This stops exact
    recovery by subtraction within one period, not narrow estimates.
    """
    if not indicator.is_additive or not indicator.hidden_below:
        return frozenset()
    codes = {area.pk: area.code for area in areas}
    sums = [members for members in _sums(areas) if members & values.keys()]
    secret = {pk for pk, (value, status) in values.items() if status in SECRET or is_small(value, indicator)}
    known = {pk: value for pk, (value, _status) in values.items() if value is not None and pk not in secret}
    extra: set[int] = set()
    while (found := _next_to_hide(sums, secret, known, codes)) is not None:
        secret.add(found)
        extra.add(found)
        del known[found]
    return frozenset(extra)


def _sums(areas: Iterable[Area]) -> list[set[int]]:
    families: dict[int, set[int]] = {}
    for area in areas:
        if area.parent_id:
            families.setdefault(area.parent_id, {area.parent_id}).add(area.pk)
    return list(families.values())


def _next_to_hide(
    sums: list[set[int]], secret: set[int], known: Mapping[int, Decimal], codes: Mapping[int, str]
) -> int | None:
    for members in sums:
        unknown = members - known.keys()
        if len(unknown) == 1 and unknown <= secret:
            candidates = [pk for pk in members & known.keys() if known[pk] != 0]
            if candidates:
                return min(candidates, key=lambda pk: (known[pk], codes[pk]))
    return None
