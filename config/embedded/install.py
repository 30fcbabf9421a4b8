"""The virtual environment with the pinned packages, and the front-end assets."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.places import ROOT, VENV
from config.embedded.steps import Step, Timer, call, fingerprint
from config.frontend import build

LOCKS = ROOT / "config" / "requirements"
BASE = ROOT / "requirements.txt"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
NETWORK = "Is the package index reachable? Nothing is lost: start the command again when it is."
# uv does not read pip's settings; who has configured a mirror for pip means it for uv too.
PIP_SETTINGS = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}


def clean_environment() -> dict[str, str]:
    """Our environment without what would make Python slow or make it read somebody else's packages."""
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {"PYTHONUNBUFFERED": "1"}


@contextmanager
def checkout_lock() -> Iterator[None]:
    """Let one process at a time change what all starts of this checkout share."""
    descriptor = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def install(*, dev: bool = False) -> None:
    """Bring `.venv/` and `assets/` up to date. Costs nothing when nothing has changed."""
    groups = {"base": [BASE, LOCKS / "embedded.txt"]} | ({"dev": [LOCKS / "dev.txt"]} if dev else {})
    with checkout_lock():
        _create_venv()
        steps = [Step(name, STAMPS / name, fingerprint(locks, sys.version)) for name, locks in groups.items()]
        if not all(step.is_done for step in steps):
            _install_packages([lock for locks in groups.values() for lock in locks])
            for step in steps:
                step.finish()
        _build_assets()


def _create_venv() -> None:
    """Create the virtual environment, again if its Python has gone or is another version than ours."""
    if _venv_version() == sys.version_info[:2]:
        return
    if not find_spec("ensurepip"):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise EmbeddedError(
            "This Python cannot make virtual environments, because its package is incomplete. "
            f"On Debian and Ubuntu: apt install python{version}-venv. Then start again."
        )
    with Timer("virtual environment"):
        call([sys.executable, "-m", "venv", "--clear", VENV], clean_environment(), f"Is {ROOT} writable?")


def _venv_version() -> tuple[int, int] | None:
    try:
        answer = subprocess.run(
            [PYTHON, "-I", "-S", "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    major, minor = answer.stdout.split()
    return int(major), int(minor)


def _install_packages(locks: list[Path]) -> None:
    environment = clean_environment()
    bootstrap = Step("uv", STAMPS / "uv", fingerprint([LOCKS / "bootstrap.txt"], sys.version))
    if not bootstrap.is_done:
        with Timer("installer"):
            options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
            call([PYTHON, "-m", "pip", "install", *options, "-r", LOCKS / "bootstrap.txt"], environment, NETWORK)
        bootstrap.finish()
    with Timer("packages"):
        _uv_install(locks, environment)


def _uv_install(locks: list[Path], environment: dict[str, str]) -> None:
    # The hashes decide what is installed; which index it comes from does not matter.
    uv: list[str | Path] = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes"]
    files: list[str | Path] = [part for lock in locks for part in ("-r", lock)]
    options = ["--compile-bytecode", "--index-strategy", "unsafe-best-match"]
    call([*uv, *options, *files], _pip_settings() | environment, NETWORK)


def _pip_settings() -> dict[str, str]:
    """What pip is told about indexes, in uv's words."""
    found: dict[str, str] = {}
    for line in call([PYTHON, "-m", "pip", "config", "list"], clean_environment(), NETWORK).splitlines():
        name, _, value = line.partition("=")
        key = name.rsplit(".", 1)[-1]
        if key in PIP_SETTINGS:
            found[PIP_SETTINGS[key]] = " ".join(value.strip("'\"").replace("\\n", " ").split())
    return found


def _build_assets() -> None:
    """Run the front-end build where its inputs changed, with the wheel's Node if the system has none."""
    if build.is_current(build.inputs_hash()):
        return
    environment = clean_environment()
    with Timer("front-end assets"):
        if not (shutil.which("npm") and build.node_major() >= build.OLDEST_NODE):
            _uv_install([LOCKS / "build.txt"], environment)
        call([PYTHON, Path(build.__file__)], environment, NETWORK)
