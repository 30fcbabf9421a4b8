"""Single sign-on against a directory on the loopback: it opens accounts that exist, and makes none."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from core.enums import Role
from core.models import User
from tests.people import person
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


class Directory(BaseHTTPRequestHandler):
    """Answers like an OpenID provider; `claims` says who signed in."""

    claims: dict = {}

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        paths = {
            "/.well-known/openid-configuration": {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/keys",
            },
            "/userinfo": self.claims,
        }
        self._answer(paths[urlsplit(self.path).path])

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        base = f"http://127.0.0.1:{self.server.server_port}"
        token = {"iss": base, "aud": "client", "exp": time.time() + 60, "iat": time.time()} | self.claims
        signed = jwt.encode(token, "k" * 32, algorithm="HS256")
        self._answer({"access_token": "opaque", "token_type": "Bearer", "id_token": signed})

    def _answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Stay quiet."""


@pytest.fixture
def directory(settings):
    cache.clear()
    server = HTTPServer(("127.0.0.1", 0), Directory)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "city",
        "name": "Verzeichnis der Stadt",
        "client_id": "client",
        "secret": "s" * 32,
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield Directory
    server.shutdown()
    server.server_close()


def come_from(directory, client, *, query="", **claims):
    """Go to the directory and come back as the person of these claims."""
    directory.claims = {"sub": "4711", "email_verified": True, **claims}
    there = client.post(f"/account/oidc/city/login/{query}").url
    state = parse_qs(urlsplit(there).query)
    assert state["code_challenge_method"] == ["S256"]
    return client.get("/account/oidc/city/login/callback/", {"code": "c", "state": state["state"][0]})


def signed_in(client) -> bool:
    return client.get("/").status_code == 200


def test_a_verified_address_opens_the_account_that_exists(directory, client):
    user = person(Role.DEPARTMENT_HEAD)
    come_from(directory, client, email=user.email.upper())
    assert signed_in(client)
    assert User.objects.count() == 1


def test_v10_an_unverified_address_opens_nothing(directory, client):
    user = person(Role.DEPARTMENT_HEAD)
    come_from(directory, client, email=user.email, email_verified=False)
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_unknown_address_makes_no_account(directory, client):
    answer = come_from(directory, client, email="fremd@example.org")
    assert not signed_in(client)
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_an_address_passed_on_does_not_open_the_predecessors_account(directory, client):
    user = person(Role.DEPARTMENT_HEAD)
    come_from(directory, client, email=user.email, sub="predecessor")
    successor = Client()
    come_from(directory, successor, email=user.email, sub="successor")
    assert not signed_in(successor)


def test_a_closed_account_stays_closed(directory, client):
    user = person(Role.DEPARTMENT_HEAD, is_active=False)
    come_from(directory, client, email=user.email)
    assert not signed_in(client)


def test_a_required_second_factor_stays_required(directory, client):
    worker = person(Role.SOCIAL_WORKER)
    come_from(directory, client, email=worker.email)
    assert client.get("/").url == "/account/2fa/"


def test_nobody_connects_a_foreign_identity_with_the_own_account(directory, client):
    user = person(Role.DEPARTMENT_HEAD)
    sign_in(client, user)
    come_from(directory, client, query="?process=connect", email="fremd@example.org")
    assert not SocialAccount.objects.exists()


def test_v6_8_a_made_up_answer_is_refused(directory, client):
    person(Role.DEPARTMENT_HEAD)
    directory.claims = {"sub": "4711", "email": User.objects.get().email, "email_verified": True}
    client.get("/account/oidc/city/login/callback/", {"code": "c", "state": "made-up"})
    assert not signed_in(client)


def test_the_sign_in_page_offers_it_without_asking_the_directory(settings, client):
    app = {"provider_id": "city", "name": "Verzeichnis der Stadt", "client_id": "c", "secret": "s",
           "settings": {"server_url": "http://127.0.0.1:9"}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "Verzeichnis der Stadt" in client.get("/account/login/").content.decode()
