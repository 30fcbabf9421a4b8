"""`bin/test`: the same set-up as `bin/run`, then pytest against real servers."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded import product
from config.embedded.environment import SETTINGS_MODULE
from config.embedded.errors import EmbeddedError
from config.embedded.install import PYTHON, clean_environment, install
from config.embedded.places import ROOT
from config.embedded.steps import say
from config.embedded.throw_away import throw_away_servers

# Two processes; tests that share running processes stay together.
EVERYTHING = ["-n", "2", "--dist", "loadgroup"]


def main(arguments: Sequence[str]) -> int:
    """Run pytest with the arguments, or all tests side by side; return its exit code."""
    try:
        install(dev=True)
        return _run_pytest(arguments or EVERYTHING)
    except EmbeddedError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def _run_pytest(arguments: Sequence[str]) -> int:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    with throw_away_servers(postgres="DATABASE_URL" not in given, valkey="REDIS_URL" not in given) as addresses:
        environment = _environment(given | addresses)
        product.prepare_files(environment, Path(environment["STATIC_ROOT"]))
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        return subprocess.run([PYTHON, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False).returncode


def _environment(addresses: dict[str, str]) -> dict[str, str]:
    """What the tests see: our addresses, and nothing of what a `.env` says about mail or the demo."""
    state = ROOT / "var" / "test"
    return clean_environment() | {
        "DATABASE_URL": addresses["DATABASE_URL"],
        "REDIS_URL": addresses["REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "SECRET_KEY": "only-for-tests-and-never-for-data",
        "STATE_DIR": str(state),
        "STATIC_ROOT": str(state / "static"),
        "EMAIL_URL": "",
        "DEMO": "0",
    }
