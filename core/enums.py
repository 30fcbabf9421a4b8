"""Closed lists of words used all over the product."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is, inside or outside the city."""

    DEPARTMENT = "department", _("department")
    STAFF_UNIT = "staff_unit", _("staff unit")
    MUNICIPAL_ENTERPRISE = "municipal_enterprise", _("municipal enterprise")
    POLICE = "police", _("police")
    JOB_CENTRE = "job_centre", _("job centre")
    WELFARE_ASSOCIATION = "welfare_association", _("welfare association")
    HOUSING_COMPANY = "housing_company", _("housing company")
    MUNICIPALITY = "municipality", _("other municipality")
    LAND_BODY = "land_body", _("body of the Land")
    FEDERAL_BODY = "federal_body", _("federal body")


class Role(TextChoices):
    """What a person does for an organisation; carried by a membership, valid from/to."""

    COMMITTEE_OFFICE = "committee_office", _("committee office")
    COMMITTEE_MEMBER = "committee_member", _("committee member")
    CHAIR = "chair", _("chair")
    DEPARTMENT_HEAD = "department_head", _("head of unit")
    DEPARTMENT_STAFF = "department_staff", _("unit staff")
    EXTERNAL_PARTNER = "external_partner", _("external partner")
    SOCIAL_WORKER = "social_worker", _("outreach social worker")
    CASEWORK_LEAD = "casework_lead", _("casework lead")
    DATA_STEWARD = "data_steward", _("data steward")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("data protection officer")
    ADMINISTRATOR = "administrator", _("administrator")


CASEWORK_ROLES = (Role.SOCIAL_WORKER, Role.CASEWORK_LEAD)
COMMITTEE_ROLES = (Role.COMMITTEE_OFFICE, Role.COMMITTEE_MEMBER, Role.CHAIR)
UNIT_ROLES = (Role.DEPARTMENT_HEAD, Role.DEPARTMENT_STAFF, Role.EXTERNAL_PARTNER)
# What a substitute takes over: acts for a unit or the committee. Casework is handed over case by case, and who runs the
# product or watches over it is nobody's to name.
SUBSTITUTED_ROLES = (*UNIT_ROLES, *COMMITTEE_ROLES)


class AccountState(TextChoices):
    """How an account stands."""

    ACTIVE = "active", _("active")
    INVITED = "invited", _("invited, no password yet")
    CLOSED = "closed", _("deactivated")


class Language(TextChoices):
    """Languages of the interface and of mails."""

    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")


class Land(TextChoices):
    """The sixteen Länder by their ISO 3166-2 code; the code chooses the legal holidays."""

    BW = "BW", "Baden-Württemberg"
    BY = "BY", "Bayern"
    BE = "BE", "Berlin"
    BB = "BB", "Brandenburg"
    HB = "HB", "Bremen"
    HH = "HH", "Hamburg"
    HE = "HE", "Hessen"
    MV = "MV", "Mecklenburg-Vorpommern"
    NI = "NI", "Niedersachsen"
    NW = "NW", "Nordrhein-Westfalen"
    RP = "RP", "Rheinland-Pfalz"
    SL = "SL", "Saarland"
    SN = "SN", "Sachsen"
    ST = "ST", "Sachsen-Anhalt"
    SH = "SH", "Schleswig-Holstein"
    TH = "TH", "Thüringen"


class MailState(TextChoices):
    """Where an outgoing mail stands; `HANDOVER` is the moment in which only the server knows."""

    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    HANDOVER = "handover", _("being handed over")
    SENT = "sent", _("sent")
    UNCERTAIN = "uncertain", _("uncertain")
    FAILED = "failed", _("failed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MailError(TextChoices):
    """Why a mail did not get through; words of our own, because a server's answer often quotes the address."""

    SENDER_REFUSED = "sender_refused", _("The mail server refused our sender address.")
    RECIPIENT_REFUSED = "recipient_refused", _("The mail server refused the recipient.")
    CONTENT_REFUSED = "content_refused", _("The mail server refused the mail.")
    CONNECTION_LOST = "connection_lost", _("The connection ended before the mail was handed over.")
    NO_ANSWER = "no_answer", _("The mail was handed over, but the mail server did not confirm it.")
    WORKER_LOST = "worker_lost", _("The process that handed the mail over ended before the confirmation.")
    UNREADABLE = "unreadable", _("The mail cannot be put together.")
    ACCOUNT_CLOSED = "account_closed", _("The recipient's account is no longer active.")
    RESTORED = "restored", _("The database was restored from a backup; the mail may have left before.")


class MailIntervention(TextChoices):
    """What a person can do with a mail in the outbox."""

    SENT_AGAIN = "sent_again", _("sent again")
    WITHDRAWN = "withdrawn", _("withdrawn")


class AuditAction(TextChoices):
    """What happened to a row."""

    INSERT = "insert", _("created")
    UPDATE = "update", _("changed")
    DELETE = "delete", _("deleted")


class FileType(TextChoices):
    """The files people may upload, as media types."""

    PDF = "application/pdf", _("PDF")
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _("Word document")
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Excel workbook")
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation", _("PowerPoint presentation")
    ODT = "application/vnd.oasis.opendocument.text", _("OpenDocument text")
    ODS = "application/vnd.oasis.opendocument.spreadsheet", _("OpenDocument spreadsheet")
    ODP = "application/vnd.oasis.opendocument.presentation", _("OpenDocument presentation")
    PNG = "image/png", _("PNG picture")
    JPEG = "image/jpeg", _("JPEG picture")
    TEXT = "text/plain", _("plain text")


class ScanState(TextChoices):
    """Whether a scanner has looked at a stored file; what it objects to is never stored."""

    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("scanned, nothing found")
