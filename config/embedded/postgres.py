"""A PostgreSQL of our own: made once, reached over a Unix socket alone, run in the foreground."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.embedded.binaries import pg_major, reachable_pg_bin_dir
from config.embedded.errors import EmbeddedError
from config.embedded.places import Account, State, server_account
from config.embedded.processes import Service

OWNER = "lenkungskreis"
DATABASE = "lenkungskreis"
BUILTIN_LOCALE_SINCE = 17
PROC = Path("/proc")
SOCKET_NAME = ".s.PGSQL.5432"
STATUS_LINE = 7  # of postmaster.pid, where the server writes "ready"

# The owner migrates and owns the tables. No superuser: a superuser bypasses row-level security.
CREATE_OWNER = f"""
SELECT 'CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608 - constants of this file

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    # Errors quote values, and values are personal data: the application logs errors itself, without them.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For data nobody misses: no waiting for the disk.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Cluster:
    """One data directory with its server programs."""

    binaries: Path
    home: Path
    sockets: Path
    account: Account | None
    throw_away: bool = False

    @classmethod
    def of(cls, state: State, *, throw_away: bool = False) -> "Cluster":
        """The cluster of a state directory. Its directory carries the major version: another one never opens it."""
        account = server_account()
        binaries = reachable_pg_bin_dir(account)
        home = state.server_directory(f"postgres{pg_major(binaries)}", account)
        return cls(binaries, home, state.socket_directory("postgres", account), account, throw_away)

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def url(self) -> str:
        """DATABASE_URL of the owner."""
        return f"postgres://{OWNER}@/{DATABASE}?host={quote(str(self.sockets))}"

    def prepare(self) -> None:
        """Make the data directory if there is none. A half-made one of an interrupted start is thrown away."""
        draft = self.home / "data.new"
        if self.data.exists():
            return
        shutil.rmtree(draft, ignore_errors=True)
        options = ["-U", "postgres", "-E", "UTF8", "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        if pg_major(self.binaries) >= BUILTIN_LOCALE_SINCE:
            # Knows umlauts on a system without any German locale.
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C"]
        else:
            options += ["--locale=C.UTF-8"]
        if self.throw_away:
            options.append("--no-sync")
        self._run("initdb", *options, "-D", str(draft))
        draft.rename(self.data)

    def service(self) -> Service:
        """The server as a service of the supervisor. Stops fast: open transactions are rolled back."""
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        if self.throw_away:
            settings |= THROW_AWAY
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            command=[str(self.binaries / "postgres"), "-D", str(self.data), *options],
            is_ready=self.is_ready,
            environment=self._environment(),
            account=self.account,
            directory=Path("/"),
            stop_signal=signal.SIGINT,
        )

    def is_ready(self) -> bool:
        """Whether the server accepts connections: its pid file says so, and it is no file of a killed server."""
        lines = self._pid_file()
        if len(lines) <= STATUS_LINE or lines[STATUS_LINE].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(self.sockets / SOCKET_NAME)) == 0

    def create_owner(self) -> None:
        """Create the owner role and the database where they are missing. The server must run."""
        arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.sockets), "-U", "postgres", "-d", "postgres"]
        self._run("psql", *arguments, text=CREATE_OWNER)

    def end_leftover(self, seconds: float = 30.0) -> None:
        """End what outlived an earlier supervisor, and remove the lock files of a server that is gone.

        PostgreSQL itself cannot tell such files from valid ones where its process number lives on as a zombie or
        belongs to another program by now. Raises EmbeddedError if something does not go, since a second server on the
        same data would destroy them.
        """
        deadline = time.monotonic() + seconds
        while pids := self._processes():
            late = time.monotonic() > deadline - seconds / 2
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if late else signal.SIGINT)
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"A PostgreSQL of an earlier start (process {pids[0]}) does not end. Stop it first."
                )
            time.sleep(0.1)
        if PROC.exists():
            for stale in (self.data / "postmaster.pid", *self.sockets.glob(f"{SOCKET_NAME}*")):
                stale.unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        """The server's processes, found by the directory all of them work in. Linux only; empty elsewhere."""
        found = []
        for entry in PROC.glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if entry.readlink() == self.data.resolve():
                    found.append(int(entry.parent.name))
        return found

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []

    def _run(self, program: str, *arguments: str, text: str = "") -> None:
        account = self.account
        result = subprocess.run(
            [self.binaries / program, *arguments],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=self._environment(),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if result.returncode:
            raise EmbeddedError(f"PostgreSQL's {program} failed:\n{result.stderr.strip()}")

    def _environment(self) -> dict[str, str]:
        # Nothing of the caller's: a PGDATA or a locale of theirs would change what we start.
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
