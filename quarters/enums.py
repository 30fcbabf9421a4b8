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


class Problem(TextChoices):
    """Why a cell of a file was rejected."""

    NONE = "", _("none")
    AREA_UNKNOWN = "area_unknown", _("There is no area with this key.")
    AREA_MISSING = "area_missing", _("The row names no area.")
    INDICATOR_UNKNOWN = "indicator_unknown", _("There is no indicator for this column or key.")
    PERIOD_UNREADABLE = "period_unreadable", _("This is no period, for example 2024, III/2024 or 31.12.2024.")
    NUMBER_UNREADABLE = "number_unreadable", _("This is neither a number nor a symbol of this source.")
    NUMBER_AMBIGUOUS = "number_ambiguous", _("In the declared number format this can be read in two ways.")
    NUMBER_TOO_LARGE = "number_too_large", _("This number has more digits than can be kept.")
    CELL_MISSING = "cell_missing", _("The row ends before this column.")
    DUPLICATE = "duplicate", _("The same figure already stands further up in the file.")


class Refusal(TextChoices):
    """Why a whole file could not be read."""

    NONE = "", _("none")
    EMPTY = "empty", _("The file is empty.")
    TOO_LARGE = "too_large", _("The file is larger than 20 MB.")
    NOT_A_TABLE = "not_a_table", _("This is neither a CSV nor an XLSX file.")
    NOT_TEXT = "not_text", _("The file contains characters that are no text.")
    ENCODING = "encoding", _("The letters of the file cannot be read in the declared encoding.")
    OPEN_QUOTE = "open_quote", _("A quotation mark is opened and not closed.")
    TOO_WIDE = "too_wide", _("The table has more than 200 columns.")
    TOO_LONG = "too_long", _("The table has more than 100,000 rows.")
    CELL_TOO_LONG = "cell_too_long", _("A cell has more than 1,000 characters.")
    COLUMN_MISSING = "column_missing", _("A column that the profile names is missing.")
    COLUMN_TWICE = "column_twice", _("A column that the profile names occurs twice.")
    ROW_TOO_LONG = "row_too_long", _("A row has more cells than there are headings.")
    NO_ROWS = "no_rows", _("There are no figures below the heading.")
    GAVE_UP = "gave_up", _("Reading the file was interrupted three times.")
    UNSAFE_WORKBOOK = "unsafe_workbook", _("The workbook is damaged, unusually large or contains macros or links.")


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
    TAB = "\t", _("tab character")


class NumberFormat(TextChoices):
    """How numbers are written; declared, never guessed, because 1.234 alone is undecidable."""

    GERMAN = "german", _("1.234,5")
    POINT = "point", _("1234.5")
    POINT_DECIMALS = "point_decimals", _("1234.567 (three decimal places occur)")


class Audience(TextChoices):
    """For whom a figure leaves the database."""

    READER = "reader", _("reader")
    STEWARD = "steward", _("data steward")
