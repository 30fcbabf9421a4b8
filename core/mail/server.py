"""The mail server: its address from EMAIL_URL, and one conversation with it.

After every step it is known what the server has: nothing (`ConnectionLostError`, `RefusalError`), the mail (a code), or
nobody knows (`UnclearError`).
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from core.enums import MailError

# Seconds. The last answer may take long, because servers examine a mail before they accept it (RFC 5321, 4.5.3.2.6
# allows ten minutes). Together with the time of a run it stays below CELERY_TASK_TIME_LIMIT.
COMMAND_TIMEOUT = 15
ANSWER_TIMEOUT = 120

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")


class MailServerError(Exception):
    """EMAIL_URL cannot be used, or the server cannot be reached."""


class ConnectionLostError(Exception):
    """The connection ended while the server had no byte of the mail."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class UnclearError(Exception):
    """The mail went out and no answer came: only the server knows."""


class RefusalError(Exception):
    """The server said no."""

    def __init__(self, error: MailError, code: str) -> None:
        super().__init__(error, code)
        self.error, self.code = error, code

    @property
    def permanent(self) -> bool:
        """Tell whether trying again is useless; a refused sender is our mistake, not the mail's."""
        return self.code.startswith("5") and self.error != MailError.SENDER_REFUSED


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over: `smtp://host`, `smtp+tls://` (STARTTLS) or `smtp+ssl://`, with `user:password@`."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_settings(cls) -> "MailServer | None":
        """Return the configured server, or None when there is none; raise `MailServerError` for a wrong address."""
        return cls.from_url(settings.EMAIL_URL) if settings.EMAIL_URL else None

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read an address; the sentences of `MailServerError` never repeat it, because it may hold a password."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            message = _("EMAIL_URL: host or port cannot be read.")
            raise MailServerError(message) from None  # Python's own words repeat a part of the address
        server = cls(
            parts.scheme, parts.hostname or "", port, unquote(parts.username or ""), unquote(parts.password or "")
        )
        server.check(has_more=bool(parts.path.strip("/") or parts.query or parts.fragment))
        return server

    def check(self, *, has_more: bool) -> None:
        """Raise `MailServerError` with a sentence for the person who wrote EMAIL_URL."""
        if self.scheme not in _PORTS:
            message = _("EMAIL_URL begins with smtp://, smtp+tls:// or smtp+ssl://.")
        elif not self.host:
            message = _("EMAIL_URL names no host.")
        elif has_more:
            message = _(
                "EMAIL_URL ends after host and port; write special characters of the password as %23, %2F, %3F."
            )
        elif self.user and self.scheme == "smtp" and self.host not in _LOOPBACK:
            message = _("EMAIL_URL: a password needs smtp+tls:// or smtp+ssl://.")
        else:
            return
        raise MailServerError(message)

    @contextmanager
    def conversation(self) -> Iterator["Conversation"]:
        """Connect, greet and sign in; raise `MailServerError` when that fails."""
        try:
            smtp = self._connect()
        except OSError as error:  # covers smtplib's and ssl's own errors
            raise MailServerError(type(error).__name__) from error
        try:
            yield Conversation(smtp)
        finally:
            _leave(smtp)

    def _connect(self) -> smtplib.SMTP:
        name = urlsplit(settings.BASE_URL).hostname or "localhost"  # asking the resolver for it can take long
        if self.scheme == "smtp+ssl":
            secure = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, name, timeout=COMMAND_TIMEOUT, context=secure)
        else:
            smtp = smtplib.SMTP(self.host, self.port, name, timeout=COMMAND_TIMEOUT)
        try:
            if self.scheme == "smtp+tls":
                smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
            if self.user:
                smtp.login(self.user, self.password)
        except OSError:
            smtp.close()
            raise
        return smtp


class Conversation:
    """One connection over which mails are handed over, one after the other."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp
        self._unfinished = False

    def announce(self, sender: str, recipient: str) -> None:
        """Name sender and recipient; raise `RefusalError` or `ConnectionLostError`."""
        if self._unfinished:
            self._command("RSET")
        self._unfinished = True
        self._ask(f"MAIL FROM:<{sender}>", MailError.SENDER_REFUSED)
        self._ask(f"RCPT TO:<{recipient}>", MailError.RECIPIENT_REFUSED)

    def _patience(self, seconds: float) -> None:
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)

    def hand_over(self, message: bytes) -> str:
        """Send the mail and return the server's code; raise one of the three errors, according to what is known."""
        self._ask("DATA", MailError.CONTENT_REFUSED)
        try:
            self._smtp.send(_stuffed(message))
            self._patience(ANSWER_TIMEOUT)
            code, text = self._smtp.getreply()
            self._patience(COMMAND_TIMEOUT)
        except OSError as error:
            raise UnclearError from error
        if 400 <= code <= 599:
            raise RefusalError(MailError.CONTENT_REFUSED, _words(code, text))
        if not 200 <= code <= 299:
            raise UnclearError
        self._unfinished = False
        return _words(code, text)

    def _ask(self, command: str, error: MailError) -> None:
        code, text = self._command(command)
        if code == 421 or code < 0:  # the server closes the connection, or what answers speaks no SMTP
            raise ConnectionLostError(_words(code, text))
        if code >= 400:
            raise RefusalError(error, _words(code, text))

    def _command(self, command: str) -> tuple[int, bytes]:
        try:
            return self._smtp.docmd(command)
        except OSError as error:
            raise ConnectionLostError from error


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except OSError:
        smtp.close()


def _stuffed(message: bytes) -> bytes:
    """Return the mail as it travels: CRLF, a dot before each leading dot, the closing dot (RFC 5321, 4.5.2)."""
    lines = _LINE_ENDS.sub(b"\r\n", message)
    lines = re.sub(rb"(?m)^\.", b"..", lines)
    return (lines if lines.endswith(b"\r\n") else lines + b"\r\n") + b".\r\n"


def _words(code: int, text: bytes) -> str:
    """Return the numbers of an answer; its words are left out, because they often quote the address."""
    enhanced = _ENHANCED_CODE.match(text)
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)
