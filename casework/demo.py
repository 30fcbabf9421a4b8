"""The invented past of outreach: contacts of ninety days, a few cases with consents and referrals, some answered."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from casework.domain.cases import open_case
from casework.domain.consents import Agreed, record_consent
from casework.domain.contacts import Observed, record_contact
from casework.domain.referrals import record_feedback, refer
from casework.enums import (
    ConsentForm,
    ContactDepth,
    ContactLanguage,
    ContactSequence,
    DataClass,
    DoneAction,
    Kept,
    ReferralMode,
)
from casework.models import Case, FieldContact, Referral, Topic
from core.demo import account, living, settle_outbox, unit
from core.identity import acting_as
from core.models import User
from core.queries.calendar import city_calendar
from quarters import gelsenkirchen
from quarters.enums import AreaLevel
from quarters.models import Area
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.enums import Outcome as Answer
from steering.models import FollowUp

SEED = 1407
DAYS = 90
WORKERS = (("streetwork", ("50", "51", "14")), ("streetwork2", ("11", "12", "52")))
LANGUAGES = (ContactLanguage.ROMANIAN, ContactLanguage.BULGARIAN, ContactLanguage.TURKISH, ContactLanguage.GERMAN)


@dataclass(frozen=True)
class Story:
    """One invented case: who is asked, how long ago, and what the unit answered."""

    handle: str
    purpose: str
    worker: str
    asked: str
    before: int
    answered_by: str = ""
    answer: str = ""
    text: str = ""
    kept: str = ""


STORIES = (
    Story("Linde", "Schulplatz für zwei Kinder", "streetwork", "51", 60, "leitung51", Answer.ACCEPTED,
          "Termin in der Beratung ist frei.", Kept.YES),
    Story("Ahorn", "Krankenversicherung klären", "streetwork", "53", 30, "leitung53", Answer.ACCEPTED,
          "Bitte zur offenen Sprechstunde kommen."),
    Story("Birke", "Anmeldung der Wohnung", "streetwork", "33", 20),
    Story("Eiche", "Begleitung zum Impftermin", "streetwork", "53", 9),
    Story("Kiefer", "Streit um den Mietvertrag", "streetwork2", "50", 25),
)  # fmt: skip


def create_casework(today: date) -> None:
    """Record contacts and cases; a second run changes nothing. Each worker acts under row-level security."""
    streetworker = account("streetwork")
    with acting_as(streetworker, casework=True, reason="demonstration"):
        if FieldContact.objects.exists():
            return
    dice = random.Random(SEED)  # noqa: S311  (the same figures on every machine, no secret)
    for login, areas in WORKERS:
        _record_contacts(dice, account(login), areas, today)
    for story in STORIES:
        _tell(story, today)
    settle_outbox()


def _record_contacts(dice: random.Random, worker: User, codes: tuple[str, ...], today: date) -> None:
    calendar = city_calendar()
    organisation = next(iter(worker.organisation_ids))
    for before in range(DAYS, 0, -1):
        day = today - timedelta(days=before)
        if not calendar.is_working_day(day):
            continue
        with living(day, 18, worker, casework=True) as frame:
            areas = Area.objects.filter(
                municipality=gelsenkirchen.MUNICIPALITY, level=AreaLevel.QUARTER, code__in=codes
            )
            topics = list(Topic.objects.filter(parent__isnull=True))
            for _number in range(dice.randint(0, 3)):
                observed = _observed(dice, day, list(areas), topics)
                key = UUID(int=dice.getrandbits(128), version=4)
                record_contact(key, observed, by=worker, organisation_id=organisation, now=frame.now)


def _observed(dice: random.Random, day: date, areas: list[Area], topics: list[Topic]) -> Observed:
    depth = dice.choices(ContactDepth.values, weights=(6, 3, 1))[0]
    return Observed(
        area=dice.choice(areas),
        happened_at=timezone.make_aware(datetime.combine(day, time(dice.randint(9, 17), 5 * dice.randint(0, 11)))),
        language=dice.choices(LANGUAGES, weights=(5, 4, 2, 1))[0],
        depth=depth,
        group_size=dice.randint(3, 9) if depth == ContactDepth.GROUP else None,
        sequence=dice.choice(ContactSequence.values),
        done=tuple(dice.sample(DoneAction.values, 2)),
        topics=dice.sample(topics, dice.randint(1, 3)),
    )


def _tell(story: Story, today: date) -> None:
    worker = account(story.worker)
    calendar = city_calendar()
    day = calendar.next_working_day(today - timedelta(days=story.before)).day
    organisation = next(iter(worker.organisation_ids))
    with living(day, 11, worker, casework=True) as frame:
        case = open_case(
            handle=story.handle, purpose=story.purpose, by=worker, organisation_id=organisation, today=frame.today
        )
        agreed = Agreed(
            recipient=unit(story.asked),
            purpose=story.purpose,
            data_classes=(DataClass.NAME, DataClass.CONCERN),
            form=ConsentForm.SPOKEN,
            given_on=frame.today,
            valid_until=frame.today + timedelta(days=365),
        )
        consent = record_consent(case, agreed, by=worker, today=frame.today)
        due_on = calendar.working_days_after(day, 10).day
        referral = refer(case, consent=consent, mode=ReferralMode.APPOINTMENT, due_on=due_on, by=worker, now=frame.now)
    if story.answer:
        _answer(story, referral, case, calendar.working_days_after(day, 4).day)


def _answer(story: Story, referral: Referral, case: Case, day: date) -> None:
    head, worker = account(story.answered_by), account(story.worker)
    with living(day, 9, head):
        follow_up = FollowUp.objects.get(pk=referral.follow_up_id)
        acknowledge_follow_up(follow_up, user=head)
        answer_follow_up(follow_up, user=head, outcome=story.answer, text=story.text)
    if story.kept:
        with living(day, 16, worker, casework=True) as frame:
            own = Referral.objects.get(pk=referral.pk, case=case)
            record_feedback(own, kept=story.kept, feedback="", by=worker, now=frame.now)
