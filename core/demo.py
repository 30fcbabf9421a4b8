"""Organisations, accounts and closing days of the demonstration; everything invented is marked as an example.

Units named in the founding text of the steering committee are real names; all people are invented.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from core.enums import MailState, Role
from core.enums import OrganisationKind as Kind
from core.identity import Frame, acting_as
from core.mail.steps import ERASED
from core.models import Installation, Membership, OfficeClosure, Organisation, OutgoingMail, User

DOMAIN = "demo.example"
PASSWORD = "Lenkungskreis-Demo"  # noqa: S105  (exists only in a demonstration)
# The second factor of all demo accounts; the sign-in page of a demonstration shows its current code.
TOTP_SECRET = "LENKUNGSKREISDEMOGELSENKIRCHENDE"  # noqa: S105


@dataclass(frozen=True)
class Unit:
    """One organisation of the demonstration."""

    key: str
    kind: Kind
    number: str
    name: str
    short_name: str
    example: bool = False
    parent: str = ""


UNITS = (
    Unit("ob", Kind.STAFF_UNIT, "OB", "Oberbürgermeisterin und Verwaltungsvorstand", "Verwaltungsvorstand"),
    Unit("2", Kind.DEPARTMENT, "2", "Referat Rat und Verwaltung", "Rat und Verwaltung", parent="ob"),
    Unit("30", Kind.DEPARTMENT, "30", "Referat Recht und Ordnung", "Recht und Ordnung", parent="ob"),
    Unit("51", Kind.DEPARTMENT, "51", "Referat Erziehung und Bildung", "Erziehung und Bildung", parent="ob"),
    Unit(
        "51-raa",
        Kind.DEPARTMENT,
        "51/RAA",
        "Regionale Arbeitsstelle zur Förderung von Kindern und Jugendlichen aus Zuwandererfamilien",
        "Regionale Arbeitsstelle",
        parent="51",
    ),
    Unit("53", Kind.DEPARTMENT, "53", "Referat Gesundheit", "Gesundheit", parent="ob"),
    Unit("33", Kind.DEPARTMENT, "33", "Referat Bürgerservice", "Bürgerservice", parent="ob"),
    Unit("ib", Kind.STAFF_UNIT, "VB 4 - IB", "Stabsstelle Integrationsbeauftragter", "Integration", parent="ob"),
    Unit("ki", Kind.STAFF_UNIT, "KI", "Kommunales Integrationszentrum", "Integrationszentrum", parent="ib"),
    Unit("50", Kind.DEPARTMENT, "50", "Referat Soziales", "Soziales", example=True, parent="ob"),
    Unit("61", Kind.DEPARTMENT, "61", "Referat Stadtplanung", "Stadtplanung", example=True, parent="ob"),
    Unit("63", Kind.DEPARTMENT, "63", "Referat Bauordnung", "Bauordnung", example=True, parent="ob"),
    Unit("12", Kind.STAFF_UNIT, "12", "Statistikstelle", "Statistik", example=True, parent="2"),
    Unit("dsb", Kind.STAFF_UNIT, "DSB", "Behördliche Datenschutzstelle", "Datenschutz", example=True, parent="ob"),
    Unit("gd", Kind.MUNICIPAL_ENTERPRISE, "GD", "Gelsendienste", "Gelsendienste", parent="ob"),
    Unit("polizei", Kind.POLICE, "", "Polizeipräsidium Gelsenkirchen", "Polizei"),
    Unit("jobcenter", Kind.JOB_CENTRE, "", "Jobcenter", "Jobcenter", example=True),
    Unit("awo", Kind.WELFARE_ASSOCIATION, "", "Arbeiterwohlfahrt", "AWO"),
    Unit("diakonie", Kind.WELFARE_ASSOCIATION, "", "Diakonie", "Diakonie"),
    Unit("wohnen", Kind.HOUSING_COMPANY, "", "Wohnungsgesellschaft Beispiel", "Wohnungsgesellschaft", example=True),
    Unit("dortmund", Kind.MUNICIPALITY, "", "Stadt Dortmund", "Dortmund"),
    Unit("land", Kind.LAND_BODY, "", "Land Nordrhein-Westfalen, für Integration zuständiges Ministerium", "Land NRW"),
    Unit("bund", Kind.FEDERAL_BODY, "", "Bund, für Arbeit und Soziales zuständiges Ministerium", "Bund"),
)


@dataclass(frozen=True)
class Person:
    """One account of the demonstration; the address says the role."""

    login: str
    name: str
    unit: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.login}@{DOMAIN}"


PEOPLE = (
    Person("geschaeftsstelle", "Gabriele Muster", "ib", (Role.COMMITTEE_OFFICE,)),
    Person("mitglied", "Martin Muster", "33", (Role.COMMITTEE_MEMBER,)),
    Person("vorsitz", "Vera Muster", "ob", (Role.CHAIR,)),
    Person("leitung51", "Lena Muster", "51", (Role.DEPARTMENT_HEAD, Role.COMMITTEE_MEMBER)),
    Person("leitung53", "Georg Muster", "53", (Role.DEPARTMENT_HEAD, Role.COMMITTEE_MEMBER)),
    Person("leitung30", "Ruth Muster", "30", (Role.DEPARTMENT_HEAD, Role.COMMITTEE_MEMBER)),
    Person("mitarbeit51", "Mia Muster", "51", (Role.DEPARTMENT_STAFF,)),
    Person("gelsendienste", "Götz Muster", "gd", (Role.EXTERNAL_PARTNER,)),
    Person("streetwork", "Sofia Muster", "awo", (Role.SOCIAL_WORKER,)),
    Person("streetwork2", "Stefan Muster", "diakonie", (Role.SOCIAL_WORKER,)),
    Person("fallleitung", "Frieda Muster", "awo", (Role.CASEWORK_LEAD,)),
    Person("statistik", "Timo Muster", "12", (Role.DATA_STEWARD,)),
    Person("datenschutz", "Dora Muster", "dsb", (Role.DATA_PROTECTION_OFFICER,)),
    Person("verwaltung", "Anton Muster", "2", (Role.ADMINISTRATOR,)),
)
NEEDS_FACTOR = {Role.SOCIAL_WORKER, Role.CASEWORK_LEAD, Role.ADMINISTRATOR}


@transaction.atomic
def create_core() -> None:
    """Create or complete the city's settings, organisations, accounts and closing days; a second run changes nothing."""
    Installation.objects.filter(pk=Installation.SINGLETON).update(
        city_name="Stadt Gelsenkirchen", municipality_key="05513000", land="NW", is_demo=True
    )
    units = _create_units()
    for person in PEOPLE:
        _create_person(person, units[person.unit])
    for year in range(2025, 2028):
        for month, day, name in ((12, 24, "Heiligabend"), (12, 31, "Silvester")):
            OfficeClosure.objects.get_or_create(day=date(year, month, day), defaults={"name": name})


@contextmanager
def living(day: date, hour: int, user: User | None, *, casework: bool = False) -> Iterator[Frame]:
    """Act as a person on a day of the past: the clock of the demonstration stands there for one transaction."""
    set_clock(timezone.make_aware(datetime.combine(day, time(hour))) - timezone.now())
    with acting_as(user, casework=casework, reason="Demonstration") as frame:
        yield frame
    set_clock(timedelta(0))


def set_clock(offset: timedelta) -> None:
    """Set the clock of the demonstration; the database refuses it in a real installation."""
    Installation.objects.filter(pk=Installation.SINGLETON).update(clock_offset=offset)


def settle_outbox() -> None:
    """Count the mails of the invented past as sent, so that none of them leaves; what was secret is erased."""
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING)
    waiting.filter(secret=True).update(state=MailState.SENT, sent_at=Now(), **ERASED)
    waiting.update(state=MailState.SENT, sent_at=Now())


def unit(key: str) -> Organisation:
    """Return a unit of the demonstration by its key."""
    return Organisation.objects.get(name=next(each.name for each in UNITS if each.key == key))


def account(login: str) -> User:
    """Return an account of the demonstration by the first part of its address."""
    return User.objects.get(email=f"{login}@{DOMAIN}")


def _create_units() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for each in UNITS:
        made[each.key] = Organisation.objects.get_or_create(
            name=each.name,
            defaults={
                "kind": each.kind,
                "number": each.number,
                "short_name": each.short_name,
                "inbox_email": f"postfach-{each.key}@{DOMAIN}",
                "parent": made.get(each.parent),
                "is_example": each.example,
            },
        )[0]
    return made


def _create_person(person: Person, organisation: Organisation) -> None:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, person.name, PASSWORD)
    for role in person.roles:
        Membership.objects.get_or_create(user=user, organisation=organisation, role=role, valid_to=None)
    if NEEDS_FACTOR & set(person.roles) and not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, TOTP_SECRET)
