"""Who receives a reminder on a day: the person, else the substitute, else the inbox, else the office; never nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from core.enums import Role
from core.models import Membership, Organisation, Substitution, User
from steering.enums import Audience


@dataclass(frozen=True)
class Recipient:
    """A person, or the inbox of a unit."""

    user: User | None = None
    unit: Organisation | None = None

    @property
    def target(self) -> User | Organisation:
        """What `core.mail.enqueue` sends to."""
        return self.user or self.unit  # type: ignore[return-value]

    def as_fields(self) -> dict[str, User | Organisation | None]:
        """Return it as a reminder keeps it."""
        return {"user": self.user, "unit": self.unit}


@dataclass(frozen=True)
class Directory:
    """The people and inboxes that count on one day."""

    units: dict[int, Organisation]
    heads: dict[int, User]
    office: tuple[User, ...]

    def candidates(self, recipient: str) -> tuple[Recipient, ...]:
        """Return who may receive it, the first choice first; `recipient` is written as in `ReminderOccurrence`."""
        audience, _colon, key = recipient.partition(":")
        unit = self.units.get(int(key))
        inbox = [Recipient(unit=unit)] if unit and unit.inbox_email else []
        head = [Recipient(user=self.heads[int(key)])] if int(key) in self.heads else []
        first = inbox + head if audience == Audience.INBOX else head + inbox
        return (*first, *(Recipient(user=person) for person in self.office[:1]))


def directory_of(recipients: Iterable[str], today: date) -> Directory:
    """Look up all recipients of a run at once, in four queries whatever their number."""
    ids = {int(recipient.partition(":")[2]) for recipient in recipients}
    holders = _holders(today).filter(role=Role.DEPARTMENT_HEAD, organisation__in=ids)
    office = [row.user for row in _holders(today).filter(role=Role.COMMITTEE_OFFICE)]
    heads = {row.organisation_id: row.user for row in reversed(holders)}
    present = _substitutes([*heads.values(), *office], today)
    return Directory(
        units=Organisation.objects.in_bulk(ids),
        heads={unit: present.get(person.pk, person) for unit, person in heads.items()},
        office=tuple(present.get(person.pk, person) for person in office),
    )


def _holders(today: date):
    return Membership.objects.valid_on(today).filter(user__is_active=True).select_related("user").order_by("pk")


def _substitutes(people: list[User], today: date) -> dict[int, User]:
    """Return who stands in today, by the key of the absent person."""
    rows = Substitution.objects.valid_on(today).filter(
        absent__in=[person.pk for person in people], substitute__is_active=True
    )
    return {row.absent_id: row.substitute for row in rows.select_related("substitute").order_by(F("pk").desc())}
