"""Columns of the outbox."""

import django_tables2 as tables

from core.enums import MailState
from core.models import OutgoingMail
from core.tables.columns import StateColumn

TONES = {
    MailState.WAITING: "neutral",
    MailState.SENDING: "info",
    MailState.HANDOVER: "info",
    MailState.SENT: "success",
    MailState.UNCERTAIN: "warning",
    MailState.FAILED: "danger",
    MailState.WITHDRAWN: "neutral",
}
SYMBOLS = {MailState.WAITING: "clock", MailState.WITHDRAWN: "undo"}


class MailTable(tables.Table):
    """What, to whom, how it stands, why, since when."""

    subject = tables.Column(linkify=True)
    to_address = tables.Column()  # no link: nobody shall write from here by mistake
    state = StateColumn(tones=TONES, symbols=SYMBOLS)

    class Meta:
        model = OutgoingMail
        fields = ("subject", "to_address", "state", "last_error", "created_at", "sent_at")
        order_by = ("-created_at",)
