"""The address of the mail server is read carefully, and its mistakes are named without the password."""

import pytest

from core.mail.clean import SUBJECT_LENGTH
from core.mail.server import MailServer, MailServerError, RefusalError


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("smtp", "mail.example", 25, "", "")),
        ("smtp://127.0.0.1:1025", ("smtp", "127.0.0.1", 1025, "", "")),
        ("smtp://user:pass@localhost", ("smtp", "localhost", 25, "user", "pass")),
        ("smtp+tls://user:p%40ss%2F%23@mail.example", ("smtp+tls", "mail.example", 587, "user", "p@ss/#")),
        (
            "smtp+ssl://user%40city.example:x@mail.example:4650",
            ("smtp+ssl", "mail.example", 4650, "user@city.example", "x"),
        ),
        (" smtp+ssl://[2001:db8::1] ", ("smtp+ssl", "2001:db8::1", 465, "", "")),
    ],
)
def test_an_address_is_read(url, expected):
    server = MailServer.from_url(url)
    assert (server.scheme, server.host, server.port, server.user, server.password) == expected


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "imap://user:hidden@mail.example",
        "smtp://",
        "smtp+tls://user:hidden@",
        "smtp+tls://user:hidden@mail.example:port",
        "smtp+tls://user:hidden@mail.example:99999",
        "smtp+tls://user:hid/den@mail.example",
        "smtp+tls://mail.example/?user=hidden",
        "smtp://user:hidden@mail.example",
        "smtp+tls://[mail.example",
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(url):
    with pytest.raises(MailServerError) as refusal:
        MailServer.from_url(url)
    assert "EMAIL_URL" in str(refusal.value)
    assert "hid" not in str(refusal.value)


def test_the_password_stays_out_of_logs():
    assert "hidden" not in repr(MailServer.from_url("smtp+tls://user:hidden@mail.example"))


def test_an_empty_address_means_no_server(settings):
    settings.EMAIL_URL = ""
    assert MailServer.from_settings() is None


@pytest.mark.parametrize(
    ("error", "code", "permanent"),
    [("recipient_refused", "550 5.1.1", True), ("recipient_refused", "450", False), ("sender_refused", "550", False)],
)
def test_a_no_for_good_is_told_from_a_later_please(error, code, permanent):
    assert RefusalError(error, code).permanent is permanent


def test_a_subject_fits_its_column():
    from core.models import OutgoingMail

    assert OutgoingMail._meta.get_field("subject").max_length == SUBJECT_LENGTH
