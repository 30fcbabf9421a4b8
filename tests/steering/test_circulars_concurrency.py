"""Circulars under concurrency: several connections, real transactions; each closes once, with one number and one mail."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core import clock
from core.models import OutgoingMail
from steering.domain.circulars import close_due_circulars
from steering.enums import CircularState, Reply, Silence
from steering.models import CircularDecision, Decision
from tests.steering.test_circulars import Scene
from tests.steering.test_numbers import WRITERS, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_objections_and_closing_at_once_end_it_once():
    scene = Scene(votes=WRITERS)
    circular = scene.send(silence=Silence.CONSENT)
    asked = OutgoingMail.objects.count()

    def object_to_it(writer):
        try:
            scene.reply(circular, writer, Reply.OBJECT, "Bitte in der Sitzung.")
        except ValidationError:
            return False
        return True

    assert sum(all_at_once(object_to_it)) == 1
    circular.refresh_from_db()
    assert circular.state == CircularState.STOPPED
    assert OutgoingMail.objects.count() == asked + WRITERS + 1


def test_replies_at_once_all_count_and_the_last_one_takes_the_decision():
    scene = Scene(votes=WRITERS)
    circular = scene.send()
    all_at_once(lambda writer: scene.reply(circular, writer))
    assert Decision.objects.get().circular == circular
    assert not circular.recipients.silent().exists()


def test_schedulers_at_once_close_each_circular_once():
    scene = Scene()
    circulars = [scene.send(silence=Silence.CONSENT, title=f"Umlauf {number}") for number in range(5)]
    past = clock.now() - timedelta(minutes=1)
    CircularDecision.objects.update(sent_at=past - timedelta(hours=1), deadline_at=past)
    assert sum(all_at_once(lambda _writer: close_due_circulars())) == len(circulars)
    numbers = sorted(Decision.objects.values_list("number", flat=True))
    assert [number.rsplit("-", 1)[1] for number in numbers] == ["01", "02", "03", "04", "05"]
