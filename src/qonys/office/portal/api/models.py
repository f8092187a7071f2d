"""Answers that are given again when a request is sent again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Remembered(models.Model):
    """What an account was answered to a request with that key. Written in the transaction of the effect."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=("at",), name="api_remembered_by_age"),)
        constraints = (models.UniqueConstraint(fields=("account", "key"), name="api_one_answer_to_a_key"),)

    def __str__(self) -> str:
        return f"answer {self.status} of {self.at:%d.%m.%Y %H:%M}"
