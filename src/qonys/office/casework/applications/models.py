"""Drafts: nobody but their owner sees them, and they are gone once they are sent, deleted or forgotten."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.files.models import StoredFile


class Draft(models.Model):
    """An application in the making. `saved`: for each screen and member the revision in which it was last saved."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    procedure = models.CharField(max_length=40)
    version = models.CharField(max_length=40)  # of the law its owner last saw
    answers: models.JSONField[dict[str, str]] = models.JSONField(default=dict)  # by the key of the question
    members: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)  # the applicant first
    saved: models.JSONField[dict[str, int]] = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    begun = models.DateTimeField(db_default=Now())
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-changed",)
        constraints = (models.UniqueConstraint(fields=("account", "procedure"), name="applications_one_draft_each"),)
        indexes = (models.Index(fields=("changed",), name="applications_by_age"),)

    def __str__(self) -> str:
        return f"draft {self.key}"

    @property
    def stream(self) -> str:
        return f"draft:{self.key}"


class DraftPaper(models.Model):
    """A paper handed in before the application is sent."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="papers")
    paper = models.CharField(max_length=40)
    member = models.CharField(max_length=36, blank=True)  # key of a member; '' for the family
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.paper} of {self.draft_id}"


class Sent(models.Model):
    """Which case a draft became: sent twice, it is the same case."""

    draft = models.UUIDField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"draft {self.draft}"
