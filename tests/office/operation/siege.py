"""A service under siege: clients write through the real web server while web and worker are killed again and again.

Each write is one transaction: a line in a stream that many share, a notice in the outbox, and the request of a job that
delivers it. A client whose answer was lost asks again with the same key, as every client of a network must.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.office.processes import Environment, run, start, until

SETTINGS = "tests.office.operation.settings"
READ = """
import django, json; django.setup()
from collections import Counter
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.verification import verify
from qonys.office.foundation.notices.models import Notice
payloads = Entry.objects.filter(action="told").values_list("payload", flat=True)
lines = Counter(json.loads(each)["key"] for each in payloads)
notices = Counter(Notice.objects.values_list("key", flat=True))
print(json.dumps({"lines": lines, "notices": notices, "broken": [str(each) for each in verify().broken]}))
"""


@dataclass
class Siege:
    environment: Environment
    folder: Path
    port: int
    acknowledged: set[str] = field(default_factory=set)
    asked_again: int = 0
    kills: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def web(self) -> subprocess.Popen[bytes]:
        return start(
            self.environment, self.folder / "web", "-m", "qonys.office.project.web", "127.0.0.1", str(self.port)
        )

    def worker(self) -> subprocess.Popen[bytes]:
        return start(self.environment, self.folder / "worker", "-m", "django", "worker")

    def answers(self) -> bool:
        return self._ask("GET", "/health/live") == 200

    def write(self, client: int, count: int) -> None:
        """One client: the next write only when the one before is acknowledged."""
        for number in range(count):
            key = f"{client}-{number}"
            while self._ask("POST", f"/write/{key}") != 201:
                if self.over.is_set():
                    return
                self.asked_again += 1
                time.sleep(0.05)
            self.acknowledged.add(key)

    def _ask(self, method: str, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=25)
        try:
            connection.request(method, path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def besiege(environment: Environment, folder: Path, *, clients: int, writes: int, kills: int, seed: int) -> Siege:
    """Until everything is written; the kills fall at random moments of it."""
    siege = Siege(environment | {"DJANGO_SETTINGS_MODULE": SETTINGS, "QONYS_MAIL": "folder:"}, folder, free_port())
    draw = random.Random(seed)
    total = clients * writes
    moments = sorted(draw.randrange(total // 10, total * 9 // 10) for _ in range(kills))
    with running(siege) as processes:
        threads = [threading.Thread(target=siege.write, args=(client, writes)) for client in range(clients)]
        for thread in threads:
            thread.start()
        for moment in moments:
            until(lambda moment=moment: len(siege.acknowledged) >= moment, 300)
            time.sleep(draw.random() / 20)
            kill(siege, processes, draw.choice(("web", "worker", "both")))
        for thread in threads:
            thread.join(300)
    return siege


@contextmanager
def running(siege: Siege) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    processes = {"web": siege.web(), "worker": siege.worker()}
    try:
        until(siege.answers)
        yield processes
    finally:
        siege.over.set()
        for process in processes.values():
            end(process)


def kill(siege: Siege, processes: dict[str, subprocess.Popen[bytes]], which: str) -> None:
    for name in ("web", "worker") if which == "both" else (which,):
        assert processes[name].poll() is None, f"{name} fell over by itself"
        end(processes[name])
        siege.kills += 1
    for name in ("web", "worker") if which == "both" else (which,):
        processes[name] = siege.web() if name == "web" else siege.worker()


def end(process: subprocess.Popen[bytes]) -> None:
    """kill -9, the children too: the web server's work is done by one."""
    for pid in [*children(process.pid), process.pid]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def children(parent: int) -> list[int]:
    return [int(pid) for task in Path(f"/proc/{parent}/task").glob("*/children") for pid in task.read_text().split()]


def found(siege: Siege) -> dict[str, dict[str, int] | list[str]]:
    answer = run(siege.environment, "-c", READ)
    assert answer.returncode == 0, answer.stderr
    told: dict[str, dict[str, int] | list[str]] = json.loads(answer.stdout)
    return told


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
