"""Mails about accounts, written into the outbox."""

import uuid

from django.conf import settings
from django.utils.functional import Promise

from core import clock, mail
from core.models import User


def tell_owner(user: User, event: str | Promise, *, to: str = "") -> None:
    """Tell the owner what happened to the account (ASVS 5.0, 6.3.7); `to` is a former address where that matters."""
    mail.enqueue(
        to=to or user,
        template="emails/account/notice",
        context={"event": event, "at": clock.now()},
        key=f"notice:{uuid.uuid4()}",
        language=user.language,
    )


def send_password_reset(user: User, url: str) -> None:
    """Send the one-time link for a forgotten password."""
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    _send_link(user, "emails/account/password_reset", {"url": url, "minutes": minutes})


def send_invitation(user: User, url: str) -> None:
    """Send the one-time link to a new account."""
    _send_link(user, "emails/account/invitation", {"url": url, "days": settings.INVITATION_TIMEOUT // 86400})


def _send_link(user: User, template: str, context: dict) -> None:
    mail.enqueue(to=user, template=template, context=context, key=f"account-link:{uuid.uuid4()}", secret=True)
