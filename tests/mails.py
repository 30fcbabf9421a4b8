"""A sample mail for tests: its template lies beside the tests."""

from pathlib import Path
from typing import Any

from django.template import engines

from core.mail import enqueue
from core.models import OutgoingMail

TEMPLATES = str(Path(__file__).parent / "mail_templates")


def enqueue_sample(
    *,
    to: Any = "somebody@example.org",
    key: str = "sample",
    subject: str = "Sample",
    body: str = "Hello",
    **options: Any,
) -> OutgoingMail | None:
    """Write one sample mail into the outbox."""
    folders = engines["django"].engine.dirs
    if TEMPLATES not in folders:
        folders.append(TEMPLATES)
    return enqueue(to=to, template="sample", context={"subject": subject, "body": body}, key=key, **options)
