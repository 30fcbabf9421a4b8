"""Outgoing mail: an outbox in the database is the only way any mail leaves."""

from core.mail.clean import UndeliverableError
from core.mail.outbox import Attachment, enqueue, withdraw

__all__ = ["Attachment", "UndeliverableError", "enqueue", "withdraw"]
