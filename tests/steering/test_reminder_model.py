"""Reminders against a simple model: the same mails, however often and in whatever order the machinery ticks.

Long form: `REMINDER_EXAMPLES=500 pytest tests/steering/test_reminder_model.py`.
"""

import os
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.enums import Role
from core.models import OutgoingMail, Substitution, User
from steering.domain.followups import acknowledge_follow_up, answer_follow_up, change_due_date, withdraw_follow_up
from steering.domain.reminder_plans import plan_missing_reminders, plan_reminders
from steering.domain.reminders import queue_due_reminders
from steering.enums import Outcome
from steering.models import FollowUp, ReminderOccurrence
from tests.factories import OrganisationFactory, UserFactory
from tests.people import person
from tests.steering.clock import set_clock
from tests.steering.factories import follow_up
from tests.steering.reminding import MONDAY

EXAMPLES = int(os.environ.get("REMINDER_EXAMPLES", "5"))
# The default ladder as far as it concerns a referral: counted from, working days, who hears it.
LADDER = (
    ("not_acknowledged", 3, "inbox"),
    ("not_acknowledged", 5, "head"),
    ("due", -5, "person"),
    ("due", 0, "person"),
    ("due", 3, "head"),
)

ACTS = ("open", "acknowledge", "answer", "withdraw", "move", "hand_over", "absent", "present", "staff_leaves")
acts = st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 20))
# How many days pass; what happens then; what the machinery does before and after it.
a_tick = st.lists(st.sampled_from(["run", "plan", "replan", "run"]), max_size=3)
histories = st.lists(st.tuples(st.integers(1, 5), st.lists(acts, max_size=3), a_tick, a_tick), min_size=2, max_size=6)


def works(day: date) -> bool:
    """No legal holiday falls into the summer of these tests."""
    return day.weekday() < 5


def shifted(day: date, count: int) -> date:
    """Count working days in the simplest way there is."""
    if count == 0:
        return day if works(day) else shifted(day, -1)
    step = timedelta(days=1 if count > 0 else -1)
    for _each in range(abs(count)):
        day += step
        while not works(day):
            day += step
    return day


@dataclass
class Modelled:
    """One follow-up as the model keeps it."""

    row: FollowUp
    unit: str
    opened: date
    due: date
    version: int = 1
    state: str = "open"
    # What has spoken, and what stands in an inbox and waits for its mail: step and version -> recipient.
    done: set = field(default_factory=set)
    entered: dict = field(default_factory=dict)

    def wanted(self):
        """Steps that count now: key, day."""
        for step in LADDER:
            trigger, days, _audience = step
            if trigger == "due":
                yield (step, self.version), shifted(self.due, days)
            elif self.state == "open":
                yield (step, 0), shifted(self.opened, days)


class Model:
    """What ought to happen, written down without a database."""

    def __init__(self, people) -> None:
        self.people = people
        self.rows: list[Modelled] = []
        self.mails: set[tuple] = set()
        self.is_absent = self.has_left = False
        self.acknowledged: set[str] = set()

    def recipient(self, row: Modelled, audience: str) -> str:
        inbox, head = self.people[row.unit]
        if audience == "head":
            return self.people["substitute"] if self.is_absent and row.unit == "first" else head
        if audience == "person" and row.unit == "first" and row.row.code in self.acknowledged and not self.has_left:
            return self.people["staff"]
        return inbox

    def plan(self, row: Modelled, today: date) -> None:
        """What has passed when it is planned never speaks."""
        row.done |= {key for key, day in row.wanted() if day < today and key not in row.entered}

    def tick(self, today: date) -> None:
        for row in self.rows:
            wanted = dict(row.wanted()) if row.state in ("open", "acknowledged") else {}
            row.entered = {key: who for key, who in row.entered.items() if key in wanted}
            for key, day in wanted.items():
                if day <= today and key not in row.done:
                    row.done.add(key)
                    row.entered[key] = self.recipient(row, key[0][2])
            if works(today):
                for key, who in row.entered.items():
                    gone = who == self.people["staff"] and self.has_left
                    self.mails.add((row.row.code, *key, self.recipient(row, key[0][2]) if gone else who))
                row.entered = {}


class TestReminders(TestCase):
    def begin(self) -> None:
        set_clock(MONDAY)
        first, second = OrganisationFactory(), OrganisationFactory()
        self.units = {"first": first, "second": second}
        self.heads = {name: person(Role.DEPARTMENT_HEAD, unit) for name, unit in self.units.items()}
        self.staff, self.substitute, self.user = person(Role.DEPARTMENT_STAFF, first), UserFactory(), UserFactory()
        people: dict = {name: (unit.inbox_email, self.heads[name].email) for name, unit in self.units.items()}
        self.model = Model(people | {"staff": self.staff.email, "substitute": self.substitute.email})

    def act(self, today: date, act: str, which: int, days: int) -> None:
        if act == "open":
            self.open("first", today, today + timedelta(days=days))
        elif act == "absent" and not self.model.is_absent:
            Substitution.objects.create(absent=self.heads["first"], substitute=self.substitute, valid_from=today)
            self.model.is_absent = True
        elif act == "present" and self.model.is_absent:
            Substitution.objects.all().delete()
            self.model.is_absent = False
        elif act == "staff_leaves":
            User.objects.filter(pk=self.staff.pk).update(is_active=False)
            self.model.has_left = True
        elif live := [row for row in self.model.rows if row.state in ("open", "acknowledged")]:
            self.act_on(live[which % len(live)], today, act, days)

    def act_on(self, row: Modelled, today: date, act: str, days: int) -> None:
        if act == "acknowledge" and row.state == "open":
            acknowledge_follow_up(row.row, user=self.staff)
            row.state = "acknowledged"
            self.model.acknowledged.add(row.row.code)
        elif act == "answer":
            answer_follow_up(row.row, user=self.user, outcome=Outcome.DONE)
            row.state = "answered"
        elif act in ("withdraw", "hand_over"):
            withdraw_follow_up(row.row, user=self.user)
            row.state = "closed"
            if act == "hand_over":
                self.open("second", today, row.due)
        elif act == "move" and (due := today + timedelta(days=days)) != row.due:
            change_due_date(row.row, due_on=due)
            row.due, row.version = due, row.version + 1
            self.model.plan(row, today)

    def open(self, unit: str, today: date, due: date) -> None:
        row = Modelled(follow_up(unit=self.units[unit], due_on=due, opened_by=self.user), unit, today, due)
        self.model.rows.append(row)
        self.model.plan(row, today)

    def tick(self, today: date, hour: time, extra: list[str]) -> None:
        """The machinery runs at least once; whatever it does besides changes nothing."""
        set_clock(today, hour)
        queue_due_reminders()
        self.model.tick(today)
        for step in extra:
            if step == "run":
                queue_due_reminders()
            elif step == "plan":
                FollowUp.objects.update(planned_version=0)
                plan_missing_reminders()
            else:
                for row in self.model.rows:
                    plan_reminders(FollowUp.objects.get(pk=row.row.pk))

    def sent(self) -> set[tuple]:
        rows = ReminderOccurrence.objects.filter(mail__isnull=False).select_related("follow_up", "step", "mail")
        return {
            (
                row.follow_up.code,
                (row.step.trigger, row.step.working_days, row.step.audience),
                row.date_version,
                row.mail.to_address,
            )
            for row in rows
        }

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=EXAMPLES < 50,
    )
    @given(history=histories)
    def test_the_mails_are_those_of_the_model(self, history):
        self.begin()
        today = MONDAY
        self.open("first", today, today + timedelta(days=9))
        for days, events, before, after in history:
            today += timedelta(days=days)
            self.tick(today, time(9), before)
            set_clock(today, time(12))
            for event in events:
                self.act(today, *event)
            self.tick(today, time(17), after)
        assert self.sent() == self.model.mails
        named = sum(mail.text.count(row.row.code) for mail in OutgoingMail.objects.all() for row in self.model.rows)
        assert bool(named) == bool(self.model.mails)
