"""The product as the supervisor sees it: its one-time steps and its serving processes."""

import http.client
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from config.embedded.environment import Installation
from config.embedded.install import BASE, PYTHON, STAMPS
from config.embedded.places import ROOT
from config.embedded.processes import Service
from config.embedded.steps import Step, Timer, call, fingerprint

PACKAGES = ("config", "core", "quarters", "steering", "casework", "portal")
MANAGE = ROOT / "manage.py"
DATABASE_ADVICE = (
    "Nothing was lost. If you named DATABASE_URL, is that server reachable and the role allowed to create tables?"
)
PROGRAM_ADVICE = "Nothing was lost. This is a mistake in the program; the lines above say where."


def prepare_files(environment: Mapping[str, str], static_root: Path) -> None:
    """Compile translations and collect static files, where their sources changed."""
    translations = Step("translations", STAMPS / "translations", fingerprint([*ROOT.glob("locale/**/*.po")]))
    _step(translations, "translations", environment, PROGRAM_ADVICE, "compile_translations")
    sources = [ROOT / "static", ROOT / "assets", ROOT / "config" / "settings", BASE]
    stamp = STAMPS / f"static-{fingerprint([], str(static_root))[:12]}"
    static = Step("static files", stamp, fingerprint(sources))
    if not static_root.exists():
        stamp.unlink(missing_ok=True)
    _step(
        static, "static files", environment, PROGRAM_ADVICE, "collectstatic", "--no-input", "--clear", "--verbosity=0"
    )


def migrate(environment: Mapping[str, str], stamps: Path | None) -> None:
    """Migrate the database. With `stamps`, a directory that lives and dies with the database, only when needed."""
    migrations = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("core/roles.py"), BASE]
    step = Step("migrations", (stamps or STAMPS) / "migrations", fingerprint(migrations))
    if stamps is None:
        step.stamp.unlink(missing_ok=True)
    _step(step, "database", environment, DATABASE_ADVICE, "migrate", "--no-input", "--verbosity=0")


def create_demo_data(environment: Mapping[str, str], stamps: Path | None) -> str:
    """Fill the database with the demo city, once, and return the line that says how to sign in."""
    names = ("demo", "demo.py", "management/commands/create_demo_data.py")
    sources = [ROOT / package / name for package in PACKAGES for name in names]
    step = Step("demo data", (stamps or STAMPS) / "demo", fingerprint(sources))
    if stamps is None:
        step.stamp.unlink(missing_ok=True)
    _step(step, "demo city", environment, DATABASE_ADVICE, "create_demo_data")
    return step.note


def _step(step: Step, name: str, environment: Mapping[str, str], advice: str, *arguments: str) -> None:
    if step.is_done:
        return
    with Timer(name):
        output = call([PYTHON, MANAGE, *arguments], environment, advice)
    step.finish(output.splitlines()[-1] if output else "")


def serving_processes(installation: Installation, environment: Mapping[str, str]) -> list[Service]:
    """Worker, beat and web server."""
    state = installation.state.path
    celery = [str(PYTHON), "-m", "celery", "--app", "config"]
    level = ["--loglevel", "INFO"]
    concurrency = environment.get("WORKER_CONCURRENCY") or "2"
    return [
        Service(
            name="worker",
            command=[*celery, "worker", *level, "--concurrency", concurrency, "--without-gossip", "--without-mingle"],
            is_ready=_at_once,
            environment=environment,
        ),
        Service(
            name="beat",
            command=[*celery, "beat", *level, "--schedule", str(state / "beat-schedule"), "--pidfile", ""],
            is_ready=_at_once,
            environment=environment,
        ),
        Service(
            name="web",
            command=_gunicorn(installation, environment),
            is_ready=partial(answers, installation.own_host, installation.port, "/readyz"),
            environment=environment,
        ),
    ]


def _gunicorn(installation: Installation, environment: Mapping[str, str]) -> list[str]:
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat, which must not wait for a disk
    return [
        *(str(PYTHON), "-m", "gunicorn", "config.wsgi:application", "--bind", installation.bind),
        *("--workers", environment.get("WEB_CONCURRENCY") or "2", "--worker-class", "gthread", "--threads", "4"),
        *("--preload", "--no-control-socket", "--graceful-timeout", "15", "--log-level", "warning"),
        *(["--worker-tmp-dir", str(memory)] if os.access(memory, os.W_OK) else []),
    ]


def _at_once() -> bool:
    return True


def answers(host: str, port: int, path: str) -> bool:
    """Whether the web server there answers `path` with 200."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
