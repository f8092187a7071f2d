"""The worker, its queue, and how letters leave the house."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from qonys.office.foundation.jobs import gauges, presence
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import State
from qonys.office.project.doctor.findings import Finding, ok, warn

PATIENCE = 600.0  # seconds a job may wait before somebody should look
RECENT = 100


def worker() -> Iterator[Finding]:
    if alive := presence.alive():
        yield ok("worker", str(alive[0]))
        return
    seen = presence.last_seen()
    found = "none has shown life yet" if seen is None else f"none since {seen:%d.%m.%Y %H:%M}"
    yield warn("worker", found, "Start the service (qonys serve), or a worker alone: qonys manage worker")


def queue() -> Iterator[Finding]:
    waited = gauges.queue_age()
    if waited is not None and waited > PATIENCE:
        remedy = "One worker does one job at a time: look at the job that runs, or start a second worker."
        yield warn("queue", f"the oldest job has waited {waited / 60:.0f} minutes", remedy)
    else:
        yield ok("queue", "nothing waits" if waited is None else f"the oldest job has waited {waited:.0f} s")
    recent = list(Job.objects.values_list("pk", "state")[:RECENT])
    if failed := [number for number, state in recent if state == State.FAILED]:
        remedy = "Its letter stands in its row and on the page that waited for it; ask for the work again."
        yield warn("failed jobs", f"{len(failed)} of the newest {len(recent)}, the last is {failed[0]}", remedy)


def carriers() -> Iterator[Finding]:
    for what, setting in (("mail", "QONYS_MAIL"), ("SMS", "QONYS_SMS")):
        routes = getattr(settings, setting)
        if not routes:
            yield warn(
                what, "nobody carries it: notices stay in the account", f"Set {setting}; docs/reference/settings.md"
            )
        elif all(each.scheme == "folder" for each in routes):
            yield warn(what, "goes into a folder, as in a demonstration", f"Set {setting} to a provider.")
        else:
            yield ok(what, f"by {', '.join(each.name for each in routes)}")
