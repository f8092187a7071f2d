"""What happens to a job, one verb each. Every verb that changes the state asks the table first."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State, check


def start(job: Job) -> Job:
    """A worker takes the job."""
    now = timezone.now()
    attempts = job.attempts + 1
    return _move(job, State.RUNNING, started=now, alive=now, worker=this_process(), attempts=attempts, progress=0.0)


def report(job: Job, progress: float, stage: str) -> bool:
    """Record how far the work is, 0..1; False when somebody cancelled it meanwhile."""
    share = min(max(progress, 0.0), 1.0)
    left = seconds_left(job.started, timezone.now(), share)
    changed = Job.objects.filter(pk=job.pk, state=State.RUNNING).update(
        progress=share, stage=stage[:60], seconds_left=left, alive=timezone.now()
    )
    return bool(changed)


def show_life(job: Job) -> bool:
    """The worker is there, even if the work has nothing new to tell; False when the job was cancelled."""
    return bool(Job.objects.filter(pk=job.pk, state=State.RUNNING).update(alive=timezone.now()))


def finish(job: Job, result: str) -> Job:
    return _move(job, State.DONE, progress=1.0, seconds_left=0.0, result=result, finished=timezone.now())


def fail(job: Job, letter: str) -> Job:
    """The work could not be done; `letter` says what happened, what is safe and what to do."""
    return _move(job, State.FAILED, error=letter, seconds_left=None, finished=timezone.now())


def cancel(job: Job) -> Job:
    """Stop waiting or running work; the worker notices at its next report."""
    return _move(job, State.CANCELLED, seconds_left=None, finished=timezone.now())


def wait_again(job: Job) -> Job:
    """The worker died: the job waits for another one."""
    return _move(job, State.QUEUED, worker="", seconds_left=None, progress=0.0, stage="")


def seconds_left(started: datetime | None, now: datetime, progress: float) -> float | None:
    """Time left if the work goes on at its mean speed; unknown in the first hundredth."""
    if started is None or progress < 0.01:
        return None
    return (now - started) / timedelta(seconds=1) * (1.0 - progress) / progress


def this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _move(job: Job, new: State, **values: Any) -> Job:
    with transaction.atomic():
        kept = Job.objects.select_for_update().get(pk=job.pk)
        check(kept.state, new)
        for name, value in values.items():
            setattr(kept, name, value)
        kept.state = new
        kept.save()
    return kept
