"""The web server, `python -m qonys.office.project.web HOST PORT`: four threads in each process, our lines of the log.

QONYS_PROCESSES says how many: one is enough for most, and the lightest; as many as cores where many work at once.
"""

from __future__ import annotations

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from qonys.office.foundation.watch.lines import configuration

THREADS = 4


def main(host: str, port: int) -> None:
    json = os.environ.get("QONYS_LOG_FORMAT", "text").strip().lower() == "json"
    Granian(
        "qonys.office.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("QONYS_PROCESSES", "1")),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=configuration(json=json, level="WARNING", whole=False),
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
