"""Outgoing mail: an outbox in the database is the only way any mail leaves."""

from core.mail.clean import UndeliverableError
from core.mail.outbox import Attachment, can_receive, enqueue, preview_of, withdraw

__all__ = ["Attachment", "UndeliverableError", "can_receive", "enqueue", "preview_of", "withdraw"]
