"""Contacts and cases of the demonstration: invented, from a fixed seed, recorded by those who would have done it."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.domain.cases import open_case
from casework.domain.consents import Agreed, record_consent, withdraw_consent
from casework.domain.contacts import Observed, record_contact
from casework.domain.referrals import record_feedback, refer
from casework.enums import ConsentForm, ContactDepth, ContactSequence, DataClass, DoneAction, Kept, ReferralMode
from casework.models import FieldContact, Referral, Topic
from core.demo import account, living, unit
from core.identity import Frame, acting_as
from core.models import User
from quarters.models import Area
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.enums import Outcome
from steering.models import FollowUp

SEED = 20260522
DAYS = 28
EVENING = 17
LANGUAGES = ("bg", "bg", "bg", "ro", "ro", "ro", "tr", "de", "en")
NOTES = ("", "", "", "", "Aufzug im Haus seit Tagen außer Betrieb.", "Viele Fragen zur Anmeldung in der Schule.")


@dataclass(frozen=True)
class Story:
    """One case: whom it is about, who is asked, and what has come of it so far."""

    worker: str
    handle: str
    purpose: str
    recipient: str
    days_ago: int
    due_in: int
    answered_by: str = ""
    answer: str = ""
    finished: bool = False
    seen: bool = False
    withdrawn: bool = False


STORIES = (
    Story(
        "streetwork", "Linde", "Schulplätze für zwei Kinder", "51", 12, 14, "leitung51", "Termin am Dienstag, 10 Uhr"
    ),
    Story("streetwork", "Ahorn", "Impfung vor dem Kita-Besuch", "53", 20, 10, seen=True),
    Story("streetwork", "Birke", "Anmeldung nach Umzug", "33", 6, 14),
    Story("streetwork", "Esche", "Weg in den Deutschkurs", "ki", 25, 14, withdrawn=True),
    Story(
        "streetwork",
        "Weide",
        "Sprachstand vor der Einschulung",
        "51",
        26,
        10,
        "leitung51",
        "Beratung fand statt",
        finished=True,
    ),
    Story("streetwork2", "Möwe", "Untersuchung in der Schwangerschaft", "53", 9, 14, seen=True),
    Story("streetwork2", "Reiher", "Hilfe beim Antrag", "jobcenter", 4, 21),
)


def create_casework(today: date) -> None:
    """Create contacts and cases of the last four weeks; a second run changes nothing."""
    if _is_there(account("streetwork")):
        return
    chance = random.Random(SEED)  # noqa: S311  (the same on every machine)
    for login, most in (("streetwork", 4), ("streetwork2", 2)):
        _walk(account(login), today, most, chance)
    for story in STORIES:
        _live(story, today)


def _is_there(worker: User) -> bool:
    with acting_as(worker, casework=True):
        return FieldContact.objects.exists()


def _walk(worker: User, today: date, most: int, chance: random.Random) -> None:
    areas = list(Area.objects.of("05513000").quarters().order_by("code"))
    beat = chance.sample(areas, min(4, len(areas)))
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() >= 5:
            continue
        with living(day, EVENING, worker, casework=True) as frame:
            topics = list(Topic.objects.all())
            for observed in _observed(frame, beat, topics, most=most, chance=chance):
                key = uuid.UUID(int=chance.getrandbits(128), version=4)
                record_contact(key, observed, by=worker, organisation_id=min(worker.organisation_ids), now=frame.now)


def _observed(
    frame: Frame, beat: list[Area], topics: list[Topic], *, most: int, chance: random.Random
) -> Iterator[Observed]:
    for _contact in range(chance.randint(1, most)):
        depth = chance.choice((*ContactDepth.values, ContactDepth.SHORT))
        yield Observed(
            area=chance.choice(beat),
            happened_at=frame.now - timedelta(minutes=chance.randrange(15, 420)),
            language=chance.choice(LANGUAGES),
            depth=depth,
            group_size=chance.randint(2, 9) if depth == ContactDepth.GROUP else None,
            sequence=chance.choice(ContactSequence.values),
            done=tuple(chance.sample(DoneAction.values, chance.randint(1, 2))),
            note=chance.choice(NOTES),
            topics=chance.sample(topics, chance.randint(1, 2)),
        )


def _live(story: Story, today: date) -> None:
    worker, begin = account(story.worker), today - timedelta(days=story.days_ago)
    with living(begin, 11, worker, casework=True) as frame:
        referral = _ask(story, worker, frame)
    if story.seen:
        with living(begin + timedelta(days=1), 9, account("leitung53")):
            acknowledge_follow_up(_asked(referral), user=account("leitung53"))
    if story.answered_by:
        unit_head = account(story.answered_by)
        with living(begin + timedelta(days=5), 10, unit_head):
            answer_follow_up(_asked(referral), user=unit_head, outcome=Outcome.ACCEPTED, text=story.answer)
    if story.finished:
        with living(begin + timedelta(days=12), 15, worker, casework=True) as frame:
            record_feedback(referral, kept=Kept.YES, feedback="", by=worker, now=frame.now)
    if story.withdrawn:
        with living(begin + timedelta(days=9), 15, worker, casework=True) as frame:
            withdraw_consent(referral.consent, by=worker, now=frame.now)


def _ask(story: Story, worker: User, frame: Frame) -> Referral:
    case = open_case(
        handle=story.handle,
        purpose=story.purpose,
        by=worker,
        organisation_id=min(worker.organisation_ids),
        today=frame.today,
    )
    agreed = Agreed(
        recipient=unit(story.recipient),
        purpose=story.purpose,
        data_classes=(DataClass.NAME, DataClass.CONCERN, DataClass.LANGUAGE),
        form=ConsentForm.SPOKEN,
        given_on=frame.today,
        valid_until=frame.today + timedelta(days=180),
    )
    consent = record_consent(case, agreed, by=worker, today=frame.today)
    due_on = frame.today + timedelta(days=story.due_in)
    return refer(case, consent=consent, mode=ReferralMode.APPOINTMENT, due_on=due_on, by=worker, now=frame.now)


def _asked(referral: Referral) -> FollowUp:
    return FollowUp.objects.get(pk=referral.follow_up_id)
