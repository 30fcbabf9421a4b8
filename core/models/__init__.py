"""Models of core; one module per subject."""

from core.models.installation import Heartbeat, Installation, OfficeClosure
from core.models.organisations import Organisation
from core.models.users import Membership, Substitution, User

__all__ = ["Heartbeat", "Installation", "Membership", "OfficeClosure", "Organisation", "Substitution", "User"]
