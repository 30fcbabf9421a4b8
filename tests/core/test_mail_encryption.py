"""Mail and password travel only to a server whose certificate is trusted."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.mail.delivery import deliver_mail
from core.models import OutgoingMail
from tests.mails import enqueue_sample
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that signs itself; the file holds it together with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)  # noqa: TID251  (a certificate follows the clock of the machine)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(params=["smtp+tls", "smtp+ssl"])
def sink(request, certificate, settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Sink(scheme=request.param, certificate=context) as running:
        settings.EMAIL_URL = running.url.replace("://", "://user:p%40ss@")
        yield running


def test_a_trusted_server_gets_password_and_mail(sink, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    enqueue_sample()
    assert deliver_mail() == {"sent": 1}
    assert sink.signed_in == [(b"user", b"p@ss")]


def test_a_server_nobody_vouches_for_gets_neither(sink):
    enqueue_sample()
    assert deliver_mail() == {}
    assert (sink.signed_in, sink.received) == ([], [])
    assert OutgoingMail.objects.get().state == "waiting"


def test_a_server_without_encryption_gets_neither(settings):
    with Sink() as plain:
        settings.EMAIL_URL = plain.url.replace("smtp://", "smtp+tls://user:pass@")
        enqueue_sample()
        assert deliver_mail() == {}
        assert (plain.signed_in, plain.received) == ([], [])
