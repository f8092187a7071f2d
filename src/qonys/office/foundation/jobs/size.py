"""A worker that has loaded the scientific libraries keeps their memory. When nothing waits it may leave, in order, and
whoever started it starts a small one.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from django_tasks.signals import task_finished

from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State

STATUS = Path("/proc/self/status")


def leave_above(megabytes: int) -> None:
    """From now on look after every job. The queue's worker ends in order when it is told to while a task is its own."""

    def look(sender: Any, **told: Any) -> None:
        if megabytes_held() > megabytes and not Job.objects.filter(state=State.QUEUED).exists():
            os.kill(os.getpid(), signal.SIGTERM)

    task_finished.connect(look, weak=False, dispatch_uid="leave above")


def megabytes_held() -> float:
    """Resident memory of this process; 0 where the system does not tell."""
    if not STATUS.exists():
        return 0.0
    lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
