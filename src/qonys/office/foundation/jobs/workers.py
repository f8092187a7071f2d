"""Is the process there that took some work? Asked of its name, "machine:process"."""

from __future__ import annotations

import os
import socket


def is_gone(worker: str) -> bool:
    """True if it ran on this machine and is there no more; of other machines nobody here can say."""
    machine, _, process = worker.rpartition(":")
    return machine == socket.gethostname() and process.isdigit() and not _exists(int(process))


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
