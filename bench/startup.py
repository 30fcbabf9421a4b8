"""How long does `bin/run` take, from nothing and again, and how much memory do its processes hold?

    python3 bench/startup.py [--demo] [--python python3.13]

Clones the committed state of this checkout into an empty folder and runs it there with an empty home directory, so
that no cache of packages helps. Prints a table for docs/performance.md. Needs the package index and Linux.
"""

import argparse
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHES = ("PIP_CACHE_DIR", "UV_CACHE_DIR", "NPM_CONFIG_CACHE", "XDG_CACHE_HOME", "VIRTUAL_ENV")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_answer(url, process):
    """Seconds until a page answers; raises SystemExit if the product ends before."""
    started = time.monotonic()
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own address
                answer.read()
                return time.monotonic() - started
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    sys.exit("bin/run ended before it answered; its output stands above.")


def start(command, checkout, environment):
    """Start the product; return the process and the seconds until the sign-in page was there."""
    process = subprocess.Popen(command, cwd=checkout, env=environment)
    return process, first_answer(f"http://127.0.0.1:{environment['PORT']}/account/login/", process)


def stop(process):
    started = time.monotonic()
    process.terminate()
    process.wait()
    return time.monotonic() - started


def memory(pid):
    """Resident and proportional memory of a process in megabytes."""
    fields = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value, *_ = line.split()
        fields[name] = int(value) / 1024
    return fields["Rss:"], fields["Pss:"]


def descendants(pid):
    """All processes below `pid`, with their command lines."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in map(int, children):
        yield child, Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ").strip()
        yield from descendants(child)


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def page_time(url, count=20):
    """Median seconds of a page, asked one after the other."""
    times = []
    for _ in range(count):
        started = time.perf_counter()
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own address
            answer.read()
        times.append(time.perf_counter() - started)
    return sorted(times)[count // 2]


def kind(command):
    """What a process of the product is, by its command line."""
    for word, name in {
        "gunicorn": "web",
        " worker": "worker",
        " beat": "beat",
        "valkey": "valkey",
        "postgres": "postgres",
    }.items():
        if word in command:
            return name
    return "other"


def report(process, url):
    rows = [(kind(command), *memory(pid)) for pid, command in descendants(process.pid)]
    for name in ("web", "worker", "beat", "valkey", "postgres"):
        own = [row for row in rows if row[0] == name]
        largest, shared = max(row[1] for row in own), sum(row[2] for row in own)
        print(
            f"| memory, {name}: processes / largest resident / all together | {len(own)} / {largest:.0f} / {shared:.0f} MB |"
        )
    print(f"| sign-in page, warm, median of 20 | {page_time(url) * 1000:.0f} ms |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--python", default=sys.executable, help="the Python that starts bin/run")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o711)
    try:
        (folder / "home").mkdir()
        git = shutil.which("git") or sys.exit("git is missing")
        subprocess.run([git, "clone", "--quiet", str(ROOT), str(folder / "checkout")], check=True)
        kept = {name: value for name, value in os.environ.items() if name not in CACHES}
        environment = kept | {"HOME": str(folder / "home"), "PORT": str(free_port())}
        command = [options.python, "bin/run", *(["--demo"] if options.demo else [])]
        process, cold = start(command, folder / "checkout", environment)
        stop(process)
        process, second = start(command, folder / "checkout", environment)
        print(f"\n{processor()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {platform.platform()}\n")
        print("| what | measured |\n|---|---|")
        print(f"| first start from an empty folder, to the sign-in page | {cold:.1f} s |")
        print(f"| second start, to the sign-in page | {second:.1f} s |")
        report(process, f"http://127.0.0.1:{environment['PORT']}/account/login/")
        print(f"| stop | {stop(process):.1f} s |")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
