"""Mails about topics and circulars: subject, date and path; of what is confidential not even the subject."""

from collections.abc import Iterable
from contextlib import suppress

from core.mail import UndeliverableError, enqueue
from core.models import User
from steering.enums import CircularState, ItemResult, TopicState
from steering.models import CircularDecision, Topic, TopicChange


def tell_of_topic(person: User, change: TopicChange, topic: Topic) -> None:
    """Tell somebody what has become of their topic; `change` may be that of a topic raised from it.

    Each step makes one mail per person. An account that cannot receive mail is passed over.
    """
    with suppress(UndeliverableError):
        enqueue(
            to=person,
            template="emails/steering/topic",
            context={
                "subject": "" if topic.is_confidential else topic.title,
                "state": ItemResult(change.result).label if change.result else TopicState(change.state).label,
                "committee": change.topic.committee.name,
                "day": change.changed_at,
                "path": topic.get_absolute_url(),
            },
            key=f"topic:{change.pk}:{person.pk}",
        )


def ask_for_reply(circular: CircularDecision, people: Iterable[User]) -> None:
    """Ask each person for a reply until the deadline."""
    _write(circular, people, template="emails/steering/circular_ask", act="asked")


def tell_of_circular(circular: CircularDecision, people: Iterable[User]) -> None:
    """Tell each person how it ended."""
    _write(circular, people, template="emails/steering/circular_closed", act="closed")


def _write(circular: CircularDecision, people: Iterable[User], *, template: str, act: str) -> None:
    for person in people:
        with suppress(UndeliverableError):
            enqueue(
                to=person,
                template=template,
                context={
                    "subject": "" if circular.is_confidential else circular.title,
                    "committee": circular.committee.name,
                    "state": CircularState(circular.state).label,
                    "deadline": circular.deadline_at,
                    "path": circular.get_absolute_url(),
                },
                key=f"circular:{circular.pk}:{act}:{person.pk}",
            )
