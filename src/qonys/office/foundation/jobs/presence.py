"""Signs of life of the workers, so that one who has nothing to do is not taken for dead."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from qonys.office.foundation.jobs.lifecycle import this_process
from qonys.office.foundation.jobs.models import Worker

log = logging.getLogger(__name__)
EVERY = 10.0  # seconds between two signs
SILENCE = timedelta(seconds=60)
FORGOTTEN = timedelta(days=1)


def keep_showing(over: threading.Event) -> None:
    """Until told to stop; then the worker takes its leave. A database that is away for a while ends nothing."""
    while not over.is_set():
        _try(show)
        over.wait(EVERY)
    _try(leave)


def show() -> None:
    """This worker is there."""
    Worker.objects.update_or_create(pk=this_process(), defaults={"seen": timezone.now()})


def leave() -> None:
    """This worker ends in order; those that did not, a day ago, are forgotten."""
    Worker.objects.filter(pk=this_process()).delete()
    Worker.objects.filter(seen__lt=timezone.now() - FORGOTTEN).delete()


def alive() -> list[Worker]:
    """Workers that showed life within the last minute. A sign from the future is one from before a clock was set."""
    now = timezone.now()
    return list(Worker.objects.filter(seen__gt=now - SILENCE, seen__lt=now + SILENCE).order_by("-seen"))


def last_seen() -> datetime | None:
    newest = Worker.objects.order_by("-seen").first()
    return newest.seen if newest else None


def _try(sign: Callable[[], None]) -> None:
    try:
        sign()
    except DatabaseError:
        log.warning("The worker could not show life: the database did not answer. Trying again in ten seconds.")
    finally:
        connection.close()
