"""Servers for one test run: quick instead of durable, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.embedded.places import State
from config.embedded.postgres import Cluster
from config.embedded.processes import Service, run_alone, stop_alone
from config.embedded.valkey import Valkey


@contextmanager
def throw_away_state() -> Iterator[State]:
    """A state directory in a short place which a dropped user can pass through."""
    path = Path(tempfile.mkdtemp(prefix="lenkungskreis-"))
    path.chmod(0o711)
    try:
        yield State(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def throw_away_servers(*, postgres: bool = True, valkey: bool = True) -> Iterator[dict[str, str]]:
    """Start the servers asked for; yield the addresses as DATABASE_URL and REDIS_URL."""
    with throw_away_state() as state, ExitStack() as running:

        def run(service: Service) -> None:
            child = run_alone(service, state.path / f"{service.name}.log")
            running.callback(stop_alone, child)

        addresses = {}
        if postgres:
            cluster = Cluster.of(state, throw_away=True)
            cluster.prepare()
            run(cluster.service())
            cluster.create_owner()
            addresses["DATABASE_URL"] = cluster.url
        if valkey:
            server = Valkey.of(state, throw_away=True)
            run(server.service())
            addresses["REDIS_URL"] = server.url
        yield addresses
