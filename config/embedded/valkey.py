"""A Valkey of our own (a Redis-compatible server), reached over a Unix socket alone."""

import socket
from dataclasses import dataclass
from pathlib import Path

from config.embedded.binaries import valkey_server
from config.embedded.places import State, private_directory
from config.embedded.processes import Service


@dataclass(frozen=True)
class Valkey:
    """One data directory with its socket."""

    program: Path
    data: Path
    socket: Path
    throw_away: bool = False

    @classmethod
    def of(cls, state: State, *, throw_away: bool = False) -> "Valkey":
        """The Valkey of a state directory."""
        sockets = state.socket_directory("valkey", None)
        return cls(valkey_server(), private_directory(state.path / "valkey"), sockets / "valkey.sock", throw_away)

    @property
    def url(self) -> str:
        """REDIS_URL."""
        return f"unix://{self.socket}"

    def service(self) -> Service:
        """The server as a service of the supervisor. Refuses writes rather than forget a task when memory is full."""
        persistence = ["--appendonly", "no" if self.throw_away else "yes", "--save", ""]
        return Service(
            name="valkey",
            command=[
                *(str(self.program), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.data), "--maxmemory-policy", "noeviction", "--daemonize", "no", *persistence),
            ],
            is_ready=self.is_ready,
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            directory=self.data,
        )

    def is_ready(self) -> bool:
        """Whether the server answers a PING. While it still loads its data it answers with an error."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
