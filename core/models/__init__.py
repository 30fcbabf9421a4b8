"""Models of core; one module per subject."""

from core.models.audit import AuditEntry, AuditHead, AuditLink
from core.models.files import StoredFile, StoredFileContent
from core.models.installation import Heartbeat, Installation, OfficeClosure
from core.models.mail import OutgoingMail, OutgoingMailIntervention
from core.models.organisations import Organisation
from core.models.users import Membership, Substitution, User

__all__ = [
    "AuditEntry",
    "AuditHead",
    "AuditLink",
    "Heartbeat",
    "Installation",
    "Membership",
    "OfficeClosure",
    "Organisation",
    "OutgoingMail",
    "OutgoingMailIntervention",
    "StoredFile",
    "StoredFileContent",
    "Substitution",
    "User",
]
