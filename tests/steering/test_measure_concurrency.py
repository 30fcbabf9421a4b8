"""Two people at one measure at the same moment: whatever the order, the measure and its steps agree."""

import threading
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from steering.domain.measures import confirm_measure
from steering.domain.steps import add_step
from steering.enums import MeasureState
from steering.models import Measure
from tests.factories import OrganisationFactory, UserFactory
from tests.steering.measure_builders import after, ordered, reported_done

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def both(*acts) -> list[str]:
    """Let the acts run at the same moment, each on a connection of its own; return what was refused."""
    start, refused = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait()
            act()
        except ValidationError as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_a_step_that_opens_and_a_report_of_done_never_miss_each_other():
    user = UserFactory()
    for _round in range(ROUNDS):
        measure, unit = ordered(), OrganisationFactory()
        refused = both(
            partial(add_step, measure, user=user, unit=unit, due_on=after(9)),
            partial(reported_done, measure, user=user),
        )
        row = Measure.objects.get(pk=measure.pk)
        assert row.state == MeasureState.REPORTED_DONE
        assert row.steps.exists() == (refused == [])
        if row.steps.exists():
            with pytest.raises(ValidationError):
                confirm_measure(row, user=user)


def test_of_two_who_confirm_at_once_one_is_told_that_it_is_done():
    user = UserFactory()
    measure = reported_done(ordered())
    refused = both(*[partial(confirm_measure, measure, user=user)] * 2)
    assert len(refused) == 1
    assert Measure.objects.get().state == MeasureState.CONFIRMED
