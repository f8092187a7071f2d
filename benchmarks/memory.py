"""Resident memory of the service as `./up` starts it: web and worker together, idle and in use.

    python benchmarks/memory.py [--trajectories 1000] [--json]

Starts `qonys serve` on a home of its own, waits for the first forecast and its scenarios, visits every kind of page in
three languages, and asks /proc how much each process holds. `proportional` counts shared pages once.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from own_postgres import free_port

BAR = 300.0  # megabytes, web and worker together, when no job runs
QONYS = "import sys; from qonys.cli import main; sys.argv[0] = 'qonys'; main()"
PAGES = (
    "", "regions/", "planning/", "planning/brief/", "planning/flows/", "planning/balance/", "planning/quotas/",
    "planning/programmes/", "planning/scenarios/", "planning/scores/", "support/", "checked/", "data/", "methods/",
    "about/", "territories/KZ-19/", "planning/balance/KZ-19/", "sign-in/", "planning/brief.pdf", "regions/2030.xlsx",
)  # fmt: skip
ROLES = (("supervise", "watcher"), ("django worker", "worker"), ("project.web", "web"), ("spawn_main", "web"))


@dataclass(frozen=True)
class Held:
    when: str
    process: str
    resident: float  # megabytes
    proportional: float


def main(arguments: list[str]) -> None:
    futures = arguments[arguments.index("--trajectories") + 1] if "--trajectories" in arguments else "1000"
    with tempfile.TemporaryDirectory() as home:
        rows = measure(home, futures)
    if "--json" in arguments:
        print(json.dumps([asdict(row) for row in rows]))
        return
    for row in rows:
        held = f"{row.resident:>8.0f} MB resident {row.proportional:>8.0f} MB proportional"
        print(f"{row.when:<34} {row.process:<10} {held}")
    for when in dict.fromkeys(row.when for row in rows):
        told = [row for row in rows if row.when == when]
        total, shared = sum(row.resident for row in told), sum(row.proportional for row in told)
        verdict = "" if "forecast" in when else f"   {'within' if total <= BAR else 'OVER'} {BAR:.0f} MB"
        print(f"{when:<34} together   {total:>8.0f} MB resident {shared:>8.0f} MB proportional{verdict}")


def measure(home: str, futures: str) -> list[Held]:
    port = free_port()
    environment = {"QONYS_DEMO": "1"} | os.environ | {"QONYS_HOME": home, "QONYS_TRAJECTORIES": futures}
    service = subprocess.Popen([sys.executable, "-c", QONYS, "serve", "--port", str(port)], env=environment)
    base = f"http://127.0.0.1:{port}"
    try:
        until(lambda: status(f"{base}/health/worker") == 200)
        rows = look("started, forecast running", service.pid)
        until(lambda: not open_jobs(base))
        time.sleep(5)  # the worker that did the science has left, and another one came
        rows += look("idle", service.pid)
        for language in ("kk", "ru", "en"):
            for page in PAGES:
                found = status(f"{base}/{language}/{page}")
                assert found in (200, 404), (language, page, found)
        return rows + look(f"after {3 * len(PAGES)} pages", service.pid)
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(30)


def look(when: str, root: int) -> list[Held]:
    return [Held(when, role(pid), kilobytes(pid, "Rss") / 1024, kilobytes(pid, "Pss") / 1024) for pid in family(root)]


def family(root: int) -> list[int]:
    """A process and all that came from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for each in found:
        found += children.get(each, [])
    return [pid for pid in found if kilobytes(pid, "Rss")]


def role(pid: int) -> str:
    line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return next((name for mark, name in ROLES if mark in line), line[-20:])


def kilobytes(pid: int, what: str) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return float(next(line.split()[1] for line in rollup.splitlines() if line.startswith(f"{what}:")))


def open_jobs(base: str) -> float:
    with urllib.request.urlopen(f"{base}/metrics", timeout=30) as answer:
        told = answer.read().decode()
    return sum(float(value) for value in re.findall(r"^qonys_jobs\{.*\} (\S+)$", told, re.M))


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(true: object, patience: float = 900.0) -> None:
    deadline = time.monotonic() + patience
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "The service did not come so far."
        time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1:])
