"""Models of casework; one module per subject. Row-level security guards every table (see the first migration)."""

from casework.models.cases import Case, CaseShare
from casework.models.consents import Consent
from casework.models.contacts import ContactLink, ContactTopic, FieldContact
from casework.models.people import Person
from casework.models.readlog import ReadLog
from casework.models.referrals import Referral
from casework.models.topics import Topic

__all__ = [
    "Case",
    "CaseShare",
    "Consent",
    "ContactLink",
    "ContactTopic",
    "FieldContact",
    "Person",
    "ReadLog",
    "Referral",
    "Topic",
]
