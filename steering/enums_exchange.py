"""Closed lists of words of what comes from outside and goes outside: exchange, imports, open data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExchangeKind(TextChoices):
    """At which occasion something was learned from others."""

    VISIT = "visit", _("visit")
    CALL = "call", _("call or video conference")
    LAND_TALKS = "land_talks", _("talks with the Land")
    FEDERAL_TALKS = "federal_talks", _("talks with the Federation")
    HEARING = "hearing", _("expert heard in a meeting")
    DOCUMENT = "document", _("document")


class ListImportState(TextChoices):
    """The way of a measures list from the file to measures."""

    CHECKED = "checked", _("ready to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")


class RowChange(TextChoices):
    """What a row of a measures list would do."""

    NEW = "new", _("new")
    UNCHANGED = "unchanged", _("unchanged")
    CONFLICT = "conflict", _("conflict")
    REJECTED = "rejected", _("rejected")


class RowProblem(TextChoices):
    """Why a cell of a measures list cannot be taken over, or what it contradicts."""

    TITLE_MISSING = "title_missing", _("The row names no measure.")
    TOO_LONG = "too_long", _("The text is longer than fits.")
    UNIT_MISSING = "unit_missing", _("The row names no lead unit.")
    UNIT_UNKNOWN = "unit_unknown", _("There is no unit with this number or name.")
    UNIT_AMBIGUOUS = "unit_ambiguous", _("Several units are called like this; please use the number.")
    DATE_MISSING = "date_missing", _("An open measure needs a date.")
    DATE_UNREADABLE = "date_unreadable", _("This is no complete date, for example 15.03.2026.")
    STATE_UNKNOWN = "state_unknown", _("This state is not known.")
    AREA_UNKNOWN = "area_unknown", _("There is no area with this name.")
    SIDE_MISSING = "side_missing", _("The row does not say which side of the work it belongs to.")
    SIDE_UNKNOWN = "side_unknown", _("This side of the work is not known.")
    TWICE = "twice", _("The same number already stands further up in the file.")
    DIFFERS = "differs", _("It was imported differently before; nothing is overwritten.")
    TITLE_EXISTS = "title_exists", _("A measure with this title and lead unit exists already.")


class PublishedKind(TextChoices):
    """The object types of OParl 1.1; the value is the name of the type."""

    SYSTEM = "System"
    BODY = "Body"
    LEGISLATIVE_TERM = "LegislativeTerm"
    ORGANIZATION = "Organization"
    PERSON = "Person"
    MEMBERSHIP = "Membership"
    MEETING = "Meeting"
    AGENDA_ITEM = "AgendaItem"
    PAPER = "Paper"
    CONSULTATION = "Consultation"
    FILE = "File"
    LOCATION = "Location"
