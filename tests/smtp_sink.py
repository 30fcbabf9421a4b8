"""A mail server on the loopback that keeps what it accepted and misbehaves as told.

    with Sink() as sink:
        settings.EMAIL_URL = sink.url
        ...
        assert sink.recipients == ["somebody@example.org"]

`at_sender`, `at_recipient` and `at_data` take the address or the mail and return nothing (all is well), a reply such as
"451 later", or one of the misdeeds below.
"""

import asyncio
import email
import email.policy
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Thread

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

ACCEPT_AND_CUT = "accept the mail, then cut the line before the answer"
CUT = "cut the line without accepting"
HANG = "say nothing for a long time"

Rule = Callable[[object], str | None]


def well(_what: object) -> None:
    """Misbehave in no way."""


@dataclass(frozen=True)
class Received:
    """A mail the server has accepted."""

    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return self.message["Message-ID"]

    @property
    def subject(self) -> str:
        return self.message["Subject"]

    @property
    def text(self) -> str:
        return self.message.get_body(("plain",)).get_content()


@dataclass
class Sink:
    """The server; `url` is what EMAIL_URL wants."""

    at_sender: Rule = well
    at_recipient: Rule = well
    at_data: Rule = well
    received: list[Received] = field(default_factory=list)
    cut: int = 0
    # "smtp", "smtp+tls" or "smtp+ssl"; the last two need a certificate (for localhost) and take user and password.
    scheme: str = "smtp"
    certificate: ssl.SSLContext | None = None
    signed_in: list[tuple[bytes, bytes]] = field(default_factory=list)
    _is_away: bool = False

    def __enter__(self) -> "Sink":
        self._loop = asyncio.new_event_loop()
        at_once = self.certificate if self.scheme == "smtp+ssl" else None
        start = self._loop.create_server(self._conversation, host="127.0.0.1", port=0, ssl=at_once)
        # In a thread of its own from the start: a browser test may have left a loop running in this one.
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(10)
        return self

    def close_door(self) -> None:
        """Go away: nobody can connect, and who is connected is cut off."""
        self._port = self._server.sockets[0].getsockname()[1]
        self._is_away = True
        self._loop.call_soon_threadsafe(self._server.close)

    def open_door(self) -> None:
        """Come back under the same address."""
        again = self._loop.create_server(self._conversation, host="127.0.0.1", port=self._port)
        self._server = asyncio.run_coroutine_threadsafe(again, self._loop).result(10)
        self._is_away = False

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def url(self) -> str:
        port = self._server.sockets[0].getsockname()[1]
        return f"{self.scheme}://localhost:{port}" if self.certificate else f"{self.scheme}://127.0.0.1:{port}"

    @property
    def recipients(self) -> list[str]:
        return [address for mail in self.received for address in mail.recipients]

    @property
    def message_ids(self) -> list[str]:
        return [mail.message_id for mail in self.received]

    def _conversation(self) -> SMTP:
        if self.certificate is None:
            return SMTP(self, loop=self._loop)
        upgrade = {"tls_context": self.certificate, "require_starttls": True}
        options = upgrade if self.scheme == "smtp+tls" else {"auth_require_tls": False}  # it is encrypted already
        return SMTP(self, loop=self._loop, authenticator=self._sign_in, auth_required=True, **options)

    def _sign_in(self, _server, _session, _envelope, _mechanism, data: LoginPassword) -> AuthResult:
        self.signed_in.append((data.login, data.password))
        return AuthResult(success=True)

    async def handle_MAIL(self, server: SMTP, _session, envelope: Envelope, address: str, _options) -> str:  # noqa: N802
        misdeed = CUT if self._is_away else await self._ask(self.at_sender, address)
        answer = await self._answer(misdeed, server)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server: SMTP, _session, envelope: Envelope, address: str, _options) -> str:  # noqa: N802
        answer = await self._answer(await self._ask(self.at_recipient, address), server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session, envelope: Envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        mail = Received(tuple(envelope.rcpt_tos), message)
        misdeed = await self._ask(self.at_data, mail)
        if misdeed in {None, ACCEPT_AND_CUT}:
            self.received.append(mail)
        return await self._answer(misdeed, server)

    async def _ask(self, rule: Rule, what: object) -> str | None:
        """Run a rule in a thread of its own: rules may use the database."""
        return await self._loop.run_in_executor(None, rule, what)

    async def _answer(self, misdeed: str | None, server: SMTP) -> str:
        if misdeed is None:
            return "250 2.0.0 OK"
        if misdeed == HANG:
            await asyncio.sleep(30)
        if misdeed in {CUT, ACCEPT_AND_CUT, HANG}:
            self.cut += 1
            server.transport.abort()
            return "421 gone"
        return misdeed
