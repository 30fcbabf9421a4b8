"""The mail that brings a unit without accounts its one-time link: subject, date, link; nothing else."""

from core.mail import enqueue
from core.models import OutgoingMail
from steering.models import FollowUp, FollowUpLink


def send_link(follow_up: FollowUp, address: str, *, link: FollowUpLink) -> OutgoingMail | None:
    """Write it to the inbox of the unit; its text is erased once it is sent. Raises `UndeliverableError`."""
    return enqueue(
        to=follow_up.unit,
        template="emails/steering/followup_link",
        context={"follow_up": follow_up, "address": address},
        key=f"follow-up-link:{link.pk}",
        secret=True,
    )
