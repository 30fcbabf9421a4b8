"""The tools that read the code: each runs as its own test and fails with what it printed."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).parent.parent
PACKAGES = ["config", "core", "quarters", "steering", "casework", "portal"]


def run(*command: str) -> None:
    """Run a tool of this environment in the repository; fail with its words."""
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [str(program), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_lint():
    run("ruff", "check", "--no-cache", ".")


def test_formatting():
    run("ruff", "format", "--no-cache", "--check", ".")


def test_import_contracts():
    run("lint-imports", "--no-cache")


def test_types():
    run("mypy", "--no-error-summary", *PACKAGES)


def test_templates():
    run("djlint", "templates", "--lint", "--quiet")


def test_dead_code():
    run("vulture")


def test_duplicates():
    run("symilar", "-d", "12", "-i", "--ignore-signatures", "--ignore-docstrings", "--ignore-comments", *sources())


def sources() -> list[str]:
    """Return our modules without migrations."""
    return [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]
