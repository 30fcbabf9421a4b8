"""What an installation is told by its environment and by `.env`, and what its processes are told by us."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.install import clean_environment
from config.embedded.places import ROOT, State
from config.embedded.processes import MARK

SETTINGS_MODULE = "config.settings.local"
# What `manage.py` in another terminal needs to meet the same installation.
SHARED_NAMES = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "DEMO", "STATIC_ROOT")


def read_env_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of a file, empty if there is none. Knows comments, quotes and `export`."""
    values = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in lines:
        name, separator, value = line.strip().removeprefix("export ").partition("=")
        if separator and not name.startswith("#"):
            values[name.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.partition(" #")[0].rstrip()


@dataclass(frozen=True)
class Installation:
    """One installation: where it listens, where its state lies, what it was told."""

    host: str
    port: int
    state: State
    told: Mapping[str, str]

    @classmethod
    def from_environment(cls) -> "Installation":
        """Read the environment and, for what it does not say, `.env`. Raises EmbeddedError for a bad PORT."""
        told = read_env_file(ROOT / ".env") | clean_environment()
        port = told.get("PORT") or "8000"
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise EmbeddedError(f"PORT is {port!r}, but has to be a number from 1 to 65535.")
        state = State(Path(told.get("STATE_DIR") or ROOT / "var").absolute())
        return cls(told.get("HOST") or "127.0.0.1", int(port), state, told)

    @property
    def own_host(self) -> str:
        """The host under which we reach ourselves."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound

    @property
    def address(self) -> str:
        """What to type into the browser on this machine."""
        return f"http://{_in_url(self.own_host)}:{self.port}/"

    @property
    def bind(self) -> str:
        """Where the web server listens, in its words."""
        return f"{_in_url(self.host)}:{self.port}"

    def environment(self, database_url: str, redis_url: str, *, demo: bool = False) -> dict[str, str]:
        """The environment of every process that loads Django."""
        told = self.told
        hosts = told.get("ALLOWED_HOSTS") or "localhost,127.0.0.1,[::1]"
        return {
            **told,
            "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
            "STATE_DIR": str(self.state.path),
            "STATIC_ROOT": str(self.static_root),
            "SECRET_KEY": told.get("SECRET_KEY") or self.state.secret_key(),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BASE_URL": told.get("BASE_URL") or self.address.rstrip("/"),
            "ALLOWED_HOSTS": ",".join(dict.fromkeys([*hosts.split(","), _in_url(self.own_host)])),
            "DEMO": "1" if demo else told.get("DEMO") or "0",
            MARK: str(self.state.path),
        }

    @property
    def static_root(self) -> Path:
        """Where collected static files lie."""
        return Path(self.told.get("STATIC_ROOT") or self.state.path / "static").absolute()

    def share(self, environment: Mapping[str, str]) -> None:
        """Leave the addresses in `run.env`, readable by the owner alone, for `manage.py` in another terminal."""
        draft = self.state.path / "run.env.new"
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.writelines(f"{name}='{environment[name]}'\n" for name in SHARED_NAMES)
        draft.replace(self.state.path / "run.env")

    def check_port(self) -> None:
        """Raise EmbeddedError with the remedy if we cannot listen on our port."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise EmbeddedError(
                    f"{self.bind} cannot be used ({error.strerror}). Choose another port: PORT={self.port + 1} bin/run"
                ) from None


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
