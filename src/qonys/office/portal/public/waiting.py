"""The page before the first forecast is there: what is being done, how long it will take, what can be done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qonys.office.foundation.jobs import selectors as jobs
from qonys.office.foundation.jobs.models import Job
from qonys.office.planning.forecasts import stages
from qonys.office.planning.forecasts.tasks import KIND
from qonys.office.planning.scenarios.stages import STAGES
from qonys.office.planning.wording import numbers, words


def waiting_page(request: HttpRequest) -> HttpResponse:
    job = jobs.latest(KIND)
    context = {"job": job, "told": told(job) if job else None, "controls": settings.QONYS_PUBLIC_CONTROLS}
    response = render(request, "public/waiting.html", context)
    response["Cache-Control"] = "no-store"
    return response


def told(job: Job) -> dict[str, Any]:
    """A job for the reader: share done, stage and time left in words. The page and its script both use it."""
    running = job.state == "running"
    return {
        "state": job.state,
        "state_text": job.get_state_display(),
        "percent": round(100 * job.progress),
        "percent_text": numbers.percent(100 * job.progress),
        "stage": _in_words(job.stage) if running else "",
        "left": words.time_left(job.seconds_left) if running else "",
        "error": job.error,
    }


def _in_words(stage: str) -> str:
    return str(STAGES[stage]) if stage in STAGES else stages.in_words(stage)
