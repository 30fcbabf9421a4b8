"""Numbers under concurrency: eight connections, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from steering.domain.agendas import add_agenda_item
from steering.domain.meetings import begin_meeting
from steering.domain.numbers import next_number
from steering.domain.outcomes import ItemOutcome, record_outcome
from steering.enums import ItemResult
from steering.models import AgendaItem, Decision
from tests.factories import UserFactory
from tests.steering.factories import MeetingFactory

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
EACH = 5


def all_at_once(work):
    """Run `work(writer)` on eight connections that begin together; return all results."""
    barrier = Barrier(WRITERS)

    def run(writer):
        try:
            barrier.wait()
            return work(writer)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


def test_decisions_logged_at_once_get_distinct_growing_numbers():
    meeting = begin_meeting(MeetingFactory())
    items = [add_agenda_item(meeting, title=f"Punkt {index}").pk for index in range(WRITERS * EACH)]
    user = UserFactory()

    def log(writer):
        for pk in items[writer::WRITERS]:
            item = AgendaItem.objects.get(pk=pk)
            record_outcome(item, user=user, outcome=ItemOutcome(ItemResult.DECIDED, wording="So sei es."))

    all_at_once(log)
    numbers = [
        int(number.rsplit("-", 1)[1]) for number in Decision.objects.order_by("pk").values_list("number", flat=True)
    ]
    assert sorted(numbers) == list(range(1, WRITERS * EACH + 1))


def test_a_number_is_never_given_out_twice_and_grows_in_the_order_of_commits():
    committed = []

    def take(_writer):
        for _round in range(EACH):
            with transaction.atomic():
                committed.append(next_number("test"))  # the counter's row is locked until the commit

    all_at_once(take)
    assert committed == list(range(1, WRITERS * EACH + 1))


def test_whoever_rolls_back_leaves_no_double():
    with transaction.atomic():
        next_number("test")
        transaction.set_rollback(True)
    assert next_number("test") == 1


def test_items_added_at_once_stand_in_one_order():
    meeting = MeetingFactory()
    all_at_once(lambda writer: [add_agenda_item(meeting, title=f"{writer}") for _round in range(EACH)])
    positions = list(meeting.agenda_items.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, WRITERS * EACH + 1))
