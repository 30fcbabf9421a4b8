"""Reminders under concurrency: several runs at once, an answer at the same moment."""

import re
from datetime import timedelta

import pytest
from django.db.models import Count

from core.models import OutgoingMail
from steering.domain.followups import answer_follow_up
from steering.domain.links import link_behind
from steering.domain.reminder_plans import plan_reminders
from steering.domain.reminders import queue_due_reminders
from steering.enums import FollowUpState, Outcome
from steering.enums_reminders import OccurrenceState
from steering.models import FollowUp, ReminderOccurrence
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.clock import set_clock
from tests.steering.factories import follow_up
from tests.steering.reminding import MONDAY, mails
from tests.steering.test_numbers import WRITERS, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(db):
    """Forty follow-ups for four units, all due."""
    units = [OrganisationFactory() for _unit in range(4)]
    user = UserFactory()
    set_clock(MONDAY - timedelta(days=14))
    rows = [follow_up(unit=units[index % 4], opened_by=user, due_on=MONDAY) for index in range(40)]
    set_clock(MONDAY)
    return rows


def named(mail: OutgoingMail) -> list[int]:
    """Return the keys of the follow-ups a mail leads to; the units have no accounts, so each by its one-time link."""
    tokens = re.findall(r"/requests/links/([^/\s]+)/", mail.text)
    return sorted(link_behind(token).follow_up_id for token in tokens)


def test_eight_runs_at_once_write_one_mail_per_unit(due):
    assert sum(all_at_once(lambda _writer: queue_due_reminders())) + queue_due_reminders() == 4
    assert len(mails()) == 4
    assert sorted(map(named, mails())) == [[row.pk for row in due[index::4]] for index in range(4)]


def test_eight_planners_at_once_plan_each_reminder_once(due):
    all_at_once(lambda _writer: [plan_reminders(row) for row in due])
    doubled = ReminderOccurrence.objects.values("follow_up", "step").annotate(n=Count("pk")).filter(n__gt=1)
    assert not doubled.exists()


def test_answers_at_the_moment_of_the_run_lose_nothing(due):
    user = UserFactory()

    def work(writer):
        if writer == 0:
            return queue_due_reminders()
        return [answer_follow_up(row, user=user, outcome=Outcome.DONE) for row in due[writer::WRITERS]]

    all_at_once(work)
    queue_due_reminders()
    answered = FollowUp.objects.filter(state=FollowUpState.REPORTED_DONE)
    assert answered.count() == 35
    assert not ReminderOccurrence.objects.filter(follow_up__in=answered, state=OccurrenceState.PLANNED).exists()
    still_open = ReminderOccurrence.objects.filter(
        follow_up__state=FollowUpState.OPEN, step__trigger="due", step__working_days=0
    )
    assert set(still_open.values_list("state", flat=True)) == {OccurrenceState.QUEUED}
