"""Builders for objects of steering. Follow-ups and measures are made by the domain, so that all that follows is there."""

from datetime import date, time, timedelta

import factory

from core import clock
from core.enums import Role
from steering.domain.followups import open_follow_up
from steering.enums import SeatRole
from steering.models import AgendaItem, Committee, FollowUp, Meeting, Seat
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"Gremium {n}")
    short_name = factory.Sequence(lambda n: f"Gremium {n}")
    number_prefix = factory.Sequence(lambda n: "".join(chr(65 + int(digit)) for digit in str(n)))


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    committee = factory.SubFactory(CommitteeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = SeatRole.MEMBER


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    committee = factory.SubFactory(CommitteeFactory)
    year = 2026
    number = factory.Sequence(lambda n: n + 1)
    held_on = factory.Sequence(lambda n: date(2026, 1, 5) + timedelta(days=n))
    starts_at = time(14)


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda item: str(item.position))
    title = factory.Sequence(lambda n: f"Punkt {n}")


def committee_member(committee: Committee, role: Role = Role.COMMITTEE_MEMBER, seat: SeatRole = SeatRole.MEMBER):
    """Make a person with a committee role and a seat in this committee."""
    user = person(role)
    SeatFactory(committee=committee, organisation_id=next(iter(user.organisation_ids)), person=user, role=seat)
    return user


def follow_up(**fields) -> FollowUp:
    """Open a follow-up due in twenty days, unless told otherwise."""
    defaults = {
        "subject": "Vermittlung",
        "unit": fields.get("unit") or OrganisationFactory(),
        "due_on": clock.today() + timedelta(days=20),
        "opened_by": fields.get("opened_by") or UserFactory(),
    }
    return open_follow_up(**{**defaults, **fields})
