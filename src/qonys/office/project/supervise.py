"""The web server and one worker, started and stopped together.

`python -m qonys.office.project.supervise HOST PORT [PROCESSES]`; the processes are those of the web server.

Nothing but the standard library is loaded here: this process only waits.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

PATIENCE = 10.0  # seconds a process gets to stop by itself
LARGEST_WORKER = 120  # megabytes: a worker that grew beyond, doing science, makes room for a new one when it is idle


def supervise(host: str, port: int, processes: int = 1) -> int:
    """Run until told to stop; the worker is started again if it dies, the server's end ends all. Returns a status."""
    server = _start("-m", "qonys.office.project.web", host, str(port), str(processes))
    worker = _worker()
    asked_to_stop: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        asked_to_stop.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not asked_to_stop and server.poll() is None:
        if worker.poll() is not None:
            worker = _worker()
        time.sleep(0.5)
    _stop(worker, server)
    return 0 if asked_to_stop else (server.returncode or 1)


def _worker() -> subprocess.Popen[bytes]:
    return _start("-m", "django", "worker", "--leave-above", str(LARGEST_WORKER))


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only this process, which then ends the others in order.
    # Two arenas: otherwise the allocator keeps a heap for every thread that once drew a chart.
    environment = {"MALLOC_ARENA_MAX": "2"} | os.environ
    return subprocess.Popen([sys.executable, *arguments], start_new_session=True, env=environment)


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


if __name__ == "__main__":
    sys.exit(supervise(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1))
