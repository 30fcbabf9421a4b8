"""Who receives a reminder on a day: the person, else the substitute, else the inbox, else the head, else the office.

Never nobody, as long as anybody can be reached; and it is always said why it was they.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from core.enums import UNIT_ROLES, Role
from core.mail import can_receive
from core.models import Membership, Organisation, Substitution, User
from steering.enums import SeatRole
from steering.enums_reminders import Audience, Chosen
from steering.models import ReminderOccurrence, Seat


@dataclass(frozen=True)
class Recipient:
    """A person, or the inbox of a unit, and why."""

    chosen: Chosen
    user: User | None = None
    unit: Organisation | None = None

    @property
    def target(self) -> User | Organisation:
        """What `core.mail.enqueue` sends to."""
        return self.user or self.unit  # type: ignore[return-value]


@dataclass(frozen=True)
class Ask:
    """What is to be answered: who of these hears it? Keys of unit, committee and people; each may be missing."""

    audience: str
    unit: int
    committee: int | None = None
    responsible: int | None = None
    # Who opened a referral; the committee's office hears of it only when nobody else can be reached.
    opener: int | None = None


def ask_for(row: ReminderOccurrence, *, committee: int | None) -> Ask:
    """Return what a reminder asks; step and follow-up are loaded."""
    follow_up = row.follow_up
    return Ask(
        audience=row.step.audience,
        unit=follow_up.unit_id,
        committee=committee,
        responsible=follow_up.acknowledged_by_id,
        opener=follow_up.opened_by_id if follow_up.is_referral else None,
    )


@dataclass(frozen=True)
class Directory:
    """The people and inboxes that count on one day."""

    units: dict[int, Organisation]
    heads: dict[int, User]
    members: dict[int, dict[int, User]]
    openers: dict[int, User]
    offices: dict[int | None, list[User]]
    chairs: dict[int | None, list[User]]
    stand_ins: dict[int, User]

    def recipient_of(self, ask: Ask) -> Recipient | None:
        """Return the first who can be reached, or None."""
        return next((each for each in self.candidates(ask) if can_receive(each.target)), None)

    def candidates(self, ask: Ask) -> Iterator[Recipient]:
        """Walk through who may receive it, the first choice first."""
        person = self.members.get(ask.unit, {}).get(ask.responsible or 0)
        responsible = self._people([person], Chosen.RESPONSIBLE)
        unit = self.units.get(ask.unit)
        inbox = [Recipient(Chosen.INBOX, unit=unit)] if unit and unit.inbox_email else []
        head = self._people([self.heads.get(ask.unit)], Chosen.HEAD)
        chair = self._people(self.chairs.get(ask.committee, []), Chosen.CHAIR)
        firsts = {
            Audience.PERSON: (*responsible, *inbox, *head),
            Audience.INBOX: (*inbox, *head),
            Audience.HEAD: (*head, *inbox),
            Audience.CHAIR: chair,
        }
        yield from firsts.get(Audience(ask.audience), ())
        yield from self._people([self.openers.get(ask.opener or 0)], Chosen.OPENER)
        yield from self._people([*self.offices.get(ask.committee, []), *self.offices[None]], Chosen.OFFICE)

    def _people(self, people: Iterable[User | None], why: Chosen) -> list[Recipient]:
        """Return each, or who stands in for them today."""
        found = []
        for person in people:
            if person is None:
                continue
            substitute = self.stand_ins.get(person.pk)
            found.append(Recipient(Chosen.SUBSTITUTE, user=substitute) if substitute else Recipient(why, user=person))
        return found


def directory_of(asks: Iterable[Ask], today: date) -> Directory:
    """Look up everybody a run can need, in a constant number of queries whatever their number."""
    asks = set(asks)
    unit_ids = {ask.unit for ask in asks}
    members = _members(unit_ids, {ask.responsible for ask in asks if ask.responsible}, today)
    heads = _heads(unit_ids, today)
    openers = User.objects.in_bulk({ask.opener for ask in asks if ask.opener})
    seats = _seats({ask.committee for ask in asks if ask.committee}, today)
    offices: dict[int | None, list[User]] = defaultdict(list, seats[SeatRole.OFFICE])
    offices[None] = [row.user for row in _holders(today).filter(role=Role.COMMITTEE_OFFICE)]
    people = [
        *heads.values(),
        *openers.values(),
        *(person for rows in members.values() for person in rows.values()),
        *(person for rows in (*offices.values(), *seats[SeatRole.CHAIR].values()) for person in rows),
    ]
    return Directory(
        units=Organisation.objects.in_bulk(unit_ids),
        heads=heads,
        members=members,
        openers=openers,
        offices=offices,
        chairs=seats[SeatRole.CHAIR],
        stand_ins=_stand_ins(people, today),
    )


def units_without_accounts(units: Iterable[int], today: date) -> set[int]:
    """Return those of these units for which nobody can sign in and answer."""
    units = set(units)
    working = _holders(today).filter(organisation__in=units, role__in=UNIT_ROLES)
    return units - set(working.values_list("organisation", flat=True))


def _holders(today: date) -> QuerySet[Membership]:
    return Membership.objects.valid_on(today).filter(user__is_active=True).select_related("user").order_by("pk")


def _heads(units: set[int], today: date) -> dict[int, User]:
    rows = _holders(today).filter(role=Role.DEPARTMENT_HEAD, organisation__in=units)
    return {row.organisation_id: row.user for row in reversed(rows)}


def _members(units: set[int], people: set[int], today: date) -> dict[int, dict[int, User]]:
    """Return who of these people still works for which of these units."""
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in _holders(today).filter(role__in=UNIT_ROLES, organisation__in=units, user__in=people):
        found[row.organisation_id][row.user_id] = row.user
    return found


def _seats(committees: set[int], today: date) -> dict[str, dict[int | None, list[User]]]:
    """Return by role of the seat and committee who holds it."""
    found: dict[str, dict[int | None, list[User]]] = {role: defaultdict(list) for role in SeatRole.values}
    rows = Seat.objects.valid_on(today).filter(committee__in=committees, person__isnull=False)
    for seat in rows.select_related("person").order_by("pk"):
        found[seat.role][seat.committee_id].append(seat.person)
    return found


def _stand_ins(people: Iterable[User], today: date) -> dict[int, User]:
    """Return who stands in today, by the key of the absent person."""
    absent = {person.pk for person in people}
    rows = Substitution.objects.valid_on(today).filter(absent__in=absent, substitute__is_active=True)
    return {row.absent_id: row.substitute for row in rows.select_related("substitute").order_by("-pk")}
