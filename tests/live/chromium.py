"""Where the browser is, and how it is started: without a sandbox where we are root, and silent towards the net."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable():
    """The browser named by CHROMIUM or found on the path. Skips the test without one; REQUIRE_BROWSER=1 fails it."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("REQUIRE_BROWSER=1, but no Chromium was found. Install it, or name it in CHROMIUM.")
    return pytest.skip("no Chromium was found")
