"""The way in: write a mail into the outbox, in the transaction of its cause; take it out again."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.template import Context, engines
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from kombu.exceptions import OperationalError

from core.enums import MailState
from core.mail.clean import UndeliverableError, clean_address, clean_body, clean_subject
from core.models import Installation, Organisation, OutgoingMail, User

log = structlog.get_logger("mail")

_INSERT = """
INSERT INTO core_outgoingmail (key, message_id, recipient_id, to_address, language, subject, text, html, attachments,
                               secret, not_before)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, coalesce(%s, now()))
ON CONFLICT (key) DO NOTHING RETURNING id
"""


@dataclass(frozen=True)
class Attachment:
    """A small file that goes along; a calendar entry of type "text/calendar; method=REQUEST" is an invitation."""

    name: str
    content_type: str
    content: bytes

    def as_json(self) -> dict[str, str]:
        """Return it as the outbox keeps it."""
        return {"name": self.name, "type": self.content_type, "content": base64.b64encode(self.content).decode()}


def enqueue(
    *,
    to: User | Organisation | str,
    template: str,
    context: dict[str, Any],
    key: str,
    language: str | None = None,
    not_before: datetime | None = None,
    secret: bool = False,
    attachments: Sequence[Attachment] = (),
) -> OutgoingMail | None:
    """Write a mail into the outbox, as part of the current transaction; return it, or None if its key is known.

    `to` is a user, an organisation (its inbox) or an address. `template` names three files: `.subject.txt`, `.txt` and
    `.html`; they are rendered now, in `language` (by default the user's own, else German), with `installation` and
    `base_url` added to `context`. `key` names the cause: the same key never makes a second mail. `not_before` holds the
    mail back by the clock of the product. `secret` erases the text once it is sent (one-time links).

    Raises `UndeliverableError` when there is nobody to send to. Line breaks, control characters and broken Unicode in
    the subject or the text are taken out, so no row can poison the line.
    """
    recipient = to if isinstance(to, User) else None
    address = clean_address(_address_of(to))
    language = language or (recipient.language if recipient else settings.LANGUAGE_CODE)
    subject, text, html = render(template, context, language)
    files = json.dumps([attachment.as_json() for attachment in attachments])
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            (
                key,
                message_id(key),
                recipient.pk if recipient else None,
                address,
                language,
                subject,
                text,
                html,
                files,
                secret,
                not_before,
            ),
        )
        row = cursor.fetchone()
    if row is None:
        return None
    _wake_after_commit()
    return OutgoingMail.objects.get(pk=row[0])


def withdraw(*keys: str) -> int:
    """Take mails back that have not been handed over, because their cause is gone; return how many."""
    rows = OutgoingMail.objects.filter(key__in=keys, state__in=(MailState.WAITING, MailState.SENDING))
    erased = {"text": "", "html": "", "attachments": []}
    gone = {"state": MailState.WITHDRAWN, "token": None, "lease_until": None}
    return rows.filter(secret=True).update(**gone, **erased) + rows.filter(secret=False).update(**gone)


def can_receive(to: User | Organisation | str) -> bool:
    """Tell whether a mail to them could be written: an account that is open, an address without faults."""
    try:
        clean_address(_address_of(to))
    except UndeliverableError:
        return False
    return True


def message_id(key: str) -> str:
    """Return the Message-ID of a cause: stable, so that a second copy can be told apart from a second mail."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


def render(template: str, context: dict[str, Any], language: str) -> tuple[str, str, str]:
    """Return subject, text and HTML of a mail in one language; only the HTML is escaped."""
    everything = {"installation": SimpleLazyObject(Installation.objects.get), "base_url": settings.BASE_URL, **context}
    with translation.override(language):
        return (
            clean_subject(_render(f"{template}.subject.txt", everything, escape=False)),
            clean_body(_render(f"{template}.txt", everything, escape=False)),
            clean_body(_render(f"{template}.html", everything, escape=True)),
        )


def preview_of(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return subject and text of a mail that is not written, in the language of the reader."""
    subject, text, _html = render(template, context, translation.get_language() or settings.LANGUAGE_CODE)
    return subject, text


def wake() -> None:
    """Tell the workers that something waits; without a broker the next sweep finds it."""
    try:
        current_app.send_task("core.tasks.task_deliver_mail", retry=False, expires=60)
    except (OperationalError, OSError) as error:
        log.warning("mail.wake_failed", error=type(error).__name__)


def _wake_after_commit() -> None:
    """Wake once per transaction, however many mails it wrote."""
    if all(entry[1] is not wake for entry in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def _address_of(to: User | Organisation | str) -> str:
    if isinstance(to, str):
        return to
    if isinstance(to, Organisation):
        return to.inbox_email
    if not to.is_active:
        message = "The account is closed."
        raise UndeliverableError(message)
    return to.email


def _render(name: str, context: dict[str, Any], *, escape: bool) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]  # the template engine of Django itself
    return engine.get_template(name).render(Context(context, autoescape=escape))
