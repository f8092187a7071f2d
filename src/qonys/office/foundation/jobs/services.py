"""Asking for work, and taking care of work whose worker died."""

from __future__ import annotations

import logging
import os
import socket
from typing import Any

from django.db import IntegrityError, transaction

from qonys.office.foundation.jobs import lifecycle, selectors
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State
from qonys.office.foundation.jobs.tasks import perform

log = logging.getLogger(__name__)
ATTEMPTS = 3


def enqueue(kind: str, task: str, parameters: dict[str, Any]) -> Job:
    """Ask for work. If a job of that kind is already open, that one is returned: never two at a time."""
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, task=task, parameters=parameters)
            perform.enqueue(job.pk)
    except IntegrityError:
        already = selectors.open_job(kind)
        if already is None:
            raise
        return already
    return job


def cancel(job: Job) -> Job:
    """Stop waiting or running work; raises WrongState when it is already over."""
    return lifecycle.cancel(job)


def recover() -> list[Job]:
    """Give the jobs of dead workers to another one; after three attempts they are failed."""
    lost = [job for job in Job.objects.filter(state=State.RUNNING) if _worker_is_dead(job)]
    for job in lost:
        if job.attempts >= ATTEMPTS:
            lifecycle.fail(
                job, f"The worker stopped {job.attempts} times before the work was done. Nothing half-written was kept."
            )
            continue
        log.warning("Job %s lost its worker %s; it is queued again.", job, job.worker)
        with transaction.atomic():
            lifecycle.wait_again(job)
            perform.enqueue(job.pk)
    return lost


def _worker_is_dead(job: Job) -> bool:
    machine, _, process = job.worker.rpartition(":")
    if machine == socket.gethostname() and process.isdigit() and not _process_exists(int(process)):
        return True
    return selectors.silent().filter(pk=job.pk).exists()


def _process_exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
