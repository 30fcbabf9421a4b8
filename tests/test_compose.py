"""docker-compose.yml: valid by the specification, without secrets, and every command of ours really starts."""

import importlib.resources
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import psycopg
import pytest
import yaml

from config.embedded.environment import SETTINGS_MODULE, read_env_file
from config.embedded.places import ROOT
from config.embedded.postgres import Cluster
from config.embedded.processes import Service, run_alone, stop_alone
from config.embedded.product import answers
from config.embedded.product_run import free_port, product_run
from config.embedded.throw_away import throw_away_state

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
READY_WORDS = {"worker": "ready.", "beat": "beat: Starting..."}


def test_file_is_valid_by_the_compose_specification():
    package = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((package / "compose-spec.json").read_text())

    jsonschema.Draft202012Validator(schema).validate(COMPOSE)


def test_all_parts_are_there():
    assert set(OURS) == {"web", "worker", "beat", "migrate"}
    assert set(SERVICES) - set(OURS) == {"postgres", "redis", "mail"}


def test_no_secret_stands_in_the_file():
    text = (ROOT / "docker-compose.yml").read_text()

    for name in ("SECRET_KEY", "DATABASE_PASSWORD"):
        assert re.findall(rf"\$\{{{name}[^:}}]|\$\{{{name}:-", text) == []
        assert f"${{{name}:?" in text


def test_nothing_is_published_beyond_this_machine():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_every_lasting_service_has_a_health_check():
    without = {name for name, service in SERVICES.items() if "healthcheck" not in service}

    assert without == {"migrate", "mail"}  # ends by itself; brings its own in the image


def test_services_start_only_after_the_migration():
    after = {name: service["depends_on"] for name, service in OURS.items() if name != "migrate"}

    assert {steps["migrate"]["condition"] for steps in after.values()} == {"service_completed_successfully"}


def test_image_starts_the_web_server_as_the_compose_file_does():
    command = json.loads(re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE).group(1))

    assert command[:2] == SERVICES["web"]["command"][:2]


@pytest.fixture(scope="module")
def run():
    with product_run(demo=False) as started:
        yield started


@pytest.fixture
def in_container(run):
    """The environment of a container: the programs on the path, and the addresses of our servers."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    shared = read_env_file(run.state.path / "run.env")
    return dict(run.environment) | shared | {"PATH": path, "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE}


@pytest.mark.live
@pytest.mark.xdist_group("compose")
def test_migrate_command_works(in_container):
    command = [str(word) for word in OURS["migrate"]["command"]]

    result = subprocess.run(command, cwd=ROOT, env=in_container, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


@pytest.mark.live
@pytest.mark.xdist_group("compose")
@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_command_of_service_starts(name, in_container, tmp_path):
    port, log = free_port(), tmp_path / "log"
    command = [str(word).replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in OURS[name]["command"]]
    command = [word.replace("=/tmp/", f"={tmp_path}/") for word in command]

    def is_ready():
        return answers("127.0.0.1", port, "/readyz") if name == "web" else READY_WORDS[name] in log.read_text()

    program = Path(sys.executable).parent / command[0]
    child = run_alone(Service(name, [str(program), *command[1:]], is_ready, in_container), log)
    stop_alone(child)

    assert child.process.returncode == 0


@pytest.mark.xdist_group("compose")
def test_database_of_the_container_gets_an_owner_who_is_no_superuser():
    with throw_away_state() as state:
        cluster = Cluster.of(state, throw_away=True)
        cluster.prepare()
        child = run_alone(cluster.service(), state.path / "log")
        told = {
            "PATH": f"{cluster.binaries}:/usr/bin:/bin",
            "PGHOST": str(cluster.sockets),
            "DATABASE_PASSWORD": "it's",
        }

        subprocess.run([ROOT / "config" / "container" / "create_owner.sh"], env=told, check=True)

        with psycopg.connect(cluster.url) as connection:
            row = connection.execute(
                "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
            )
            assert row.fetchone() == (False, False, True)
        stop_alone(child)
