"""The office as it is served: granian and the worker under their watcher, on a database of their own."""

from __future__ import annotations

import http.client
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.office.operation.siege import free_port
from tests.office.processes import empty_office, run, start, until

CODE = re.compile(r"\b\d{6}\b")


@dataclass(frozen=True)
class Served:
    url: str
    sent: Path  # a folder with every message that left the office

    def code_for(self, address: str) -> str:
        """The code that was sent there by mail; the worker carries it."""
        until(lambda: self._letters(address))
        found = CODE.search(self._letters(address)[-1])
        assert found, f"no code in the letter to {address}"
        return found[0]

    def _letters(self, address: str) -> list[str]:
        texts = [each.read_text(encoding="utf-8") for each in sorted(self.sent.glob("*"))] if self.sent.exists() else []
        return [text for text in texts if address in text]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Officers sign in with a password alone: setting up a device is a journey of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with empty_office(folder / "home", "journeys") as environment:
        environment = environment | {"QONYS_MAIL": "folder:", "QONYS_SITE": url, "QONYS_SECOND_FACTOR": "0"}
        founded = run(environment, "-m", "tests.office.journeys.found")
        assert founded.returncode == 0, founded.stderr
        watcher = start(environment, folder / "told", "-m", "qonys.office.project.supervise", "127.0.0.1", str(port))
        try:
            until(lambda: _answers(port, "/health") and _answers(port, "/health/worker"))
            yield Served(url, folder / "home" / "sent")
        finally:
            watcher.send_signal(signal.SIGTERM)
            watcher.wait(30)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
