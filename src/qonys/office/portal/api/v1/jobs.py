"""How far the work is that one asked for."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from qonys.office.foundation.jobs.models import Job
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import Number, Shape

room = Room(tags=["jobs"])


class JobShape(Shape):
    number: int
    state: str
    progress: float
    stage: str
    seconds_left: float | None
    asked: datetime
    finished: datetime | None
    error: str


@room.get("/jobs/{number}", response=JobShape, summary=gettext_lazy("How far a job of mine is"))
def one_job(request: HttpRequest, number: Number) -> JobShape:
    account = request.caller.account  # type: ignore[attr-defined]
    job = Job.objects.filter(pk=number, imports__account=account).first()
    if job is None:
        raise Problem("not-found")
    return shown(job)


def shown(job: Job) -> JobShape:
    return JobShape(
        number=job.pk,
        state=job.state,
        progress=job.progress,
        stage=job.stage,
        seconds_left=job.seconds_left,
        asked=job.asked,
        finished=job.finished,
        error=job.error,
    )
