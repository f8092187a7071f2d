"""A job: one piece of long work that a person may watch."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from qonys.office.foundation.jobs.states import OPEN, State


class Job(models.Model):
    """`task` names the function a worker runs; `result` refers to what the work left (a run id, a file)."""

    kind = models.CharField(max_length=60)
    task = models.CharField(max_length=200)
    parameters: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    stage = models.CharField(max_length=60, blank=True)  # key of what is being done, translated where it is shown
    seconds_left = models.FloatField(null=True)
    result = models.TextField(blank=True)  # scenarios leave as many names as there are
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)  # "machine:process"
    asked = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    alive = models.DateTimeField(null=True)  # last sign of life of the worker
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("kind",), condition=Q(state__in=OPEN), name="jobs_one_open_job_of_a_kind"),
            models.CheckConstraint(condition=Q(progress__gte=0) & Q(progress__lte=1), name="jobs_progress_is_a_share"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="jobs_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Worker(models.Model):
    """A worker and its last sign of life."""

    name = models.CharField(max_length=120, primary_key=True)  # "machine:process"
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, seen {self.seen:%d.%m.%Y %H:%M:%S}"
