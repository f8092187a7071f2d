"""Numbers of the queue for those who watch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone

from qonys.office.foundation.jobs import presence
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import OPEN, State
from qonys.office.foundation.watch.gauges import Gauge

RECENT = 1000  # counting all that ever were would take longer every day


def gauges() -> Iterator[Gauge]:
    still = dict(Job.objects.filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk")))
    for state in OPEN:
        yield Gauge("qonys_jobs", "Jobs that wait or run.", still.get(state, 0), {"state": state.value})
    recent = Counter(Job.objects.values_list("state", flat=True)[:RECENT])
    for state in State:
        yield Gauge("qonys_recent_jobs", "The newest thousand jobs by state.", recent[state], {"state": state.value})
    yield Gauge("qonys_queue_age_seconds", "How long the oldest waiting job has waited.", queue_age() or 0.0)
    yield Gauge("qonys_workers", "Workers that showed life in the last minute.", len(presence.alive()))


def queue_age() -> float | None:
    """Seconds the oldest waiting job has waited; None when none waits. A clock set back makes no negative ages."""
    oldest = Job.objects.filter(state=State.QUEUED).aggregate(first=Min("asked"))["first"]
    return None if oldest is None else max(0.0, (timezone.now() - oldest).total_seconds())
