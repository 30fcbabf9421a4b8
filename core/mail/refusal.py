"""A mail backend that refuses: whatever tries to send past the outbox fails loudly."""

from typing import Any, NoReturn


class RefusingBackend:
    """Set as Django's EMAIL_BACKEND."""

    def __init__(self, **kwargs: Any) -> None:
        """Accept Django's arguments and ignore them."""

    def send_messages(self, messages: list) -> NoReturn:
        """Refuse."""
        message = "Mail leaves through core.mail.enqueue alone."
        raise RuntimeError(message)
