"""Writing into the outbox: one mail per cause, in the transaction of the cause, and nothing that poisons the line."""

import pytest
from django.db import IntegrityError, transaction

from core.enums import Language, MailState
from core.mail import Attachment, UndeliverableError, withdraw
from core.mail.outbox import message_id
from core.models import OutgoingMail
from tests.factories import OrganisationFactory, UserFactory
from tests.mails import enqueue_sample

pytestmark = pytest.mark.django_db


def test_the_same_cause_makes_one_mail():
    assert enqueue_sample(key="cause:1") is not None
    assert enqueue_sample(key="cause:1", subject="other") is None
    assert OutgoingMail.objects.get().subject == "Sample"


def test_a_rolled_back_cause_leaves_no_mail():
    with transaction.atomic():
        enqueue_sample()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_a_user_is_written_to_in_the_own_language():
    user = UserFactory(language=Language.ENGLISH)
    mail = enqueue_sample(to=user)
    assert (mail.to_address, mail.recipient, mail.language) == (user.email, user, "en")
    assert "Please do not reply" in mail.text


def test_an_organisation_is_written_to_at_its_inbox_in_german():
    unit = OrganisationFactory()
    mail = enqueue_sample(to=unit)
    assert (mail.to_address, mail.language) == (unit.inbox_email, "de")


def test_a_new_mail_waits_and_is_due_at_once():
    mail = enqueue_sample()
    assert mail.state == MailState.WAITING
    assert list(OutgoingMail.objects.due()) == [mail]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "a@example.org\nBcc: b@example.org",
        "a\0@example.org",
        '"a\x01"@example.org',
        "\ud800@example.org",
    ],
)
def test_a_broken_address_is_refused_before_it_becomes_a_row(address):
    with pytest.raises(UndeliverableError):
        enqueue_sample(to=address)
    assert not OutgoingMail.objects.exists()


def test_an_organisation_without_inbox_is_refused():
    with pytest.raises(UndeliverableError):
        enqueue_sample(to=OrganisationFactory(inbox_email=""))


def test_a_closed_account_is_refused():
    with pytest.raises(UndeliverableError):
        enqueue_sample(to=UserFactory(is_active=False))


def test_an_address_with_umlauts_is_written_as_servers_understand_it():
    assert enqueue_sample(to="post@müllabfuhr.example").to_address == "post@xn--mllabfuhr-q9a.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Light\r\nBcc: b@example.org", "Light Bcc: b@example.org"),
        ("Light\u2028two", "Light two"),
        ("Li\0ght\x1b", "Light"),
        ("Light \ud800", "Light ?"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_a_subject_becomes_one_clean_line(typed, kept):
    assert enqueue_sample(subject=typed).subject == kept


def test_broken_characters_leave_the_text_but_not_its_lines():
    mail = enqueue_sample(body="one\r\ntwo\0 \ud800")
    assert mail.text.startswith("one\ntwo ?\n")


def test_only_the_html_is_escaped():
    mail = enqueue_sample(subject="Müll & Sperrgut", body="<b>")
    assert (mail.subject, "<b>" in mail.text, "&lt;b&gt;" in mail.html) == ("Müll & Sperrgut", True, True)


def test_the_message_id_is_stable_and_names_nobody():
    mail = enqueue_sample(key="user:anna@example.org")
    assert mail.message_id == message_id("user:anna@example.org")
    assert "anna" not in mail.message_id


def test_attachments_are_kept():
    mail = enqueue_sample(attachments=[Attachment("frist.ics", "text/calendar", b"BEGIN:VCALENDAR")])
    assert mail.attachments == [{"name": "frist.ics", "type": "text/calendar", "content": "QkVHSU46VkNBTEVOREFS"}]


def test_a_mail_whose_cause_is_gone_can_be_withdrawn():
    enqueue_sample(key="cause:1", secret=True)
    assert withdraw("cause:1", "cause:2") == 1
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.text) == (MailState.WITHDRAWN, "")


def test_workers_are_woken_once_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    calls = []
    monkeypatch.setattr("core.mail.outbox.current_app.send_task", lambda *args, **_options: calls.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_sample(key="1")
        enqueue_sample(key="2")
    assert calls == [("core.tasks.task_deliver_mail",)]


def test_a_missing_broker_fails_nothing(django_capture_on_commit_callbacks, monkeypatch):
    def refuse(*_args, **_options):
        raise ConnectionRefusedError

    monkeypatch.setattr("core.mail.outbox.current_app.send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_sample()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lost"}, "outgoing_mail_state"),
        ({"state": "sending"}, "outgoing_mail_lease"),
        ({"token": "11111111-1111-1111-1111-111111111111"}, "outgoing_mail_token"),
        ({"state": "sent"}, "outgoing_mail_sent"),
        ({"state": "failed"}, "outgoing_mail_error_named"),
        ({"state": "withdrawn", "secret": True}, "outgoing_mail_secret_erased"),
        ({"key": ""}, "outgoing_mail_key"),
        ({"subject": "two\nlines"}, "outgoing_mail_one_line"),
        ({"to_address": "a@example.org\r\nb"}, "outgoing_mail_one_line"),
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(change, constraint):
    mail = enqueue_sample()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(**change)
