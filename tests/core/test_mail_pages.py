"""The outbox as administrators see it: figures, reasons, send again, withdraw."""

import re

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from core.domain.heartbeat import record_heartbeat
from core.enums import MailError, MailState, Role
from core.models import AuditEntry, Heartbeat, OutgoingMail
from tests.mails import enqueue_sample
from tests.people import person

pytestmark = pytest.mark.django_db

LIST = "/mails/"


@pytest.fixture
def administrator():
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def browser(sign_in, administrator):
    return sign_in(administrator)


def put(state: MailState, **fields) -> OutgoingMail:
    """A mail in a state, as delivery leaves it."""
    mail = enqueue_sample(key=f"{state}:{OutgoingMail.objects.count()}", secret=fields.pop("secret", False))
    if state == MailState.SENT:
        fields["sent_at"] = Now()
    if state in {MailState.FAILED, MailState.UNCERTAIN}:
        fields.setdefault("last_error", MailError.NO_ANSWER)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, **fields)
    mail.refresh_from_db()
    return mail


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_list_names_recipient_state_and_reason(browser):
    put(MailState.FAILED, last_error=MailError.RECIPIENT_REFUSED)
    shown = text_of(browser.get(LIST))
    assert "somebody@example.org" in shown
    assert str(MailError.RECIPIENT_REFUSED.label) in shown


def test_the_figures_count_by_state(browser):
    for state in (MailState.WAITING, MailState.WAITING, MailState.SENT, MailState.FAILED, MailState.UNCERTAIN):
        put(state)
    figures = browser.get(LIST).context["figures"]
    assert (figures.waiting, figures.sent, figures.failed, figures.uncertain) == (2, 1, 1, 1)


def test_the_filter_finds_a_state(browser):
    put(MailState.WAITING)
    failed = put(MailState.FAILED)
    assert list(browser.get(LIST, {"state": "failed"}).context["object_list"]) == [failed]


def test_the_export_holds_neither_address_nor_text(browser):
    put(MailState.SENT)
    exported = browser.get(LIST, {"format": "csv"}).content.decode()
    assert "@testserver" in exported
    assert "somebody@example.org" not in exported
    assert "Hello" not in exported


def test_a_missing_mail_server_is_told_plainly(browser, settings):
    settings.EMAIL_URL = ""
    assert browser.get(LIST).context["server_problem"] == ""


def test_a_wrong_address_of_the_mail_server_is_told_without_its_password(browser, settings):
    settings.EMAIL_URL = "imap://user:hidden@mail.example"
    shown = text_of(browser.get(LIST))
    assert "smtp+tls://" in shown
    assert "hidden" not in shown


def test_a_silent_scheduler_is_told(browser):
    assert browser.get(LIST).context["scheduler_never_seen"]
    record_heartbeat()
    assert not browser.get(LIST).context["scheduler_never_seen"]
    Heartbeat.objects.update(beaten_at="2026-01-01T00:00Z")
    assert browser.get(LIST).context["scheduler_minutes"] > 3


def test_the_text_is_shown(browser):
    assert "Hello" in text_of(browser.get(put(MailState.WAITING).get_absolute_url()))


def test_a_confidential_text_is_not_shown(browser):
    mail = put(MailState.FAILED, secret=True)
    assert "Hello" in mail.text
    assert "Hello" not in browser.get(mail.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.UNCERTAIN])
def test_send_again_keeps_the_message_id_and_notes_who_wanted_it(browser, administrator, state):
    mail = put(state, attempts=16)
    browser.post(reverse("core:mail_send_again", args=[mail.pk]))
    again = OutgoingMail.objects.get()
    assert (again.state, again.attempts, again.message_id) == (MailState.WAITING, 0, mail.message_id)
    act = again.interventions.get()
    assert (act.kind, act.state_before, act.by) == ("sent_again", state, administrator)
    assert AuditEntry.objects.filter(table="core_outgoingmailintervention", user=administrator).exists()


@pytest.mark.parametrize("state", [MailState.SENT, MailState.WAITING, MailState.WITHDRAWN])
def test_what_is_sent_or_waits_cannot_be_sent_again(browser, state):
    mail = put(state)
    assert browser.post(reverse("core:mail_send_again", args=[mail.pk])).status_code == 422
    mail.refresh_from_db()
    assert mail.state == state
    assert not mail.interventions.exists()


def test_withdrawing_erases_a_confidential_text(browser):
    mail = put(MailState.FAILED, secret=True)
    browser.post(reverse("core:mail_withdraw", args=[mail.pk]))
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (MailState.WITHDRAWN, "")


def test_what_is_sent_cannot_be_withdrawn(browser):
    mail = put(MailState.SENT)
    assert browser.post(reverse("core:mail_withdraw", args=[mail.pk])).status_code == 422
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_the_list_costs_the_same_for_one_and_for_thirty(browser, query_count):
    put(MailState.FAILED)
    query_count("core:mail_list", lambda: browser.get(LIST))
    for _number in range(29):
        put(MailState.WAITING)
    query_count("core:mail_list", lambda: browser.get(LIST))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_sees_a_mail(sign_in, role):
    mail = put(MailState.FAILED)
    client = sign_in(person(role))
    assert client.get(LIST).status_code == 403
    assert client.get(mail.get_absolute_url()).status_code == 404
