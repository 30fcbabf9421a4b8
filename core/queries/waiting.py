"""What waits for a person: the shape in which every app tells the start page."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Waiting:
    """One line of the start page with its button.

    `due_on` is the day until which it has to be done, `since` the day from which it waits; both may be unknown.
    """

    label: str | Promise
    url: str
    button: str | Promise
    due_on: date | None = None
    since: date | None = None
