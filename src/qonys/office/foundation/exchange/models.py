"""Imports, what is wrong in them, and what each of their rows changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qonys.office.foundation.exchange.states import State


class Import(models.Model):
    """A file somebody handed in. It is kept as it came until it is written for good, then forgotten."""

    layout = models.CharField(max_length=40)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports")
    form = models.CharField(max_length=4)  # csv or xlsx
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING)
    rows = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)  # mistakes found, of which the first thousand are kept
    written = models.PositiveIntegerField(default=0)  # the last row that is written: here a new worker goes on
    letter = models.CharField(max_length=300, blank=True)  # why it cannot be read
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="imports")
    created = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True)  # the day to undo it begins here

    class Meta:
        ordering = ("-id",)
        constraints = (models.CheckConstraint(condition=Q(state__in=State.values), name="exchange_state_is_known"),)

    def __str__(self) -> str:
        return f"import {self.pk} ({self.layout}, {self.state})"

    @property
    def stream(self) -> str:
        return f"import:{self.pk}"


class Fault(models.Model):
    """What is wrong with one cell, and what to do. May quote personal data: shown to its owner alone, never logged."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults", db_index=False)
    row = models.PositiveIntegerField()  # as a spreadsheet counts: the head is row 1
    column = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=300)
    remedy = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("of", "id"), name="exchange_faults_of_import"),)

    def __str__(self) -> str:
        return f"row {self.row}"


class Row(models.Model):
    """What one row changed: enough to take it back."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines", db_index=False)
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=160)  # of what it wrote
    before: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)  # null: it was not there
    after: models.JSONField[dict[str, Any] | None] = models.JSONField(null=True)  # null: it was left out
    undone = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)  # why it was left out, or not taken back

    class Meta:
        ordering = ("of", "row")
        constraints = (models.UniqueConstraint(fields=("of", "row"), name="exchange_each_row_once"),)

    def __str__(self) -> str:
        return f"row {self.row}"
