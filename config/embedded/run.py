"""`bin/run`: everything from an empty checkout to the address in the browser."""

import argparse
import fcntl
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from config.embedded import product
from config.embedded.environment import Installation
from config.embedded.errors import EmbeddedError, StopRequestedError
from config.embedded.install import install
from config.embedded.places import State
from config.embedded.postgres import Cluster
from config.embedded.processes import sweep_leftovers
from config.embedded.steps import Timer, say
from config.embedded.supervisor import Journal, Supervisor
from config.embedded.valkey import Valkey

SIGN_IN_WITHOUT_DEMO = "the first account is made with: .venv/bin/python manage.py create_administrator"


def main(arguments: Sequence[str]) -> int:
    """Run until a signal comes; return the exit code. Problems are said in words on the error output."""
    parser = argparse.ArgumentParser(prog="bin/run", description="Set up and run Lenkungskreis.")
    parser.add_argument("--demo", action="store_true", help="load the demo city; the state stays a demo from then on")
    parser.add_argument("--setup-only", action="store_true", help="set everything up, then stop again")
    parser.add_argument("--verbose", action="store_true", help="show the output of all services")
    options = parser.parse_args(arguments)
    try:
        return _run(Installation.from_environment(), options)
    except EmbeddedError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except (StopRequestedError, KeyboardInterrupt):
        say("Stopped.")
        return 130


def _run(installation: Installation, options: argparse.Namespace) -> int:
    state = installation.state
    state.prepare()
    lock = _lock(state)
    if lock is None:
        say(f"Lenkungskreis is already running from {state.path}: {_address_of_running(state)}")
        return 0
    supervisor = Supervisor(state, Journal(state, aloud=options.verbose), installation.address)
    supervisor.listen_to_signals()
    if leftovers := sweep_leftovers(state.path):
        say(f"  An earlier start ended without notice; {leftovers} of its processes were cleared away.")
    installation.check_port()
    install()
    try:
        environment, sign_in = _set_up(installation, supervisor, demo=options.demo or state.demo_file.exists())
        if not options.setup_only:
            with Timer("web server, worker, beat"):
                supervisor.start(product.serving_processes(installation, environment))
            say(f"Lenkungskreis is ready: {installation.address}  {sign_in}")
            supervisor.serve()
    finally:
        with Timer("stopping"):
            supervisor.stop()
    say("Stopped.")
    return 0


def _set_up(installation: Installation, supervisor: Supervisor, *, demo: bool) -> tuple[dict[str, str], str]:
    """Start the servers and do what has to be done once; return the environment to serve in and how to sign in."""
    told, state = installation.told, installation.state
    cluster = None if told.get("DATABASE_URL") else Cluster.of(state)
    valkey = None if told.get("REDIS_URL") else Valkey.of(state)
    database_url = cluster.url if cluster else told["DATABASE_URL"]
    environment = installation.environment(database_url, valkey.url if valkey else told["REDIS_URL"], demo=demo)
    installation.share(environment)
    stamps = cluster.home / "stamps" if cluster else None
    # The files need no database, so they are made beside it.
    with ThreadPoolExecutor(max_workers=1) as beside:
        files = beside.submit(product.prepare_files, environment, installation.static_root)
        _start_servers(supervisor, cluster, valkey)
        product.migrate(environment, stamps)
        files.result()
    if not demo:
        return environment, SIGN_IN_WITHOUT_DEMO
    sign_in = product.create_demo_data(environment, stamps)
    state.demo_file.touch()  # only now: the command refuses an installation with real accounts
    return environment, sign_in


def _start_servers(supervisor: Supervisor, cluster: Cluster | None, valkey: Valkey | None) -> None:
    """Start the servers that are ours."""
    if valkey:
        supervisor.start([valkey.service()])
    if cluster:
        with Timer("PostgreSQL"):
            cluster.end_leftover()
            cluster.prepare()
            supervisor.start([cluster.service()])
            cluster.create_owner()


def _lock(state: State) -> int | None:
    """Take the lock of the state directory for the life of this process; None if another one holds it."""
    descriptor = os.open(state.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _address_of_running(state: State) -> str:
    try:
        return str(json.loads(state.status_file.read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError):
        return "it is still starting"
