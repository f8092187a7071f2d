"""The whole office on one machine: the web server and one worker, started and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

from django.conf import settings
from django.core.management import call_command

from qonys.office.foundation.authority import territories
from qonys.office.planning.forecasts.tasks import ensure_first_forecast
from qonys.office.planning.scenarios.tasks import ensure_library
from qonys.office.project import translations
from qonys.office.project.demonstration import office as demonstration

PATIENCE = 10.0  # seconds a process gets to stop by itself


def prepare() -> None:
    """Catalogues compiled, tables and territories there, the first forecast and its scenarios asked for."""
    translations.compile()
    call_command("migrate", verbosity=0)
    territories.sync(settings.QONYS_COUNTRY)
    if settings.QONYS_DEMO:
        demonstration.ensure()
    ensure_first_forecast()
    ensure_library()


def serve(host: str, port: int) -> int:
    """Run until told to stop; the worker is started again if it dies, the server's end ends all. Returns a status."""
    server = _start(
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "qonys.office.project.wsgi:application",
    )
    worker = _start("-m", "django", "worker")
    asked_to_stop: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        asked_to_stop.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not asked_to_stop and server.poll() is None:
        if worker.poll() is not None:
            worker = _start("-m", "django", "worker")
        time.sleep(0.5)
    _stop(worker, server)
    return 0 if asked_to_stop else (server.returncode or 1)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only this process, which then ends the others in order.
    return subprocess.Popen([sys.executable, *arguments], start_new_session=True, env=os.environ.copy())


def _stop(*processes: subprocess.Popen[bytes]) -> None:
    _signal(processes, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _signal(processes: Sequence[subprocess.Popen[bytes]], number: signal.Signals) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(number)
