"""OWASP ASVS 5.0, chapters 14 to 16, and 1 where it concerns mail: caches, addresses, mass assignment, logs."""

import json
import logging
import re

import pytest
import structlog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory

from core import mail
from core.adapters import AccountAdapter
from core.enums import Role
from core.logs import configure
from core.models import OutgoingMail, User
from tests.factories import PASSWORD, OrganisationFactory, UserFactory
from tests.people import person
from tests.security.conftest import EVERY_ADDRESS, offenders
from tests.signing_in import enter_password, sign_in

pytestmark = EVERY_ADDRESS


@pytest.fixture
def written(caplog):
    """Return what the log handler of production writes."""
    formatting = configure(json=True)["formatters"]["events"]
    formatter = structlog.stdlib.ProcessorFormatter(**{k: v for k, v in formatting.items() if k != "()"})

    def lines() -> list[str]:
        return [formatter.format(record) for record in caplog.records if record.levelno >= logging.INFO]

    caplog.set_level(logging.INFO)
    return lines


# --- Chapter 14: data at rest in browsers and caches ---


def test_v14_3_2_no_page_with_data_is_kept_by_any_cache(answers):
    """The logo is no data; a calendar program keeps its own feed and asks each time whether it still holds."""
    kept = {"core:logo": "public", "steering:calendar_feed": "private, no-cache"}
    wanted = lambda a: {"no-store", kept.get(a.name, "no-store")}  # noqa: E731
    fine = lambda a: any(word in a.headers.get("Cache-Control", "") for word in wanted(a))  # noqa: E731
    assert offenders(answers, fine) == []


def test_v14_2_1_no_session_key_stands_in_a_page_or_an_address(answers):
    keys = set(Session.objects.none().values_list("pk", flat=True)) | {
        cookie.value
        for answer in answers
        for name, cookie in answer.cookies.items()
        if name == settings.SESSION_COOKIE_NAME
    }
    assert (
        offenders(answers, lambda a: not any(key and key in a.text + a.headers.get("Location", "") for key in keys))
        == []
    )
    assert offenders(answers, lambda a: "sessionid" not in a.text) == []


@pytest.mark.django_db
def test_v14_3_1_signing_out_clears_the_client(client):
    sign_in(client, person(Role.CHAIR))
    assert client.post("/account/logout/")["Clear-Site-Data"] == '"cache", "storage"'


def test_v14_2_6_lists_of_accounts_export_no_addresses(answers):
    exports = [a for a in answers if a.headers.get("Content-Type", "").startswith("text/csv")]
    assert offenders(exports, lambda a: "@" not in a.text) == []


# --- Chapter 15: what a request may change ---


@pytest.mark.django_db
def test_v15_3_3_own_details_take_no_other_field(client):
    user = person(Role.DEPARTMENT_STAFF)
    before = {f.name: getattr(user, f.name) for f in User._meta.concrete_fields}
    extra = {
        "id": "1",
        "password": "x",
        "is_active": "",
        "email": "a@b.example",
        "second_factor_reset_at": "2020-01-01",
        "role": "administrator",
    }
    sign_in(client, user).post("/account/details/", {"name": "Neuer Name", "language": "de"} | extra)
    user.refresh_from_db()
    changed = {name for name, value in before.items() if getattr(user, name) != value} - {"last_login"}
    assert changed == {"name"}
    assert user.memberships.count() == 1


@pytest.mark.django_db
def test_v15_3_3_an_invitation_takes_no_password_and_no_state(client):
    sign_in(client, person(Role.ADMINISTRATOR))
    form = {
        "name": "Neu",
        "email": "neu@example.org",
        "language": "de",
        "organisation": OrganisationFactory().pk,
        "role": "chair",
    }
    client.post(
        "/users/invite/", form | {"password": "von-anderen-gesetzt", "is_active": "", "last_login": "2020-01-01"}
    )
    user = User.objects.get(email="neu@example.org")
    assert not user.has_usable_password()
    assert user.is_active
    assert user.last_login is None


def test_v15_3_4_a_forged_client_address_is_not_believed(settings):
    forged = RequestFactory().get("/", headers={"x-forwarded-for": "1.2.3.4"}, REMOTE_ADDR="203.0.113.9")
    adapter = AccountAdapter(forged)
    assert adapter.get_client_ip(forged) == "203.0.113.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind = RequestFactory().get("/", headers={"x-forwarded-for": "1.2.3.4, 198.51.100.7"}, REMOTE_ADDR="10.0.0.1")
    assert adapter.get_client_ip(behind) == "198.51.100.7", "only what our own proxy wrote"


@pytest.mark.django_db
def test_v15_3_7_doubled_parameters_do_not_confuse(client):
    user = person(Role.DEPARTMENT_STAFF)
    sign_in(client, user).post(
        "/account/details/", "name=Eins&name=Zwei&language=de", content_type="application/x-www-form-urlencoded"
    )
    user.refresh_from_db()
    assert user.name == "Zwei"


# --- Chapter 1: mail headers ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["a@example.org\nBcc: b@example.org", "a@example.org\r\nX: y", "a@example.org\x00", "a@exa\u2028mple.org"],
)
def test_v1_3_11_no_header_is_smuggled_into_a_mail(address):
    with pytest.raises(mail.UndeliverableError), transaction.atomic():
        mail.enqueue(to=address, template="emails/account/notice", context={"event": "x"}, key="smuggled")
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_v1_3_11_a_name_with_line_breaks_stays_one_header(client):
    sign_in(client, person(Role.ADMINISTRATOR))
    form = {
        "name": "Neu\r\nBcc: b@example.org",
        "email": "neu@example.org",
        "language": "de",
        "organisation": OrganisationFactory().pk,
        "role": "chair",
    }
    client.post("/users/invite/", form)
    for made in OutgoingMail.objects.all():
        assert "\n" not in made.subject
        assert "\r" not in made.subject
        assert made.to_address == "neu@example.org"


# --- Chapter 16: logs ---


@pytest.mark.django_db
def test_v16_2_5_logs_hold_no_person_no_path_and_no_secret(written):
    user = person(Role.SOCIAL_WORKER, name="Kanarienvogel Beispiel", email="kanarienvogel@example.org")
    client = Client(headers={"user-agent": "Kanarienvogel/1.0"})
    enter_password(client, user, "falsch-kanarienvogel")
    enter_password(client, user)
    client.post("/account/password/reset/", {"email": user.email})
    client.get("/users/4711/?q=kanarienvogel")
    client.get("/invitations/kanarienvogel/")
    client.get("/kanarienvogel/")
    lines = written()
    assert lines
    text = "\n".join(lines).lower()
    for secret in ("kanarienvogel", "4711", PASSWORD, "127.0.0.1", "sessionid"):
        assert secret not in text


@pytest.mark.django_db
def test_v16_2_5_a_broken_constraint_does_not_put_the_row_into_the_log(written):
    UserFactory(email="kanarienvogel@example.org")
    try:
        with transaction.atomic():
            UserFactory(email="kanarienvogel@example.org")
    except IntegrityError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/users/kanarienvogel/")
    (line,) = [line for line in written() if "Internal" in line]
    assert "kanarienvogel" not in line
    assert json.loads(line)["exception"] == "IntegrityError"
    assert any("factories" in place or "base.py" in place for place in json.loads(line)["trace"])


@pytest.mark.django_db
def test_v16_2_1_to_4_each_line_is_json_with_time_level_and_request(written):
    Client().get("/account/login/")
    events = [json.loads(line) for line in written()]
    (line,) = [event for event in events if event["event"] == "request"]
    assert {"timestamp", "level", "logger", "request_id", "route", "status", "method"} <= line.keys()
    assert line["route"] == "account_login"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*Z", line["timestamp"]), "UTC"


@pytest.mark.django_db
def test_v16_3_1_sign_ins_are_logged_whether_they_succeed_or_not(written):
    user = person(Role.CHAIR)
    enter_password(Client(), user, "wrong-wrong-wrong")
    enter_password(Client(), user)
    events = [json.loads(line)["event"] for line in written()]
    assert "sign_in.failed" in events
    assert "sign_in.password_accepted" in events


@pytest.mark.django_db
def test_v16_3_2_a_refused_page_is_logged_with_its_status(written):
    sign_in(Client(), person(Role.CHAIR)).get("/users/")
    statuses = [(e["route"], e["status"]) for e in map(json.loads, written()) if e["event"] == "request"]
    assert ("core:user_list", 403) in statuses


def test_v16_4_1_nobody_writes_lines_of_their_own(written):
    structlog.get_logger("x").info("event", value='a\n{"event": "forged"}\r\n\x1b[31m')
    logging.getLogger("y").info("text\nwith break %s", "argument\nforged")
    for line in written():
        assert "\n" not in line
        assert "\x1b" not in line
        assert json.loads(line)["event"] != "forged"
