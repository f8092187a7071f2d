"""Work that comes round by the clock. The worker asks for what is due; a job of a kind is never open twice."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from qonys.office.foundation.jobs import selectors, services
from qonys.office.foundation.jobs.models import Job

log = logging.getLogger(__name__)
LOOK_AGAIN = 60.0  # seconds


@dataclass(frozen=True)
class Regular:
    kind: str
    task: str  # dotted name of the work, loaded only when it is done
    every: timedelta


def ask_for_due(works: Iterable[Regular]) -> list[Job]:
    """Ask for every work whose last job is older than its interval, or was asked for by a clock now set back."""
    return [services.enqueue(work.kind, work.task, {}) for work in works if _is_due(work)]


def keep_asking(over: threading.Event) -> None:
    """Until told to stop; a database that is away for a while ends nothing."""
    works = [Regular(kind, task, timedelta(minutes=minutes)) for kind, task, minutes in settings.QONYS_REGULAR]
    while not over.is_set():
        try:
            services.recover()
            ask_for_due(works)
        except DatabaseError:
            log.exception("Regular work could not be asked for; trying again in a minute.")
        finally:
            connection.close()
        over.wait(LOOK_AGAIN)


def _is_due(work: Regular) -> bool:
    last = selectors.latest(work.kind)
    return last is None or (not last.is_open and abs(timezone.now() - last.asked) >= work.every)
