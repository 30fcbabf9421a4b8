"""Mails about minutes: which meeting, and where the excerpt stands; no title of any item, no name."""

from django.urls import reverse

from core.mail import enqueue
from core.models import Organisation, OutgoingMail
from steering.models import Minutes


def excerpt_is_ready(minutes: Minutes, unit: Organisation) -> OutgoingMail | None:
    """Point a unit to its excerpt, once. Raises `UndeliverableError` where its inbox has no address."""
    return enqueue(
        to=unit,
        template="emails/steering/excerpt",
        context={
            "minutes": minutes,
            "unit": unit,
            "path": reverse("steering:minutes_excerpt", args=[minutes.pk, unit.pk]),
        },
        key=f"excerpt:{minutes.pk}:{unit.pk}",
    )
