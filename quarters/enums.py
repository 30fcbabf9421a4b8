"""Closed lists of words of the quarters app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AreaLevel(TextChoices):
    """How fine an area is. Programme quarters lie across the tree; what cannot be located is an area of its own."""

    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    QUARTER = "quarter", _("quarter (Stadtteil)")
    PROGRAMME = "programme", _("programme quarter")
    NOT_ASSIGNABLE = "not_assignable", _("not assignable")


class Measured(TextChoices):
    """Whether an indicator counts what is there on a day or what happened during a period."""

    STOCK = "stock", _("on the reference day")
    FLOW = "flow", _("during the period")


class Frequency(TextChoices):
    """How long a period is. A period is stored as its last day, which for a stock is the reference day."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter of the year")
    YEAR = "year", _("year")


class Status(TextChoices):
    """What an observation says. Missing, suppressed and zero are three different things."""

    VALUE = "value", _("figure")
    ZERO = "zero", _("exactly zero")
    BELOW_HALF_UNIT = "below_half_unit", _("more than nothing, less than half of the smallest unit")
    UNKNOWN = "unknown", _("unknown")
    SUPPRESSED_SOURCE = "suppressed_source", _("kept secret by the source")
    SUPPRESSED_HERE = "suppressed_here", _("not shown here: small number")
    LATER = "later", _("not yet available")
    UNRELIABLE = "unreliable", _("too unreliable to be shown")
    NOT_APPLICABLE = "not_applicable", _("makes no sense here")
    WITHDRAWN = "withdrawn", _("taken back")


class Flag(TextChoices):
    """What a statistics office adds to a figure."""

    PROVISIONAL = "p", _("provisional")
    REVISED = "r", _("revised")
    ESTIMATED = "s", _("estimated")
    LIMITED = "l", _("of limited reliability")


class BatchState(TextChoices):
    """The way of an import from the file to the figures."""

    UPLOADED = "uploaded", _("waiting to be read")
    READING = "reading", _("being read")
    CHECKED = "checked", _("ready to be confirmed")
    REFUSED = "refused", _("not readable")
    CONFIRMED = "confirmed", _("confirmed")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")


class Change(TextChoices):
    """What a row of a file would do to the figures."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REMOVED = "removed", _("no longer in the file")
    REJECTED = "rejected", _("rejected")


class Orientation(TextChoices):
    """How a file is laid out."""

    LONG = "long", _("one figure per row")
    INDICATORS = "indicators", _("one column per indicator")
    PERIODS = "periods", _("one column per period")


class Encoding(TextChoices):
    """How the bytes of a text file become letters."""

    DETECT = "detect", _("recognise: UTF-8, otherwise Windows-1252")
    UTF8 = "utf-8-sig", _("UTF-8")
    CP1252 = "cp1252", _("Windows-1252")


class Delimiter(TextChoices):
    """What stands between two columns of a text file."""

    SEMICOLON = ";", _("semicolon")
    COMMA = ",", _("comma")
    TAB = "\t", _("tab")


class NumberFormat(TextChoices):
    """How numbers are written; declared, never guessed, because 1.234 alone is undecidable."""

    GERMAN = "german", _("1.234,5")
    POINT = "point", _("1234.5")


class Audience(TextChoices):
    """For whom a figure leaves the database."""

    READER = "reader", _("reader")
    STEWARD = "steward", _("data steward")
