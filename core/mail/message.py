"""Turn a row of the outbox into the mail that travels."""

import base64
from email.headerregistry import Address, ContentTypeHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.utils import timezone

from core.models import OutgoingMail

# Seven bits only: no server needs to be asked whether it takes more.
_POLICY = SMTP.clone(cte_type="7bit")


def build_message(mail: OutgoingMail, *, sender: str, sender_name: str) -> bytes:
    """Return the mail; the Message-ID is the row's, however often it is built."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = mail.message_id
    message["Content-Language"] = mail.language
    # No robot shall answer a robot (RFC 3834; the second header is what Exchange reads).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    files = [(_POLICY.header_factory("content-type", each["type"]), each) for each in mail.attachments]
    for kind, file in files:
        if _is_invitation(kind):
            text = base64.b64decode(file["content"]).decode()
            message.add_alternative(text, subtype=kind.subtype, params={"method": kind.params["method"]})
    for kind, file in files:
        if not _is_invitation(kind):
            content = base64.b64decode(file["content"])
            message.add_attachment(content, maintype=kind.maintype, subtype=kind.subtype, filename=file["name"])
    return message.as_bytes()


def _is_invitation(kind: ContentTypeHeader) -> bool:
    """Tell a calendar entry with a method: beside the text, not behind it, so that programs offer to accept it."""
    return kind.content_type == "text/calendar" and "method" in kind.params
