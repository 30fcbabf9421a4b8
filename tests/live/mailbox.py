"""A mail server for tests: accepts everything and keeps it."""

import email
import email.policy
import time

from aiosmtpd.controller import Controller

from config.embedded.product_run import free_port


class Mailbox:
    """Keeps the messages the product sent, newest last."""

    def __init__(self):
        self.messages = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self):
        """EMAIL_URL for the product."""
        return f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the names are aiosmtpd's
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message.recipients = envelope.rcpt_tos
        self.messages.append(message)
        return "250 OK"

    def to(self, address):
        """The messages for one address."""
        return [message for message in self.messages if address in message.recipients]

    def wait_for(self, address, count=1, seconds=60):
        """Wait until `count` messages for an address are there; return them, however many there are then."""
        deadline = time.monotonic() + seconds
        while len(self.to(address)) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.to(address)
