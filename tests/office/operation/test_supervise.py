"""Web and worker under one watcher: who dies is replaced, who has grown makes room, and all end together."""

from __future__ import annotations

import http.client
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.operation.siege import children, free_port
from tests.office.processes import Environment, empty_office, qonys, run, start, until

ASK = """
import django; django.setup()
from qonys.office.foundation.jobs import services
services.enqueue("seal", "qonys.office.foundation.journal.tasks.seal", {})
"""
TOLD = """
import django, json; django.setup()
from qonys.office.foundation.jobs.models import Job, Worker
print(json.dumps([list(Job.objects.values_list("state", flat=True)), Worker.objects.count()]))
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Environment]:
    with empty_office(tmp_path / "home", "supervise") as environment:
        assert qonys(environment, "manage", "migrate", "-v0").returncode == 0
        yield environment


def test_a_worker_that_has_grown_ends_in_order_after_its_job(office: Environment) -> None:
    assert run(office, "-c", ASK).returncode == 0
    answer = run(office, "-m", "django", "worker", "--leave-above", "1")
    assert answer.returncode == 0, answer.stderr
    states, present = json.loads(run(office, "-c", TOLD).stdout)
    assert "done" in states and "failed" not in states and present == 0  # it also took its leave


def test_a_killed_worker_is_replaced_and_all_end_together(office: Environment, tmp_path: Path) -> None:
    port = free_port()
    watcher = start(office, tmp_path / "told", "-m", "qonys.office.project.supervise", "127.0.0.1", str(port))
    try:
        until(lambda: health(port) == 200)
        first = workers(watcher.pid)
        os.kill(first[0], signal.SIGKILL)
        until(lambda: workers(watcher.pid) not in ([], first))
        until(lambda: health(port) == 200)
        family = [*children(watcher.pid), *(pid for each in children(watcher.pid) for pid in children(each))]
    finally:
        watcher.send_signal(signal.SIGTERM)
    assert watcher.wait(30) == 0
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def test_several_processes_count_their_answers_together(office: Environment, tmp_path: Path) -> None:
    port = free_port()
    server = start(office, tmp_path / "told", "-m", "qonys.office.project.web", "127.0.0.1", str(port), "2")
    try:
        until(lambda: asked(port, "/health/live")[0] == 200)
        for _ in range(20):
            asked(port, "/health/ready")
        status, told = asked(port, "/metrics")
        counted = next(
            line for line in told.splitlines() if line.startswith("qonys_requests_total") and "ready" in line
        )
        assert status == 200 and counted.endswith(" 20.0")
        assert len(children(server.pid)) == 2
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def workers(watcher: int) -> list[int]:
    return [pid for pid in children(watcher) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def health(port: int) -> int:
    return asked(port, "/health/worker")[0]


def asked(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()
