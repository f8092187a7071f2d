"""Questions about jobs."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import OPEN, State

SILENCE = timedelta(seconds=30)  # a worker shows life every two seconds


def latest(kind: str) -> Job | None:
    """The newest job of a kind, whatever its state."""
    return Job.objects.filter(kind=kind).first()


def open_job(kind: str) -> Job | None:
    """The job of that kind that waits or runs."""
    return Job.objects.filter(kind=kind, state__in=OPEN).first()


def is_open(kind: str) -> bool:
    """Whether a job of that kind waits or runs."""
    return Job.objects.filter(kind=kind, state__in=OPEN).exists()


def all_open(*kinds: str) -> QuerySet[Job]:
    """What waits or runs among jobs whose kind begins with one of these, the first asked for first."""
    wanted = Q()
    for kind in kinds:
        wanted |= Q(kind=kind) | Q(kind__startswith=f"{kind} ")
    return Job.objects.filter(wanted, state__in=OPEN).order_by("id")


def silent() -> QuerySet[Job]:
    """Jobs said to be running whose worker has not shown life for a while."""
    threshold = timezone.now() - SILENCE
    return Job.objects.filter(state=State.RUNNING).filter(Q(alive__lt=threshold) | Q(alive=None))


def forgotten() -> list[Job]:
    """Waiting jobs that stand in no queue: their worker died between taking the task and beginning the job."""
    waiting = list(Job.objects.filter(state=State.QUEUED, asked__lt=timezone.now() - SILENCE))
    if not waiting:
        return []
    ready = DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)
    queued = {told["args"][0] for told in ready if told["args"]}
    return [job for job in waiting if job.pk not in queued]
