"""Where things lie: the checkout, the state directory, and directories a dropped user can reach."""

import contextlib
import hashlib
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
SYSTEM_STATE = Path("/var/lib/lenkungskreis")
# A Unix socket's path holds 107 bytes; PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_DIRECTORY = 90


@dataclass(frozen=True)
class Account:
    """A user the servers run as when we are root."""

    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """Whether the account may pass through every directory down to `path`, going by their mode bits."""
        return all(self._can_pass(parent.stat()) for parent in (path, *path.parents) if parent.is_dir())

    def _can_pass(self, info: os.stat_result) -> bool:
        if info.st_uid == self.uid:
            return bool(info.st_mode & stat.S_IXUSR)
        if info.st_gid == self.gid:
            return bool(info.st_mode & stat.S_IXGRP)
        return bool(info.st_mode & stat.S_IXOTH)


def server_account() -> Account | None:
    """Who PostgreSQL runs as: nobody when we are root (it refuses root), else None for ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "PostgreSQL refuses to run as root and this system has no user 'nobody'. "
            "Start the command as an ordinary user, or set DATABASE_URL."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def private_directory(path: Path, account: Account | None = None) -> Path:
    """Make `path` a directory that only its owner enters: `account`, or ourselves.

    Raises EmbeddedError if somebody else prepared it, which in a shared directory would be a trap.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    info = path.lstat()
    owners = {os.geteuid(), account.uid if account else os.geteuid()}
    if not stat.S_ISDIR(info.st_mode) or info.st_uid not in owners:
        raise EmbeddedError(f"{path} belongs to somebody else. Remove it, or choose another STATE_DIR.")
    path.chmod(0o700)
    if account and info.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    return path


@dataclass(frozen=True)
class State:
    """The state directory of one installation (`var/`, or what STATE_DIR names)."""

    path: Path

    @property
    def log_file(self) -> Path:
        """Output of every service, each line with its name."""
        return self.path / "log" / "lenkungskreis.log"

    @property
    def lock_file(self) -> Path:
        """Held by the running supervisor."""
        return self.path / "run.lock"

    @property
    def status_file(self) -> Path:
        """What the running supervisor says about itself, as JSON."""
        return self.path / "run.json"

    @property
    def demo_file(self) -> Path:
        """Exists when this state belongs to a demo installation."""
        return self.path / "demo"

    def prepare(self) -> None:
        """Create the directory itself."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            private_directory(self.log_file.parent)
        except OSError as error:
            raise EmbeddedError(
                f"The state directory {self.path} cannot be written ({error.strerror}). "
                "Make it writable, or name another one in STATE_DIR."
            ) from None

    def secret_key(self) -> str:
        """The key that signs sessions and links, made once and readable by its owner alone."""
        path = self.path / "secret-key"
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50))
            draft.replace(path)
        return path.read_text(encoding="ascii").strip()

    def server_directory(self, name: str, account: Account | None) -> Path:
        """The directory of a server's data, which `account` can reach.

        Below a closed home directory, a dropped user reaches nothing. The data then lies in a directory of the
        system, and a symbolic link in the state directory says where.
        """
        path = self.path / name
        if path.exists():
            return path.resolve()
        if account is None or account.can_reach(self.path):
            return private_directory(path, account)
        target = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=system_directory()))
        private_directory(target, account)
        path.unlink(missing_ok=True)  # a link whose target is gone
        path.symlink_to(target)
        return target

    def socket_directory(self, server: str, account: Account | None) -> Path:
        """A short directory for a server's Unix socket, the same at every call: near its data where that fits."""
        mark = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"lenkungskreis-{mark}-{os.geteuid()}-{server}"
        near = self.path / "sockets" / server
        fits = len(os.fsencode(near)) <= LONGEST_SOCKET_DIRECTORY
        reachable = account is None or account.can_reach(self.path)
        return private_directory(near if fits and reachable else short, account)


def system_directory() -> Path:
    """The directory of root's own that everybody may pass through."""
    try:
        SYSTEM_STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        with contextlib.suppress(PermissionError):
            SYSTEM_STATE.chmod(0o755)
    except OSError as error:
        raise EmbeddedError(
            f"The checkout lies in a closed directory and {SYSTEM_STATE} cannot be made ({error.strerror}). "
            "Move the checkout, start as an ordinary user, or set DATABASE_URL."
        ) from None
    return SYSTEM_STATE
