"""Closed lists of casework.

What must not be known is not on any list: no ethnicity, no religion, no nationality as a label of groups, no residence
status, nothing about offences (Art. 9, 10 GDPR). A language is on the list where an interpreter can be asked for it;
a language that would name an ethnic group is "another language".
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactDepth(TextChoices):
    """How deep a contact in the street went (Kurz-, Beratungs-, Gruppenkontakt)."""

    SHORT = "short", _("short")
    COUNSELLING = "counselling", _("counselling")
    GROUP = "group", _("group")


class ContactSequence(TextChoices):
    """First or repeated; asked, never derived from an identity."""

    FIRST = "first", _("first contact")
    REPEAT = "repeat", _("known already")
    UNKNOWN = "unknown", _("not asked")


class ContactLanguage(TextChoices):
    """The language that was spoken."""

    BULGARIAN = "bg", _("Bulgarian")
    ROMANIAN = "ro", _("Romanian")
    TURKISH = "tr", _("Turkish")
    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")
    POLISH = "pl", _("Polish")
    RUSSIAN = "ru", _("Russian")
    ARABIC = "ar", _("Arabic")
    OTHER = "other", _("another language")


class DoneAction(TextChoices):
    """What was done on the spot."""

    LISTENED = "listened", _("listened, talked")
    INFORMED = "informed", _("informed")
    INTERPRETED = "interpreted", _("interpreted")
    LETTER = "letter", _("explained a letter, filled in a form")
    CALLED = "called", _("telephoned")
    ACCOMPANIED = "accompanied", _("accompanied")
    POINTED = "pointed", _("named an offer")
    HANDED_OUT = "handed_out", _("handed something out")


class ClosingReason(TextChoices):
    """Why a case was closed."""

    REACHED = "reached", _("purpose reached")
    WISH = "wish", _("wish of the person")
    LOST = "lost", _("contact lost")
    MOVED = "moved", _("moved away")
    ELSEWHERE = "elsewhere", _("accompanied elsewhere now")
    OTHER = "other", _("other reason")


class ConsentForm(TextChoices):
    """How consent was given."""

    WRITTEN = "written", _("in writing")
    SPOKEN = "spoken", _("spoken")


class DataClass(TextChoices):
    """What may be told to the recipient; nothing else may."""

    NAME = "name", _("name")
    REACHABILITY = "reachability", _("how the person can be reached")
    CONCERN = "concern", _("the concern")
    LANGUAGE = "language", _("language, need of interpreting")
    DOCUMENTS = "documents", _("documents handed over")
    APPOINTMENT = "appointment", _("whether an appointment was kept")


class ReferralMode(TextChoices):
    """How the way to the unit is made."""

    INFORMATION = "information", _("the person goes alone")
    APPOINTMENT = "appointment", _("an appointment is asked for")
    ACCOMPANIED = "accompanied", _("we come along")


class Kept(TextChoices):
    """What came of it, as the person tells."""

    YES = "yes", _("the matter is settled")
    PARTLY = "partly", _("settled in part")
    NO = "no", _("nothing came of it")
    UNKNOWN = "unknown", _("not known")


class ReadKind(TextChoices):
    """Which page showed case data."""

    CASE_LIST = "case_list", _("list of cases")
    CASE = "case", _("case")
    CONSENT = "consent", _("consent")
    REFERRAL = "referral", _("referral")
    SHARE = "share", _("share of a case")
    CONTACT = "contact", _("contact")
    CONTACT_LIST = "contact_list", _("list of contacts")
    CONTACT_EXPORT = "contact_export", _("export of contacts")
