"""The web server, `python -m qonys.office.project.web HOST PORT [PROCESSES]`: four threads shared by its processes.

One process is the lightest, and serves a few officers; a second one is worth its 110 to 180 megabytes where many work
at once, since a process makes one page at a time.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from qonys.office.foundation.watch.lines import configuration

THREADS = 4  # pages made at once: a slow visitor, or a wait for the database, holds one of them
FEWEST = 2  # in a process: more than it needs, they take turns at its one interpreter, which costs a fifth of each page
STOPS_IN = 10  # seconds for pages that are being made; who is not done then is ended


def main(host: str, port: int, processes: int) -> None:
    if processes == 1:
        serve(host, port, processes)
        return
    counted = tempfile.mkdtemp(prefix="qonys-metrics-")  # where they count together for whoever reads /metrics
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counted
    try:
        serve(host, port, processes)
    finally:
        shutil.rmtree(counted, ignore_errors=True)


def serve(host: str, port: int, processes: int) -> None:
    json = os.environ.get("QONYS_LOG_FORMAT", "text").strip().lower() == "json"
    Granian(
        "qonys.office.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=max(FEWEST, THREADS // processes),
        workers_kill_timeout=STOPS_IN,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=configuration(json=json, level="WARNING", whole=False),
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
