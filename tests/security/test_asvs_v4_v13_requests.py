"""OWASP ASVS 5.0, chapters 4 and 13: methods, types, hosts, error pages, guessed addresses, settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.utils import get_random_secret_key
from django.test import Client

from core.enums import Role
from tests.access.matrix import MATRIX
from tests.access.world import World
from tests.people import person
from tests.security.conftest import EVERY_ADDRESS, offenders
from tests.signing_in import sign_in

pytestmark = EVERY_ADDRESS

FOLDERS = (
    ".git", ".svn", ".hg", ".idea", ".vscode", ".venv", "var", "bin", "config", "core", "tests", "docs", "locale", "node_modules",
    "assets", "backup", "backups", "old", "tmp", "logs", "uploads", "media", "private", "admin", "administrator", "phpmyadmin", "wp-admin",
    "__debug__", "silk", "debug", "server-status", "server-info", "actuator", "console", "api", "graphql", "swagger", "metrics", "static", "static/css",
)  # fmt: skip
FILES = (
    ".env", ".env.local", ".env.prod", ".git/config", ".git/HEAD", ".gitignore", ".gitattributes", ".svn/entries", ".hg/dirstate", ".DS_Store",
    ".htaccess", ".htpasswd", ".npmrc", ".netrc", ".ssh/id_rsa", ".aws/credentials", ".dockerignore", "Dockerfile", "docker-compose.yml",
    "manage.py", "pyproject.toml", "requirements.txt", "package.json", "package-lock.json", "README.md", "LICENSE", "Makefile", "uwsgi.ini",
    "config/settings/base.py", "config/settings/prod.py", "config/wsgi.py", "core/models/users.py", "core/models/__pycache__/users.cpython-311.pyc",
    "var/run.env", "var/secret_key", "var/pg18/PG_VERSION", "db.sqlite3", "dump.sql", "backup.sql", "backup.zip", "backup.tar.gz", "database.dump",
    "index.php", "info.php", "phpinfo.php", "wp-login.php", "wp-config.php", "xmlrpc.php", "login.php", "admin.php", "web.config", "crossdomain.xml",
    "clientaccesspolicy.xml", "elmah.axd", "trace.axd", "id_rsa", "id_rsa.pub", "server.key", "privatekey.pem", "cert.pem", "secrets.yml", "credentials.json",
    "static/js/main.js.map", "static/css/base.css.map", "static/vendor/kern/kern.min.css.map", "static/../manage.py", "static/%2e%2e/manage.py",
    "static/..%2fmanage.py", "static/....//manage.py", "static/%2e%2e%2f%2e%2e%2fetc/passwd", "static//etc/passwd", "../etc/passwd", "..%2f..%2fetc/passwd",
    "static/staticfiles.json", "static/js/main.js~", "static/js/main.js.bak", "static/js/.main.js.swp", "static/css/base.css.orig",
    "organisations.bak", "organisations.old", "users.csv", "users.xlsx", "users.json", "export.csv", "accounts/login/", "accounts/profile/",
    "login", "signin", "user/login", "api/v1/", "api/users", "openapi.json", "swagger.json", "swagger-ui.html", "graphql?query={__schema{types{name}}}",
    "actuator/env", "actuator/heapdump", "debug/pprof", "metrics/", "prometheus", "health", "status", "nginx_status", "_profiler", "telescope",
    "cgi-bin/test-cgi", "shell", "cmd.php", "eval-stdin.php", "vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", "solr/", "jenkins/", "manager/html",
    "jmx-console/", "struts/", "_ignition/execute-solution", "owa/", "autodiscover/autodiscover.xml", "remote/login", "boaform/admin/formLogin",
    "HNAP1", "sitemap.xml.gz", "robots.txt.bak", "flower/", "rq/", "celery/", "beat-schedule", "celerybeat.pid", "gunicorn.conf.py", "sentry/",
)  # fmt: skip
PATHS = [*(f"/{folder}/" for folder in FOLDERS), *(f"/{name}" for name in FILES)]


@pytest.mark.django_db
def test_v13_4_1_guessed_addresses_do_not_exist():
    assert len(PATHS) >= 150
    visitor, administrator = Client(), sign_in(Client(), person(Role.ADMINISTRATOR))
    for client in (visitor, administrator):
        assert {path: status for path in PATHS if (status := client.get(path).status_code) != 404} == {}


@pytest.mark.django_db
def test_v13_4_3_a_missing_address_tells_nothing():
    answer = Client().get("/no/such/address-<b>x</b>/")
    assert answer.status_code == 404
    assert "<b>x</b>" not in answer.content.decode()
    assert "urlpatterns" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "CONNECT", "QUATSCH"])
def test_v13_4_4_other_methods_are_refused_everywhere(method):
    world = World()
    administrator = sign_in(Client(), world.people[Role.ADMINISTRATOR])
    for client in (Client(), administrator):
        got = {
            name: status
            for name, row in MATRIX.items()
            if (status := client.generic(method, row.address(name, world.once(row.kwargs))).status_code) != 405
        }
        assert got == {}


def test_v3_5_3_reading_changes_nothing(answers):
    assert offenders(answers, lambda a: not a.wrote) == []


def test_v4_1_1_every_answer_says_its_type_with_the_character_set(answers):
    def fine(answer):
        kind = answer.headers.get("Content-Type", "")
        return not answer.text or "charset=utf-8" in kind or kind.startswith(("image/", "application/"))

    assert offenders(answers, fine) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "[::1", "a b"]
)
def test_v4_1_3_a_forged_host_is_refused(host):
    answer = Client().get("/account/login/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.django_db
def test_v4_1_3_a_forged_forwarding_header_changes_nothing():
    answer = Client().get(
        "/account/password/reset/", headers={"x-forwarded-host": "evil.example", "x-forwarded-for": "1.2.3.4"}
    )
    assert "evil.example" not in answer.content.decode()
    assert not settings.USE_X_FORWARDED_HOST


def test_v13_4_2_debug_is_off():
    for name in ("base", "local", "prod"):
        source = Path(settings.BASE_DIR, "config/settings", f"{name}.py").read_text()
        assert "DEBUG = True" not in source


def test_v13_4_6_no_answer_names_versions(answers):
    assert offenders(answers, lambda a: not {"Server", "X-Powered-By"} & set(a.headers)) == []


@pytest.mark.django_db
def test_v16_5_1_a_fault_shows_no_details(monkeypatch):
    from core.views.organisations import OrganisationListPage

    def fail(self):
        raise RuntimeError("secret detail of the fault")

    monkeypatch.setattr(OrganisationListPage, "get_queryset", fail)
    client = sign_in(Client(raise_request_exception=False), person(Role.CHAIR))
    answer = client.get("/organisations/")
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "secret detail" not in text
    assert "Traceback" not in text
    assert "no-store" in answer["Cache-Control"]


def test_v13_1_check_deploy_is_clean_under_production_settings():
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": get_random_secret_key() + get_random_secret_key(),
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": os.environ["REDIS_URL"],
        "BASE_URL": "https://lenkungskreis.example.org",
        "ALLOWED_HOSTS": "lenkungskreis.example.org",
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
