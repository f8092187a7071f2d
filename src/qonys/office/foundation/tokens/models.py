"""Clients of service accounts, and the tokens with which programs come. Secrets are kept as digests only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

DIGEST = 64  # hexadecimal digits of SHA-256


class Client(models.Model):
    """A system that may ask for tokens of a service account, with its id and its secret (RFC 6749, 4.4)."""

    id = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clients")
    secret = models.CharField(max_length=DIGEST)
    scopes: models.JSONField[list[str]] = models.JSONField(default=list)  # the most a token of it may hold
    created = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.id


class Token(models.Model):
    """Whoever shows it speaks for the account, for what `scopes` allow, until it expires or is revoked."""

    digest = models.CharField(max_length=DIGEST, unique=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="tokens")  # null: personal
    name = models.CharField(max_length=80, blank=True)  # what its owner calls it
    hint = models.CharField(max_length=8)  # its last letters, to tell it from others
    scopes: models.JSONField[list[str]] = models.JSONField(default=list)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    used = models.DateField(null=True)  # the last day

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("expires",), name="tokens_by_end"),)
        constraints = (
            models.CheckConstraint(condition=Q(expires__gt=models.F("created")), name="tokens_end_after_start"),
        )

    def __str__(self) -> str:
        return f"token {self.pk} of {self.account_id}"

    def told(self) -> dict[str, Any]:
        """For the journal: everything but what would let anybody in."""
        return {"token": self.pk, "scopes": list(self.scopes), "expires": self.expires, "client": self.client_id}
