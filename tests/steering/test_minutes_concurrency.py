"""Sealing while others press the same button or still write."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from core.identity import acting_as
from steering.domain.minutes import seal_minutes
from steering.models import AgendaItem, Minutes, MinutesPart
from tests.steering.minuting import held_meeting
from tests.steering.test_numbers import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_eight_who_seal_at_once_one_succeeds():
    held = held_meeting()
    minutes = held.countersigned()

    def press(_writer):
        try:
            with acting_as(held.taker):
                return seal_minutes(minutes, user=held.taker).pk
        except ValidationError:
            return None

    assert sum(done is not None for done in all_at_once(press)) == 1
    assert Minutes.objects.get().content_hash


def test_who_logs_while_the_seal_is_put_on_is_in_it_or_refused():
    held = held_meeting()
    minutes = held.countersigned()

    def work(writer):
        try:
            with acting_as(held.taker):
                if writer == 0:
                    return seal_minutes(minutes, user=held.taker).state
                AgendaItem.objects.filter(pk=held.internal.pk).update(minutes=f"Schreiber {writer}")
                return "written"
        except ValidationError:
            return "log was newer"
        except IntegrityError:
            return "refused"

    answers = all_at_once(work)
    stands = AgendaItem.objects.get(pk=held.internal.pk).minutes
    said = MinutesPart.objects.filter(agenda_item=held.internal).order_by("version__number").last().content["minutes"]
    assert (answers[0] == "sealed") == ("written" not in answers)
    assert answers[0] != "sealed" or stands == said
