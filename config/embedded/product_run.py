"""The whole product as real processes for one test, from a copy of a state that is prepared once."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.embedded.environment import SETTINGS_MODULE, read_env_file
from config.embedded.errors import EmbeddedError
from config.embedded.install import PYTHON, clean_environment
from config.embedded.places import ROOT, State
from config.embedded.processes import Child, Service, run_alone, stop_alone
from config.embedded.product import MANAGE, PACKAGES, answers
from config.embedded.steps import call, fingerprint
from config.embedded.throw_away import throw_away_state

COMMAND = ROOT / "bin" / "run"
KEPT_TEMPLATES = 4
# What a developer's shell or `.env` says about real servers must not reach a test; every prepared state has a key of
# its own, because the second factors in it are encrypted with it.
NEUTRAL = {
    "SECRET_KEY": "",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "HOST": "",
    "DEMO": "",
    "BASE_URL": "",
    "ALLOWED_HOSTS": "",
}


@dataclass
class ProductRun:
    """One running product with a state directory, a port and servers of its own."""

    state: State
    environment: Mapping[str, str]
    child: Child

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.environment['PORT']}"

    @property
    def log(self) -> str:
        """What its services have said so far."""
        return self.state.log_file.read_text(encoding="utf-8", errors="replace")

    def is_answering(self) -> bool:
        """Whether its web server answers."""
        return answers("127.0.0.1", int(self.environment["PORT"]), "/readyz")

    def pids(self) -> dict[str, int]:
        """Process numbers of the supervisor and of every service."""
        services: dict[str, int] = _status(self.state).get("services", {})
        return {"supervisor": self.child.process.pid, **services}

    def manage(self, *arguments: str) -> str:
        """Run a management command on it and return its output. Raises EmbeddedError with it if the command fails."""
        shared = read_env_file(self.state.path / "run.env")
        environment = dict(self.environment) | shared | {"DJANGO_SETTINGS_MODULE": SETTINGS_MODULE}
        return call([PYTHON, MANAGE, *arguments], environment, "")

    def stop(self) -> None:
        """Stop it as Ctrl-C would."""
        stop_alone(self.child)

    def start_again(self) -> None:
        """Start it on the state it left, after `stop` or a kill."""
        self.child = _start(self.state, self.environment)


@contextmanager
def product_run(
    *, demo: bool = True, environment: Mapping[str, str] | None = None, port: int | None = None
) -> Iterator[ProductRun]:
    """Start the product on a fresh copy of the prepared state, and stop it at the end.

    `environment` overrides what the processes are told (EMAIL_URL, DATABASE_URL, ...). With a DATABASE_URL of a server
    that runs already, that database is migrated and filled there instead.
    """
    with throw_away_state() as state:
        _copy_template(demo, state)
        told = clean_environment() | NEUTRAL | _shared_paths() | dict(environment or {})
        told |= {"STATE_DIR": str(state.path), "PORT": str(port or free_port())}
        run = ProductRun(state, told, _start(state, told))
        try:
            yield run
        finally:
            run.stop()


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(state: State, environment: Mapping[str, str]) -> Child:
    state.status_file.unlink(missing_ok=True)
    service = Service(
        name="bin/run",
        command=[sys.executable, str(COMMAND)],
        is_ready=lambda: bool(_status(state).get("is_serving")),
        environment=environment,
        grace_seconds=60,
    )
    return run_alone(service, state.path / "console.log", seconds=240)


def _status(state: State) -> dict[str, dict[str, int]]:
    try:
        status: dict[str, dict[str, int]] = json.loads(state.status_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return status


def _shared_paths() -> dict[str, str]:
    """Static files are the same for every run; they are collected once."""
    return {"STATIC_ROOT": str(ROOT / "var" / "test" / "static")}


def _copy_template(demo: bool, state: State) -> None:
    """Copy the prepared state for the present code, which is made first if there is none."""
    home = _template_home()
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
        mark = fingerprint([*code, ROOT / "requirements.txt"])[:16]
        template = home / f"empty-{mark}"
        if not template.exists():
            _make_template(template, None)
        if demo:
            empty, template = template, home / f"demo-{mark}"
            if not template.exists():
                _make_template(template, empty)
        _copy(template, state.path)


def _make_template(template: Path, empty: Path | None) -> None:
    """Set the product up without starting it: with an empty database, or from that with the demo city."""
    draft = template.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o711)
    if empty:
        _copy(empty, draft)
    told = clean_environment() | NEUTRAL | _shared_paths() | {"STATE_DIR": str(draft), "PORT": str(free_port())}
    call(
        [sys.executable, COMMAND, "--setup-only", *(["--demo"] if empty else [])], told, "The product cannot be tested."
    )
    shutil.rmtree(draft / "sockets")
    draft.replace(template)
    for old in sorted(template.parent.glob("*-*"), key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
        shutil.rmtree(old)


def _copy(template: Path, target: Path) -> None:
    # Keeps owners and times; follows the link that stands for data in a directory of the system.
    subprocess.run(["/bin/cp", "-aL", f"{template}/.", str(target)], check=True)


def _template_home() -> Path:
    """Where prepared states of this checkout wait for the next test run: a directory of ours others cannot prepare."""
    mark = fingerprint([], str(ROOT))[:12]
    home = Path(tempfile.gettempdir()) / f"lenkungskreis-tests-{os.geteuid()}-{mark}"
    home.mkdir(mode=0o711, exist_ok=True)
    if home.lstat().st_uid != os.geteuid():
        raise EmbeddedError(f"{home} belongs to somebody else. Remove it.")
    return home
