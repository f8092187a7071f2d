"""The real clamd, where it is installed, with one signature of our own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qonys.office.foundation.files import services
from qonys.office.foundation.files.refusals import Infected
from qonys.office.foundation.files.states import Scan
from tests.office.files.clamd import TEST_VIRUS
from tests.office.files.given import PDF, PNG, owner

CLAMD = shutil.which("clamd") or ("/usr/sbin/clamd" if os.path.exists("/usr/sbin/clamd") else "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("place"),
    pytest.mark.skipif(not CLAMD, reason="clamd is not installed"),
]


@pytest.fixture
def real_clamd(tmp_path: Path, settings: Any) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    signatures = tmp_path / "signatures"
    signatures.mkdir()
    (signatures / "own.ndb").write_text(f"Test.Virus:0:*:{TEST_VIRUS.hex()}\n")
    file = tmp_path / "clamd.conf"
    file.write_text(f"Foreground yes\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {signatures}\n")
    process = subprocess.Popen([CLAMD, "-c", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        settings.QONYS_CLAMD = f"127.0.0.1:{port}"
        yield
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("clamd did not begin to listen within 30 seconds")


def test_the_real_scanner_is_understood(real_clamd: None) -> None:
    assert services.stage("a.pdf", PDF + bytes(300_000), by=owner()).scan == Scan.CLEAN
    assert services.stage("a.png", PNG, by=owner()).scan == Scan.CLEAN
    with pytest.raises(Infected):
        services.stage("a.pdf", PDF + TEST_VIRUS, by=owner())
