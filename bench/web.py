"""Requests per second, latency and memory of the web process against a bare Django view on the same database.

Run: `.venv/bin/python -m bench.web`. Product and reference take turns in one run; only their ratio counts, because
machines are noisy. One worker with four threads each, pinned to the first core; the client runs on the others.
"""

import http.client
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from config.embedded.environment import read_env_file
from config.embedded.product_run import free_port, product_run

ROOT = Path(__file__).resolve().parent.parent
# An account of the demonstration (core/demo.py, which cannot be imported without settings).
LOGIN, PASSWORD = "leitung51@demo.example", "Lenkungskreis-Demo"
ROUNDS, SECONDS, CONNECTIONS = 3, 4, 4
PAGES = ("/", "/organisations/", "/decisions/", "/measures/", "/dashboard/")


def gunicorn(application: str, port: int, environment: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--worker-class", "gthread", "--threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    os.sched_setaffinity(process.pid, {0})
    for _attempt in range(100):
        try:
            fetch(port, "/healthz", "")
        except OSError:
            time.sleep(0.1)
        else:
            return process
    message = f"{application} did not answer"
    raise RuntimeError(message)


def fetch(port: int, path: str, cookie: str, body: dict | None = None) -> tuple[int, str, str]:
    """Return status, cookies set, and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Referer": f"http://127.0.0.1:{port}/"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if body is None else "POST", path, urlencode(body or {}), headers)
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    cookies = "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or [])
    return answer.status, cookies, text


def sign_in(port: int) -> str:
    """Sign the head of a unit in and return the cookies."""
    _status, cookie, text = fetch(port, "/account/login/", "")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text).group(1)
    form = {"csrfmiddlewaretoken": token, "login": LOGIN, "password": PASSWORD}
    status, more, _text = fetch(port, "/account/login/", cookie, form)
    if status != 302:
        message = f"sign-in answered {status}"
        raise RuntimeError(message)
    return f"{cookie}; {more}"


def load(port: int, path: str, cookie: str) -> tuple[float, float, float]:
    """Ask one page over four connections and return requests per second, median and 95th percentile in ms."""
    times: list[float] = []
    end = time.monotonic() + SECONDS

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end:
            started = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                message = f"{path} answered {answer.status}"
                raise RuntimeError(message)
            times.append((time.perf_counter() - started) * 1000)

    threads = [threading.Thread(target=ask) for _each in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / SECONDS, statistics.median(times), statistics.quantiles(times, n=20)[-1]


def memory(master: int) -> float:
    """Return the resident memory of the worker below a gunicorn master, in MB."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    pages = int(Path(f"/proc/{children[0]}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(environment: dict[str, str]) -> None:
    bare_port, port = free_port(), free_port()
    bare = gunicorn("bench.bare:application", bare_port, environment)
    ours = gunicorn("config.wsgi:application", port, environment)
    try:
        cookie = sign_in(port)
        if cores := os.cpu_count():
            os.sched_setaffinity(0, set(range(1, cores)) or {0})
        results: dict[str, list[tuple[float, float, float]]] = {}
        for _round in range(ROUNDS):
            results.setdefault("bare", []).append(load(bare_port, "/", ""))
            for page in PAGES:
                results.setdefault(page, []).append(load(port, page, cookie))
        report(results, memory(bare.pid), memory(ours.pid))
    finally:
        for process in (ours, bare):
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def report(results: dict[str, list[tuple[float, float, float]]], bare_memory: float, our_memory: float) -> None:
    """Print medians over the rounds as a table for docs/performance.md."""
    bare_rate = statistics.median(row[0] for row in results["bare"])
    print("| page | requests/s | of bare | p50 ms | p95 ms |\n|---|---:|---:|---:|---:|")
    for page, rows in results.items():
        rate, middle, slow = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"| {page} | {rate:.0f} | {rate / bare_rate:.2f} | {middle:.0f} | {slow:.0f} |")
    ratio = our_memory / bare_memory
    print(f"\nMemory of a web process: {our_memory:.0f} MB, bare {bare_memory:.0f} MB ({ratio:.1f}x)")


def main() -> None:
    with product_run(demo=True) as run:
        environment = dict(run.environment) | read_env_file(run.state.path / "run.env")
        environment["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
        measure(environment)


if __name__ == "__main__":
    main()
