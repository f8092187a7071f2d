"""Asking for work, and taking care of work whose worker died."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from qonys.office.foundation.jobs import lifecycle, selectors
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State
from qonys.office.foundation.jobs.tasks import perform
from qonys.office.foundation.jobs.workers import is_gone

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
    for job in selectors.forgotten():
        log.warning(
            "Job %s was taken from the queue by a worker that died before it began; it is queued again.", job.pk
        )
        perform.enqueue(job.pk)
    lost = [job for job in Job.objects.filter(state=State.RUNNING) if _worker_is_dead(job)]
    for job in lost:
        if job.attempts >= ATTEMPTS:
            lifecycle.fail(
                job, f"The worker stopped {job.attempts} times before the work was done. Nothing half-written was kept."
            )
            continue
        log.warning("Job %s lost its worker %s; it is queued again.", job.pk, job.worker)
        with transaction.atomic():
            lifecycle.wait_again(job)
            perform.enqueue(job.pk)
    return lost


def forget(kind: str, older_than: timedelta) -> int:
    """Remove jobs of a kind that ended long ago, and the newest never: the clock counts from it."""
    newest = selectors.latest(kind)
    over = Job.objects.filter(kind=kind, finished__lt=timezone.now() - older_than)
    return over.exclude(pk=newest.pk if newest else None).delete()[0]


def forget_results(days: int) -> None:
    """Remove what the queue itself keeps of work that ended long ago."""
    call_command("prune_db_task_results", min_age_days=days, verbosity=0)


def _worker_is_dead(job: Job) -> bool:
    return is_gone(job.worker) or selectors.silent().filter(pk=job.pk).exists()
