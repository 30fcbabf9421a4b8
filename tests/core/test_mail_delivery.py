"""Delivery against a mail server that behaves, refuses, hangs and cuts the line."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from core.enums import MailError, MailState
from core.mail import Attachment, steps, withdraw
from core.mail import server as mail_server
from core.mail.delivery import deliver_mail
from core.models import Installation, OutgoingMail, User
from tests import smtp_sink
from tests.factories import UserFactory
from tests.mails import enqueue_sample

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink(settings):
    with smtp_sink.Sink() as running:
        settings.EMAIL_URL = running.url
        yield running


def the_mail() -> OutgoingMail:
    return OutgoingMail.objects.get()


def make_due_again() -> None:
    OutgoingMail.objects.update(next_attempt_at=Now())


def expire_leases() -> None:
    OutgoingMail.objects.filter(lease_until__isnull=False).update(lease_until=Now() - timedelta(seconds=1))


def test_a_due_mail_reaches_the_server_once(sink):
    enqueue_sample()
    assert deliver_mail() == {"sent": 1}
    assert deliver_mail() == {}
    assert sink.recipients == ["somebody@example.org"]
    mail = the_mail()
    assert (mail.state, mail.attempts, mail.token) == (MailState.SENT, 1, None)
    assert mail.sent_at is not None


def test_what_arrives_is_what_was_written(sink):
    enqueue_sample(subject="Müll & Sperrgut", body=".first line\n..second\n" + "ü" * 2000)
    deliver_mail()
    (received,) = sink.received
    mail = the_mail()
    assert received.subject == "Müll & Sperrgut"
    assert received.text.replace("\r\n", "\n") == mail.text
    assert received.message_id == mail.message_id
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert received.message.get_body(("html",)).get_content().startswith("<!DOCTYPE html>")


def test_a_calendar_entry_arrives(sink):
    enqueue_sample(attachments=[Attachment("frist.ics", "text/calendar", b"BEGIN:VCALENDAR")])
    deliver_mail()
    (part,) = sink.received[0].message.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "frist.ics")
    assert part.get_payload(decode=True) == b"BEGIN:VCALENDAR"


def test_the_sender_is_the_one_of_the_settings(sink):
    Installation.objects.update(sender_address="lenkungskreis@stadt.example", city_name="Köln")
    enqueue_sample()
    deliver_mail()
    assert sink.received[0].message["From"] == "Lenkungskreis Köln <lenkungskreis@stadt.example>"


def test_a_mail_held_back_waits(sink):
    mail = enqueue_sample()
    OutgoingMail.objects.filter(pk=mail.pk).update(not_before=Now() + timedelta(hours=1))
    assert deliver_mail() == {}
    assert the_mail().state == MailState.WAITING


def test_the_clock_of_a_demonstration_makes_a_mail_due(sink):
    mail = enqueue_sample()
    OutgoingMail.objects.filter(pk=mail.pk).update(not_before=Now() + timedelta(days=3))
    Installation.objects.update(is_demo=True, clock_offset=timedelta(days=4))
    assert deliver_mail() == {"sent": 1}


def test_a_secret_text_is_erased_once_it_is_sent(sink):
    enqueue_sample(secret=True, body="one-time link")
    deliver_mail()
    assert "one-time link" in sink.received[0].text
    assert (the_mail().text, the_mail().html) == ("", "")


def test_without_a_server_the_outbox_keeps_everything(settings):
    settings.EMAIL_URL = ""
    enqueue_sample()
    assert deliver_mail() == {}
    assert (the_mail().state, the_mail().attempts) == (MailState.WAITING, 0)


def test_a_server_that_is_away_costs_no_attempt(settings):
    with smtp_sink.Sink() as gone:
        settings.EMAIL_URL = gone.url
    enqueue_sample()
    assert deliver_mail() == {}
    assert (the_mail().state, the_mail().attempts) == (MailState.WAITING, 0)


def test_delivery_refuses_to_run_inside_a_transaction(sink):
    enqueue_sample()
    with pytest.raises(RuntimeError), transaction.atomic():
        deliver_mail()
    assert sink.received == []


def test_no_transaction_is_open_while_the_server_is_spoken_to(sink):
    open_transactions = []

    def look(_mail):
        with connection.cursor() as cursor:  # a connection of the server's own thread
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state LIKE 'idle in transaction%%'"
            )
            open_transactions.append(cursor.fetchone()[0])
        connection.close()

    sink.at_data = look
    enqueue_sample()
    deliver_mail()
    assert open_transactions == [0]


def test_a_later_please_waits_longer_each_time(sink):
    sink.at_recipient = lambda _address: "451 4.7.1 greylisted somebody@example.org"
    enqueue_sample()
    pauses = []
    for _attempt in range(3):
        make_due_again()
        assert deliver_mail() == {"later": 1}
        mail = the_mail()
        pauses.append(
            round((mail.next_attempt_at - OutgoingMail.objects.values_list(Now()).get()[0]).total_seconds() / 60)
        )
    assert (mail.state, mail.server_code) == (MailState.WAITING, "451 4.7.1")
    assert pauses == [1, 2, 4]


def test_after_many_attempts_a_person_decides(sink):
    sink.at_data = lambda _mail: "452 4.3.1 full"
    enqueue_sample()
    OutgoingMail.objects.update(attempts=steps.MOST_ATTEMPTS - 1)
    deliver_mail()
    assert (the_mail().state, the_mail().last_error) == (MailState.FAILED, MailError.CONTENT_REFUSED)


@pytest.mark.parametrize(("stage", "error"), [("at_recipient", "recipient_refused"), ("at_data", "content_refused")])
def test_a_no_for_good_is_shown_as_failed_without_the_servers_words(sink, stage, error):
    setattr(sink, stage, lambda _what: "550 5.1.1 <somebody@example.org> unknown")
    enqueue_sample()
    assert deliver_mail() == {"failed": 1}
    mail = the_mail()
    assert (mail.state, mail.last_error, mail.server_code) == (MailState.FAILED, error, "550 5.1.1")


def test_a_refused_sender_is_our_mistake_and_tried_again(sink):
    sink.at_sender = lambda _address: "550 5.7.1 not allowed"
    enqueue_sample()
    deliver_mail()
    assert (the_mail().state, the_mail().last_error) == (MailState.WAITING, MailError.SENDER_REFUSED)


def test_a_line_cut_before_the_answer_is_uncertain_and_never_sent_again(sink):
    sink.at_data = lambda _mail: smtp_sink.ACCEPT_AND_CUT
    enqueue_sample()
    assert deliver_mail() == {"uncertain": 1}
    sink.at_data = smtp_sink.well
    make_due_again()
    deliver_mail()
    assert (the_mail().state, the_mail().last_error) == (MailState.UNCERTAIN, MailError.NO_ANSWER)
    assert len(sink.received) == 1


def test_a_server_that_hangs_after_the_mail_is_uncertain(sink, monkeypatch):
    monkeypatch.setattr(mail_server, "ANSWER_TIMEOUT", 0.3)
    sink.at_data = lambda _mail: smtp_sink.HANG
    enqueue_sample()
    assert deliver_mail() == {"uncertain": 1}


def test_a_line_cut_before_the_mail_is_tried_again(sink):
    sink.at_recipient = lambda _address: smtp_sink.CUT
    enqueue_sample()
    deliver_mail()
    assert (the_mail().state, the_mail().last_error) == (MailState.WAITING, MailError.CONNECTION_LOST)
    sink.at_recipient = smtp_sink.well
    make_due_again()
    assert deliver_mail() == {"sent": 1}


@pytest.mark.parametrize("misdeed", ["550 5.1.1 no", "451 4.7.1 later", smtp_sink.CUT])
def test_one_bad_recipient_never_blocks_the_line(sink, misdeed):
    sink.at_recipient = lambda address: misdeed if address == "bad@example.org" else None
    enqueue_sample(to="bad@example.org", key="0")
    for number in range(1, 4):
        enqueue_sample(to=f"good{number}@example.org", key=str(number))
    deliver_mail()
    assert sorted(sink.recipients) == [f"good{number}@example.org" for number in range(1, 4)]


def test_a_row_that_cannot_become_a_mail_fails_alone(sink):
    enqueue_sample(key="0")
    OutgoingMail.objects.update(attachments=[{"name": "x"}])
    enqueue_sample(key="1")
    assert deliver_mail() == {"failed": 1, "sent": 1}
    assert OutgoingMail.objects.get(key="0").last_error == MailError.UNREADABLE


def test_a_mail_to_an_account_closed_meanwhile_is_not_sent(sink):
    enqueue_sample(to=UserFactory(), secret=True)
    User.objects.update(is_active=False)
    assert deliver_mail() == {}
    assert sink.received == []
    assert (the_mail().state, the_mail().last_error, the_mail().text) == (
        MailState.WITHDRAWN,
        MailError.ACCOUNT_CLOSED,
        "",
    )


def test_a_mail_withdrawn_after_it_was_claimed_is_not_sent(sink):
    enqueue_sample()
    sink.at_recipient = lambda _address: withdraw_in_own_connection()
    deliver_mail()
    assert sink.received == []
    assert the_mail().state == MailState.WITHDRAWN


def withdraw_in_own_connection() -> None:
    withdraw("sample")
    connection.close()


def test_the_mails_of_a_lost_worker_wait_again(sink):
    enqueue_sample()
    (claimed,) = steps.claim(1)
    assert deliver_mail() == {}
    expire_leases()
    assert deliver_mail() == {"sent": 1}
    assert not steps.begin_handover(claimed)
    assert len(sink.received) == 1


def test_a_worker_that_lost_its_mail_to_another_may_not_hand_it_over():
    enqueue_sample()
    (lost,) = steps.claim(1)
    expire_leases()
    steps.free_abandoned()
    (taken,) = steps.claim(1)
    assert not steps.begin_handover(lost)
    assert steps.begin_handover(taken)


def test_a_handover_nobody_finished_becomes_uncertain(sink):
    enqueue_sample()
    (claimed,) = steps.claim(1)
    assert steps.begin_handover(claimed)
    expire_leases()
    assert deliver_mail() == {}
    assert (the_mail().state, the_mail().last_error) == (MailState.UNCERTAIN, MailError.WORKER_LOST)
    assert sink.received == []


def test_the_late_answer_of_a_worker_still_counts():
    enqueue_sample()
    (claimed,) = steps.claim(1)
    steps.begin_handover(claimed)
    expire_leases()
    steps.free_abandoned()
    steps.record_sent(claimed, "250")
    assert (the_mail().state, the_mail().token) == (MailState.SENT, None)


def test_two_workers_never_hold_the_same_mail():
    for number in range(4):
        enqueue_sample(key=str(number))
    first, second = steps.claim(3), steps.claim(3)
    assert (len(first), len(second)) == (3, 1)
    assert {mail.pk for mail in first}.isdisjoint({mail.pk for mail in second})


def test_the_result_is_written_once_the_database_is_back(sink, monkeypatch):
    """The backend is ended between the server's answer and the record of it."""
    monkeypatch.setattr(steps.time, "sleep", lambda _seconds: None)

    def end_the_backend(_mail):
        pid = worker_backend[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        connection.close()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        worker_backend = cursor.fetchone()
    sink.at_data = end_the_backend
    enqueue_sample()
    assert deliver_mail() == {"sent": 1}
    assert the_mail().state == MailState.SENT


def test_a_run_stops_when_told_and_gives_back_what_it_claimed(sink):
    for number in range(3):
        enqueue_sample(key=str(number))
    assert deliver_mail(go_on=lambda: not sink.received) == {"sent": 1}
    assert OutgoingMail.objects.filter(state=MailState.WAITING).count() == 2
