"""One-time work that is repeated only when its inputs have changed."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.places import ROOT

LINES_OF_A_FAILURE = 25


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """One hash over names and contents of files (of directories, all files below) and over further words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(_files(paths)):
        digest.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        elif path.is_file():
            yield path


class Step:
    """A piece of work with a stamp: its name, where the stamp lies, and the hash of what it depends on."""

    def __init__(self, name: str, stamp: Path, current: str) -> None:
        self.name = name
        self.stamp = stamp
        self.current = current

    @property
    def is_done(self) -> bool:
        """Whether the work was finished for exactly these inputs."""
        return self.stamp.exists() and self.stamp.read_text(encoding="utf-8").splitlines()[:1] == [self.current]

    @property
    def note(self) -> str:
        """What the work left to remember beside its stamp."""
        return "\n".join(self.stamp.read_text(encoding="utf-8").splitlines()[1:]) if self.stamp.exists() else ""

    def finish(self, note: str = "") -> None:
        """Remember that the work is done. Written last, so that interrupted work is repeated."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        draft = self.stamp.with_suffix(".new")
        draft.write_text(f"{self.current}\n{note}", encoding="utf-8")
        draft.replace(self.stamp)


class Timer:
    """Prints one line for a piece of work when it ends well: what it was and how long it took."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> "Timer":
        self.started = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            say(f"  {self.name:<34}{time.monotonic() - self.started:6.1f} s")


def call(command: Sequence[str | Path], environment: Mapping[str, str], advice: str) -> str:
    """Run a command in the checkout and return its output.

    Raises EmbeddedError with the end of its output and with `advice` if it fails.
    """
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        output = (result.stdout + result.stderr).strip().splitlines()[-LINES_OF_A_FAILURE:]
        raise EmbeddedError("\n".join([f"`{_shown(command)}` failed:", *output, advice]))
    return result.stdout.strip()


def _shown(command: Sequence[str | Path]) -> str:
    words = [Path(str(part)).name if str(part).startswith(("/", sys.prefix)) else str(part) for part in command]
    return " ".join(words)
