"""Signs of life: what they tell whom, and that they answer while everything else is away."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.db.models.functions import Now

from core.domain.heartbeat import record_heartbeat
from core.identity import acting_as
from core.models import Heartbeat, OutgoingMail
from core.queries.health import readiness
from tests.mails import enqueue_sample


def test_healthz_asks_nobody(client):
    """No database mark: a query would fail the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_says_ready_with_a_word_per_check(client):
    record_heartbeat()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"broker": "ok", "database": "ok", "migrations": "ok", "scheduler": "ok", "outbox": "ok"},
    }


@pytest.mark.django_db
def test_readyz_needs_no_more_than_the_serving_role_may():
    with acting_as(None):
        assert readiness().checks["migrations"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [None, 4])
def test_a_silent_scheduler_degrades_but_keeps_the_web(client, minutes):
    if minutes:
        Heartbeat.objects.create(name="scheduler", beaten_at=Now() - timedelta(minutes=minutes))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["scheduler"] == "silent"


@pytest.mark.django_db
def test_a_second_beat_replaces_the_first():
    record_heartbeat()
    Heartbeat.objects.update(beaten_at=Now() - timedelta(hours=1))
    record_heartbeat()
    assert readiness().checks["scheduler"] == "ok"
    assert Heartbeat.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "word"), [(29, "ok"), (31, "waiting")])
def test_a_mail_that_waits_for_too_long_is_told(settings, minutes, word):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    enqueue_sample()
    late = Now() - timedelta(minutes=minutes)
    OutgoingMail.objects.update(not_before=late, next_attempt_at=late)
    assert readiness().checks["outbox"] == word


@pytest.mark.django_db
def test_a_mail_just_let_go_is_not_late_however_old_it_is(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    enqueue_sample()
    OutgoingMail.objects.update(not_before=Now(), next_attempt_at=Now() - timedelta(days=3))
    assert readiness().checks["outbox"] == "ok"


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_late():
    enqueue_sample()
    OutgoingMail.objects.update(not_before=Now() - timedelta(days=1), next_attempt_at=Now() - timedelta(days=1))
    assert readiness().checks["outbox"] == "ok"


@pytest.mark.django_db
def test_a_missing_broker_is_no_place_for_requests(client, monkeypatch):
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["broker"]) == (503, "unreachable")


@pytest.mark.django_db
def test_an_older_database_is_no_place_for_requests(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name = '0004_outgoing_mail'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, "outdated")


def test_a_missing_database_is_told_without_its_address(client, monkeypatch):
    def refuse():
        message = "connection to server at database.internal failed"
        raise OperationalError(message)

    monkeypatch.setattr("core.queries.health.connection.cursor", refuse)
    monkeypatch.setattr("core.queries.health.connection.close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "checks": {"broker": "ok", "database": "unreachable"}}
