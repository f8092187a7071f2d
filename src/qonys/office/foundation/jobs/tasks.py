"""Inside the worker: do a job's work, pass its progress on, and end it well or with a letter.

The queue carries only the number of the job. The work is named by the job and loaded here, so that the web
server, which imports this module too, never loads the libraries the work needs. A work function is

    work(parameters: dict, progress: Callable[[float, str], None]) -> str     (what it left, e.g. a run id)
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.utils.module_loading import import_string
from django_tasks import task

from qonys.engines.vocabulary.errors import QonysError
from qonys.office.foundation.jobs import lifecycle
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State, WrongState

log = logging.getLogger(__name__)
HEARTBEAT = 2.0  # seconds between two signs of life


class Cancelled(Exception):
    """Somebody cancelled the job while it ran."""


@task()
def perform(number: int) -> None:
    """Do the job of that number, unless somebody cancelled it or it is already being done."""
    job = Job.objects.filter(pk=number, state=State.QUEUED).first()
    if job is None:
        return
    job = lifecycle.start(job)
    try:
        with _heartbeat(job):
            result = import_string(job.task)(job.parameters, _reporter(job))
        lifecycle.finish(job, result)
    except (Cancelled, WrongState):  # the second when it was cancelled between the last report and the end
        log.info("Job %s was cancelled.", job)
    except QonysError as letter:
        lifecycle.fail(job, str(letter))
    except Exception as error:
        log.exception("Job %s failed.", job)
        lifecycle.fail(job, f"{type(error).__name__}: {error}")


def _reporter(job: Job) -> Callable[[float, str], None]:
    """The progress function handed to the work; it raises Cancelled when nobody wants the result any more."""

    def report(progress: float, stage: str) -> None:
        if not lifecycle.report(job, progress, stage):
            raise Cancelled(str(job))

    return report


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Show life while the work is silent (compiling, say), so that nobody takes the job for lost."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT):
            try:
                if not lifecycle.show_life(job):
                    break
            except OperationalError:  # the database is busy, perhaps with a long transaction of this very job
                log.warning("Job %s could not show life; it tries again.", job.pk)
        connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
