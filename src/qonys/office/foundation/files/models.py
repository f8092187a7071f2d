"""A file somebody handed in. Its content lies on disk, under a name made from its digest and its number (storage)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from qonys.office.foundation.files.states import Scan, State


class StoredFile(models.Model):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)  # as its owner calls it, cleaned: may hold a person's name
    media_type = models.CharField(max_length=40)  # told by its content
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.STAGED)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="files")
    stream = models.CharField(max_length=120, blank=True)  # of the journal, once it is kept: "case:KZ-2026-000123"
    created = models.DateTimeField(default=timezone.now)
    kept = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created", "uuid")
        indexes = (
            models.Index(fields=("state", "created"), name="files_by_state_and_age"),
            models.Index(fields=("stream",), condition=~Q(stream=""), name="files_of_stream"),
            models.Index(fields=("created",), condition=Q(scan=Scan.WAITING), name="files_to_scan"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="files_state_is_known"),
            models.CheckConstraint(condition=Q(scan__in=Scan.values), name="files_scan_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.KEPT) | (~Q(stream="") & Q(kept__isnull=False)),
                name="files_kept_belongs_somewhere",
            ),
        )

    def __str__(self) -> str:
        return f"file {self.uuid} ({self.state})"  # never the name: this may be logged
